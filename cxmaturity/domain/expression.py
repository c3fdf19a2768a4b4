"""The tree of an ``applies_if`` expression. Parsing lives in ``cxmaturity.rubrics``; this is only data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Comparison:
    """A criterion's raw value against a number (a level's raw points, or a plain number).

    False where the criterion has no value, also for ``!=``.
    """

    criterion: str
    operator: Literal["==", "!=", "<", "<=", ">", ">="]
    number: float


@dataclass(frozen=True, slots=True)
class Holds:
    """A bare criterion id: true where its share is above 0."""

    criterion: str


@dataclass(frozen=True, slots=True)
class Not:
    """Negation."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class AllOf:
    """True where every operand is (``&&``)."""

    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True where at least one operand is (``||``)."""

    operands: tuple[Expression, ...]


Expression = Comparison | Holds | Not | AllOf | AnyOf


def criteria_in(expression: Expression) -> Iterator[str]:
    """Yield the criterion ids that an expression reads, in order, with repeats."""
    for leaf in leaves_of(expression):
        yield leaf.criterion


def leaves_of(expression: Expression) -> Iterator[Comparison | Holds]:
    """Yield the comparisons and bare ids of an expression, in order."""
    match expression:
        case Comparison() | Holds():
            yield expression
        case Not(operand=operand):
            yield from leaves_of(operand)
        case AllOf(operands=operands) | AnyOf(operands=operands):
            for operand in operands:
                yield from leaves_of(operand)

"""Which nodes apply to which subject: ``applies_if`` evaluated on combined raw values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from graphlib import TopologicalSorter

import numpy as np

from cxmaturity.domain.expression import AllOf, AnyOf, Comparison, Expression, Holds, Not, criteria_in
from cxmaturity.domain.numbers import Array, Codes, Mask, above, compare
from cxmaturity.domain.panel import DECLARED_NOT_APPLICABLE
from cxmaturity.domain.rubric import Criterion, Rubric, Section

ROOT = ""  # the root's key here: its id may be used again by a node below it


def applicability(rubric: Rubric, value: Mapping[str, Array], state: Mapping[str, Codes]) -> dict[str, Mask]:
    """Return, by node id (ROOT for the root), where the node applies.

    ``value`` holds raw values by criterion id (NaN: none), ``state`` what the panel said; both end in the
    subject axis.

    A node applies where its own expression and all its ancestors' hold. A criterion that does not apply
    has no value for the expressions that read it. The loader has refused circles.
    """
    return _Applicability(rubric, value, state).masks()


def decided_by(root: Section) -> dict[str, Sequence[str]]:
    """Return node → what decides whether it is asked: criteria its expression names, and its section."""
    decided: dict[str, Sequence[str]] = {ROOT: ()}
    for section in root.sections():
        for child in section.children:
            named = criteria_in(child.applies_if) if child.applies_if else ()
            decided[child.id] = [*named, ROOT if section is root else section.id]
    return decided


class _Applicability:
    """Evaluates expressions in the order they depend on each other, each once and without recursion."""

    def __init__(self, rubric: Rubric, value: Mapping[str, Array], state: Mapping[str, Codes]) -> None:
        self._root, self._value, self._state = rubric.root, value, state
        self._everywhere = (
            np.ones(next(iter(value.values())).shape, dtype=bool) if value else np.ones(0, bool)
        )
        self._parent: dict[str, str] = {}
        self._nodes: dict[str, Section | Criterion] = {ROOT: rubric.root}
        for section in rubric.root.sections():
            for child in section.children:
                self._parent[child.id] = ROOT if section is rubric.root else section.id
                self._nodes[child.id] = child
        self._done: dict[str, Mask] = {}

    def masks(self) -> dict[str, Mask]:
        for name in TopologicalSorter(decided_by(self._root)).static_order():
            own, parent = self._nodes[name].applies_if, self._parent.get(name)
            above_it = self._everywhere if parent is None else self._done[parent]
            self._done[name] = above_it if own is None else above_it & self._holds(own)
        return {name: self._done[name] for name in self._nodes}

    def _holds(self, expression: Expression) -> Mask:
        match expression:
            case Comparison(criterion=name, operator=operator, number=number):
                return compare(self._known(name), operator, number)
            case Holds(criterion=name):
                return self._earns(name)
            case Not(operand=operand):
                return ~self._holds(operand)
            case AllOf(operands=operands):
                return reduce(np.logical_and, map(self._holds, operands))
            case AnyOf(operands=operands):
                return reduce(np.logical_or, map(self._holds, operands))

    def _known(self, name: str) -> Array:
        value = self._value.get(name, np.full(self._everywhere.shape, np.nan))
        return np.where(self._done[name], value, np.nan)

    def _earns(self, name: str) -> Mask:
        """Return where a criterion's share is above 0; a formula's share always is, once it has a value."""
        criterion, value = self._nodes[name], self._known(name)
        if not isinstance(criterion, Criterion) or criterion.formula:
            earned = ~np.isnan(value)
        else:
            earned = (
                above(criterion.maximum, value) if criterion.is_turned else above(value, criterion.minimum)
            )
        return earned | self._granted(name)

    def _granted(self, name: str) -> Mask:
        """Return where a criterion is not applicable and that counts in full."""
        criterion, state = self._nodes[name], self._state.get(name)
        if not isinstance(criterion, Criterion) or criterion.not_applicable != "full" or state is None:
            return np.zeros(self._everywhere.shape, dtype=bool)
        granted: Mask = self._done[name] & (state == DECLARED_NOT_APPLICABLE)
        return granted

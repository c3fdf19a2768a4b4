"""What a rubric says outside the sum: knock-outs and warnings, as data. ``gates.py`` applies them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Condition:
    """A comparison with a number, as in ``">= 3"``."""

    operator: Literal["==", "!=", "<", "<=", ">", ">="]
    number: float


@dataclass(frozen=True, slots=True)
class Gate:
    """A knock-out: trips strictly below or strictly above a bound, then excludes, caps or flags."""

    then: Literal["exclude", "cap", "flag"]
    below: float | None = None
    above: float | None = None
    cap: float | None = None


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A warning outside the sum; ``any_assessor`` looks at single answers, not at the combined one."""

    when: Condition
    severity: Literal["medium", "high", "critical"]
    say: str = ""
    any_assessor: bool = False

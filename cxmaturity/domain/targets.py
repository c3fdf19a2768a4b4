"""The level each criterion is to reach, by when, and where that target came from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from cxmaturity.domain.ladder import climbed, is_at_least, rung_above, rungs
from cxmaturity.domain.numbers import TOLERANCE
from cxmaturity.domain.reading import plain_number
from cxmaturity.domain.results import SubjectResult
from cxmaturity.domain.rubric import Criterion, Rubric


class TargetOrigin(StrEnum):
    """Who says so: a target is never shown without it."""

    NEXT_LEVEL = "next level"
    RUBRIC = "the rubric's default"
    CARRIED = "carried from the last cycle"
    SET = "set here"


@dataclass(frozen=True, slots=True)
class Target:
    """A raw value that a criterion of a subject is to reach by a date (None: no date yet).

    ``version`` is that of the rubric by whose criteria and scale it is meant.
    """

    subject: str
    criterion: str
    value: float
    by: date | None
    origin: TargetOrigin = TargetOrigin.SET
    version: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Gap:
    """How far a criterion is from its target: ``levels`` above 0 are still to climb; ``value`` is raw."""

    target: Target
    title: str
    value: float | None
    levels: float | None

    @property
    def is_met(self) -> bool:
        """True where the target is reached; an unanswered criterion has reached nothing."""
        return self.levels is not None and self.levels <= TOLERANCE


def default_target(
    criterion: Criterion, subject: str, value: float | None, by: date | None = None
) -> Target | None:
    """Return the target to offer: the rubric's while it is still ahead, else the next level; None at the top.

    ``value`` is the present raw value. An unanswered criterion starts from its worst level.
    """
    stands = rungs(criterion)[0] if value is None else value
    wanted = _rubric_target(criterion)
    if wanted is not None and not is_at_least(criterion, stands, wanted):
        return Target(subject, criterion.id, wanted, by, TargetOrigin.RUBRIC)
    above = rung_above(criterion, stands)
    return None if above is None else Target(subject, criterion.id, above, by, TargetOrigin.NEXT_LEVEL)


def default_targets(rubric: Rubric, result: SubjectResult, by: date | None = None) -> tuple[Target, ...]:
    """Return the default target of every criterion that applies and is not at its top."""
    asked = [c for c in rubric.criteria() if result.criteria[c.id].state in {"answered", "unanswered"}]
    offered = (default_target(c, result.subject, result.criteria[c.id].value, by) for c in asked)
    return tuple(target for target in offered if target is not None)


def gaps(rubric: Rubric, result: SubjectResult, targets: Iterable[Target]) -> tuple[Gap, ...]:
    """Return how far a subject is from each of its targets, in file order.

    Targets of criteria that are not asked any more, or do not apply, are left out.
    """
    own = {target.criterion: target for target in targets if target.subject == result.subject}
    found = []
    for criterion in rubric.criteria():
        score = result.criteria[criterion.id]
        if criterion.id in own and score.state in {"answered", "unanswered"}:
            target = own[criterion.id]
            levels = None if score.value is None else climbed(criterion, score.value, target.value)
            found.append(Gap(target, criterion.title, score.value, levels))
    return tuple(found)


def below_target(found: Sequence[Gap]) -> tuple[str, ...]:
    """Return the criteria that have not reached their target."""
    return tuple(gap.target.criterion for gap in found if not gap.is_met)


def _rubric_target(criterion: Criterion) -> float | None:
    level = criterion.scale.level(criterion.default_target)
    return level.points if level else plain_number(criterion.default_target)

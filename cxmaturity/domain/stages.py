"""The staged level: foundations first, and what holds the next stage back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from cxmaturity.domain.numbers import TOLERANCE
from cxmaturity.domain.results import CriterionScore
from cxmaturity.domain.rubric import Criterion, Rubric, Stages


@dataclass(frozen=True, slots=True)
class Staged:
    """The stage reached (0: none), the next one, and the criteria in its way, cheapest first.

    ``needed`` of the blockers would do.
    """

    stage: int | None = None
    next_stage: int | None = None
    blockers: tuple[str, ...] = ()
    needed: int = 0


@dataclass(frozen=True, slots=True)
class _Count:
    total: int
    passed: int

    def short_of(self, share: float) -> int:
        return max(0, ceil(share * self.total - TOLERANCE) - self.passed)


def staged(rubric: Rubric, scores: dict[str, CriterionScore]) -> Staged:
    """Return the staged level of one subject.

    Stage s is reached when every stage up to s meets its requirements: of stage t's criteria the required
    share has points at or above ``pass_level``. Unanswered fails; not applicable and not applying leave.
    """
    if rubric.stages is None:
        return Staged()
    asked = [c for c in rubric.criteria() if c.stage is not None and _is_asked(scores[c.id])]
    failing = [c for c in asked if not _passes(scores[c.id], rubric.stages.pass_level)]
    counts = _counts(asked, failing)
    reached, following = _reached(rubric.stages, counts)
    if following is None:
        return Staged(reached)
    in_the_way = [c for c in failing if c.stage is not None and c.stage <= following]
    pass_level = rubric.stages.pass_level
    ordered = sorted(in_the_way, key=lambda c: (c.effort, _missing(c, scores[c.id], pass_level)))
    return Staged(reached, following, tuple(c.id for c in ordered), _needed(rubric.stages, counts, following))


def _is_asked(score: CriterionScore) -> bool:
    return score.state in {"answered", "unanswered"}


def _passes(score: CriterionScore, pass_level: float) -> bool:
    return score.state == "answered" and score.points is not None and score.points >= pass_level - TOLERANCE


def _missing(criterion: Criterion, score: CriterionScore, pass_level: float) -> float:
    """Return the points missing to the pass level; an unanswered criterion starts from its lowest points."""
    have = score.points if score.state == "answered" and score.points is not None else criterion.minimum
    return round(pass_level - have, 9)


def _counts(asked: Iterable[Criterion], failing: Iterable[Criterion]) -> dict[int, _Count]:
    total: dict[int, int] = {}
    failed: dict[int, int] = {}
    for criterion in asked:
        total[criterion.stage or 0] = total.get(criterion.stage or 0, 0) + 1
    for criterion in failing:
        failed[criterion.stage or 0] = failed.get(criterion.stage or 0, 0) + 1
    return {stage: _Count(n, n - failed.get(stage, 0)) for stage, n in total.items()}


def _reached(stages: Stages, counts: dict[int, _Count]) -> tuple[int, int | None]:
    reached = 0
    for stage in sorted(stages.require):
        if any(counts.get(t, _Count(0, 0)).short_of(share) for t, share in stages.require[stage].items()):
            return reached, stage
        reached = stage
    return reached, None


def _needed(stages: Stages, counts: dict[int, _Count], following: int) -> int:
    """Return how many more criteria must pass: per stage the strictest requirement up to the next stage."""
    strictest: dict[int, float] = {}
    for stage, require in stages.require.items():
        if stage <= following:
            for t, share in require.items():
                strictest[t] = max(strictest.get(t, 0.0), share)
    return sum(counts.get(t, _Count(0, 0)).short_of(share) for t, share in strictest.items())

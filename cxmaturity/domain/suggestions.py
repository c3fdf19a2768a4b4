"""What to do next: the rubric's own next steps, the most worthwhile first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from cxmaturity.domain.ladder import is_at_least, rung_above, rungs
from cxmaturity.domain.lift import scores_if
from cxmaturity.domain.results import SubjectResult
from cxmaturity.domain.rubric import Criterion, Rubric
from cxmaturity.domain.scoring import score_tallies
from cxmaturity.domain.tally import Tallies

IMPACT_IF_UNSTATED = 3
BLOCKER_COUNTS = 2.0
WAITS_COUNTS = 0.5
RULE = (
    "Priority = impact ÷ effort (each 1 to 5), doubled where it holds the next stage back, "
    "halved where another criterion has to come first."
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A next step for one criterion: from a level to the next (raw values), and what it would bring.

    ``gain`` is the change of the score if this level alone were reached. ``after`` names the criteria that
    have to come first.
    """

    criterion: str
    title: str
    step: str
    value: float | None
    to: float
    effort: int
    impact: int
    blocks: bool
    after: tuple[str, ...]
    gain: float | None
    priority: float


def suggestions(
    rubric: Rubric, tallies: Tallies, subject: str, taken: Collection[str] = ()
) -> tuple[Suggestion, ...]:
    """Return a subject's next steps, the highest priority first, then the larger gain, then file order.

    priority = impact / effort × (2 if the criterion is a blocker of the next stage) × (½ if a criterion that
    it depends on has not reached its stage's pass level, or, without stages, is unanswered or at its worst).
    ``taken`` are criteria with an action in hand; they, and criteria at their top, get no suggestion.
    """
    result = score_tallies(rubric, tallies).subject(subject)
    if result is None:
        return ()
    steps = [
        (criterion, to)
        for criterion in rubric.criteria()
        if criterion.id not in taken and (to := _next_rung(result, criterion)) is not None
    ]
    scores = scores_if(rubric, tallies, subject, [{criterion.id: to} for criterion, to in steps])
    found = [
        _suggestion(rubric, result, criterion, to, reached)
        for (criterion, to), reached in zip(steps, scores, strict=True)
    ]
    return tuple(sorted(found, key=lambda s: (-s.priority, -(s.gain or 0.0))))


def _next_rung(result: SubjectResult, criterion: Criterion) -> float | None:
    score = result.criteria[criterion.id]
    if score.state not in {"answered", "unanswered"}:
        return None
    return rung_above(criterion, _stands_at(criterion, score.value))


def _stands_at(criterion: Criterion, value: float | None) -> float:
    return rungs(criterion)[0] if value is None else value


def _suggestion(
    rubric: Rubric, result: SubjectResult, criterion: Criterion, to: float, reached: float | None
) -> Suggestion:
    value = result.criteria[criterion.id].value
    stands = _stands_at(criterion, value)
    after = tuple(name for name in criterion.depends_on if not _stands(rubric, result, name))
    blocks, impact = criterion.id in result.blockers, criterion.impact or IMPACT_IF_UNSTATED
    nearest = criterion.scale.nearest_level(stands)
    return Suggestion(
        criterion=criterion.id,
        title=criterion.title,
        step=criterion.next_step.get(nearest.id, "") if nearest else "",
        value=value,
        to=to,
        effort=criterion.effort,
        impact=impact,
        blocks=blocks,
        after=after,
        gain=None if reached is None or result.score is None else reached - result.score,
        priority=impact
        / criterion.effort
        * (BLOCKER_COUNTS if blocks else 1.0)
        * (WAITS_COUNTS if after else 1.0),
    )


def _stands(rubric: Rubric, result: SubjectResult, name: str) -> bool:
    """Tell whether a criterion that others depend on is far enough."""
    criterion, score = rubric.criterion(name), result.criteria.get(name)
    if criterion is None or score is None or score.state in {"not_applicable", "does_not_apply"}:
        return True
    if score.value is None or score.points is None:
        return False
    if rubric.stages is not None and criterion.stage is not None:
        return score.points >= rubric.stages.pass_level
    return not is_at_least(criterion, rungs(criterion)[0], score.value)

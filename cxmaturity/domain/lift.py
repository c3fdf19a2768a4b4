"""What a plan promised and what came of it, in points of the score: plan accuracy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from cxmaturity.domain.applicability import ROOT, applicability
from cxmaturity.domain.gates import ceiling
from cxmaturity.domain.ladder import climbed, is_at_least
from cxmaturity.domain.numbers import TOLERANCE
from cxmaturity.domain.panel import ANSWERED, combine
from cxmaturity.domain.planning import Action
from cxmaturity.domain.progress import contributions
from cxmaturity.domain.results import SubjectResult
from cxmaturity.domain.rubric import Criterion, Rubric
from cxmaturity.domain.scoring import score_tallies
from cxmaturity.domain.standing import gated
from cxmaturity.domain.tally import LEVEL, Tallies
from cxmaturity.domain.tree import Cells

Landing = Literal["landed", "partly", "unmoved", "fell", "not rated"]


@dataclass(frozen=True, slots=True)
class Landed:
    """What became of one promise; the values are raw points."""

    criterion: str
    title: str
    before: float | None
    promised: float
    after: float | None
    landing: Landing


@dataclass(frozen=True, slots=True)
class ActionLift:
    """One action's lift in score points, promised and realised, and what became of each promise."""

    action: str
    promised: float
    realised: float
    landings: tuple[Landed, ...]

    @property
    def accuracy(self) -> float | None:
        """Return realised / promised."""
        return share_of_promise(self.realised, self.promised)


@dataclass(frozen=True, slots=True)
class PlanAccuracy:
    """A whole plan's lift in score points, and each action's."""

    promised: float
    realised: float
    actions: tuple[ActionLift, ...]

    @property
    def accuracy(self) -> float | None:
        """Return realised / promised."""
        return share_of_promise(self.realised, self.promised)


def share_of_promise(realised: float, promised: float) -> float | None:
    """Return realised / promised; None where nothing was promised, as no share of that means a thing."""
    return realised / promised if promised > TOLERANCE else None


def with_values(rubric: Rubric, tallies: Tallies, subject: str, values: Mapping[str, float]) -> Tallies:
    """Return the tallies as if everybody had given a subject these raw values, by criterion."""
    if subject not in tallies.subjects:
        return tallies
    row = tallies.subjects.index(subject)
    criteria = tuple(dict.fromkeys([*tallies.criteria, *values]))
    given = [criteria.index(name) for name in values]
    people = max(int(tallies.raters[row]), rubric.assessors.minimum, 1)
    stays = ~((tallies.subject == row) & np.isin(tallies.criterion, given))
    raters = tallies.raters.copy()
    raters[row] = people
    return replace(
        tallies,
        criteria=criteria,
        subject=np.append(tallies.subject[stays], np.full(len(given), row)),
        criterion=np.append(tallies.criterion[stays], np.array(given, dtype=np.int64)),
        kind=np.append(tallies.kind[stays], np.full(len(given), LEVEL)),
        value=np.append(tallies.value[stays], np.array(list(values.values()), dtype=np.float64)),
        count=np.append(tallies.count[stays], np.full(len(given), people)),
        raters=raters,
    )


def scores_if(
    rubric: Rubric, tallies: Tallies, subject: str, variants: Sequence[Mapping[str, float]]
) -> list[float | None]:
    """Return the score that a subject would have in each variant (raw values by criterion)."""
    if subject not in tallies.subjects or not variants:
        return [None] * len(variants)
    panel, column = combine(rubric, tallies), tallies.subjects.index(subject)
    values, states = {}, {}
    for row, criterion in enumerate(panel.criteria):
        value = np.tile(panel.value[row], (len(variants), 1))
        state = np.tile(panel.state[row], (len(variants), 1))
        for i, variant in enumerate(variants):
            if criterion.id in variant:
                value[i, column], state[i, column] = variant[criterion.id], ANSWERED
        values[criterion.id], states[criterion.id] = value, state
    nodes, gates = gated(rubric, Cells(values, states, applicability(rubric, values, states)))
    share = nodes[ROOT].share
    scores = np.minimum(100 * share, ceiling(gates, share.shape))[:, column]
    return [None if np.isnan(score) else float(score) for score in scores]


def plan_accuracy(
    rubric: Rubric, before: Tallies, after: Tallies, subject: str, actions: Sequence[Action]
) -> PlanAccuracy:
    """Return lift realised against lift promised, for a subject between two cycles.

    Promised: what rescoring the earlier cycle with every promised level would have added. Realised: what the
    promised criteria brought to the change that came, so luck elsewhere flatters nobody. Both are split by
    criterion as `progress.contributions` does, and where several actions lift one criterion, among them in
    proportion to the levels each promised. A promise at or below the level of then promises nothing.
    The two cycles must be of one rubric; across versions hand over `likeforlike.common_ground`.
    """
    known = {c.id: c for c in rubric.criteria()}
    was, now = (_values(rubric, tallies, subject) for tallies in (before, after))
    steps = {action.id: _steps(action, known, was) for action in actions}
    best = _best_promises(actions, known, was)
    promised = _brought(rubric, before, with_values(rubric, before, subject, best), subject)
    realised = _brought(rubric, before, after, subject)
    lifts = []
    for action in actions:
        shares = {
            name: step / sum(s.get(name, 0.0) for s in steps.values())
            for name, step in steps[action.id].items()
        }
        lifts.append(
            ActionLift(
                action=action.id,
                promised=sum(share * promised.get(name, 0.0) for name, share in shares.items()),
                realised=sum(share * realised.get(name, 0.0) for name, share in shares.items()),
                landings=tuple(
                    _landed(known[p.criterion], was.get(p.criterion), p.value, now.get(p.criterion))
                    for p in action.promises
                    if p.criterion in known
                ),
            )
        )
    return PlanAccuracy(sum(a.promised for a in lifts), sum(a.realised for a in lifts), tuple(lifts))


def _values(rubric: Rubric, tallies: Tallies, subject: str) -> dict[str, float]:
    result: SubjectResult | None = score_tallies(rubric, tallies).subject(subject)
    scores = result.criteria.items() if result else ()
    return {name: score.value for name, score in scores if score.value is not None}


def _steps(action: Action, known: Mapping[str, Criterion], was: Mapping[str, float]) -> dict[str, float]:
    """Return the levels promised by criterion, those that lead upwards only."""
    found: dict[str, float] = {}
    for promise in action.promises:
        if promise.criterion in known:
            criterion = known[promise.criterion]
            start = was.get(criterion.id)
            step = 1.0 if start is None else climbed(criterion, start, promise.value)
            if step > TOLERANCE:
                found[criterion.id] = max(step, found.get(criterion.id, 0.0))
    return found


def _best_promises(
    actions: Sequence[Action], known: Mapping[str, Criterion], was: Mapping[str, float]
) -> dict[str, float]:
    best: dict[str, float] = {}
    for promise in (p for action in actions for p in action.promises if p.criterion in known):
        criterion = known[promise.criterion]
        stands = best.get(criterion.id, was.get(criterion.id))
        if stands is None or not is_at_least(criterion, stands, promise.value):
            best[criterion.id] = promise.value
    return best


def _brought(rubric: Rubric, before: Tallies, after: Tallies, subject: str) -> dict[str, float]:
    if subject not in before.subjects or subject not in after.subjects:
        return {}
    brought = contributions(rubric, before, after, [subject])[subject]
    return {name: float(np.nan_to_num(part)) for name, part in brought.items()}


def _landed(criterion: Criterion, before: float | None, promised: float, after: float | None) -> Landed:
    return Landed(
        criterion.id, criterion.title, before, promised, after, _landing(criterion, before, promised, after)
    )


def _landing(criterion: Criterion, before: float | None, promised: float, after: float | None) -> Landing:
    if after is None:
        return "not rated"
    if is_at_least(criterion, after, promised):
        return "landed"
    moved = 0.0 if before is None else climbed(criterion, before, after)
    if moved < -TOLERANCE:
        return "fell"
    return "partly" if moved > TOLERANCE else "unmoved"

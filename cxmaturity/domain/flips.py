"""What would change who is first: the nearest weight, and the smallest change of one answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from cxmaturity.domain.applicability import ROOT, applicability
from cxmaturity.domain.errors import ScoringError
from cxmaturity.domain.gates import ceiling, excluded
from cxmaturity.domain.linear import Linear, linear
from cxmaturity.domain.numbers import TOLERANCE, Array, Codes
from cxmaturity.domain.panel import worst_raw
from cxmaturity.domain.results import ScoreFlip, WeightFlip
from cxmaturity.domain.rubric import Criterion, Rubric
from cxmaturity.domain.standing import Standing, gated, standing
from cxmaturity.domain.tally import Tallies
from cxmaturity.domain.tree import Cells, Reading, evaluate

STEPS = 45  # halvings: 2⁻⁴⁵ of the range, finer than any figure shown
GRID = np.linspace(0.0, 1.0, 2001)
RIVALS = 6
SMALLEST_PRICE = 1e-9


def weight_flips(rubric: Rubric, tallies: Tallies) -> tuple[WeightFlip, ...]:
    """Return, per criterion, the nearest share of the total weight at which somebody else is first.

    The other criteria keep their proportions. Nearest first; criteria that cannot change the winner are left
    out. Empty where fewer than two subjects are ranked, where the first place is shared, or where the score
    is no weighted mean of its leaves. With complete answers every flip is the exact crossing of two lines;
    otherwise it is found by bisection to 1e-12.
    """
    now = standing(rubric, tallies)
    try:
        form = linear(rubric)
    except ScoringError:
        return ()
    race = _race(now)
    if race is None or len(form.leaves) < 2:
        return ()
    found = [flip for k in range(len(form.leaves)) for flip in _Weights(form, now, race).nearest(k)]
    return tuple(sorted(found, key=lambda flip: abs(flip.flips_at - flip.weight)))


@dataclass(frozen=True, slots=True)
class _Race:
    """The sole leader and the other ranked subjects, by index, best first."""

    leader: int
    rivals: Codes


def _race(now: Standing) -> _Race | None:
    ranked = np.flatnonzero(now.rank)
    order = ranked[np.argsort(now.rank[ranked], kind="stable")]
    if len(order) < 2 or now.rank[order[1]] == 1:
        return None
    return _Race(int(order[0]), order[1:])


@dataclass(frozen=True, slots=True)
class _Weights:
    """Margins of the leader as one criterion's weight moves between 0 and 1."""

    form: Linear
    now: Standing
    race: _Race

    def nearest(self, k: int) -> Iterator[WeightFlip]:
        crossings = self._lines(k) if self._is_complete() else self._search(k)
        weight = float(self.form.weights[k])
        found = [(abs(at - weight), at, rival) for at, rival in crossings if 0 <= at <= 1]
        if found:
            _, at, rival = min(found)
            leaf = self.form.leaves[k]
            yield WeightFlip(leaf.id, leaf.title, weight, at, self.now.panel.subjects[rival])

    def _is_complete(self) -> bool:
        racers = [self.race.leader, *self.race.rivals]
        shares = [self.now.nodes[leaf.id].share[racers] for leaf in self.form.leaves]
        caps = ceiling(list(self.now.gates), self.now.score.shape)[racers]
        adds = any(criterion.add for criterion in self.form.rubric.criteria())
        return not adds and not np.isnan(shares).any() and bool((caps >= 100).all())

    def _lines(self, k: int) -> Iterator[tuple[float, int]]:
        """Yield where each rival's straight line meets the leader's: score(x) = x·share + (1 − x)·rest."""
        shares = np.stack([self.now.nodes[leaf.id].share for leaf in self.form.leaves])
        others = np.delete(np.arange(len(self.form.leaves)), k)
        rest = self.form.weights[others] @ shares[others] / self.form.weights[others].sum()
        for rival in self.race.rivals:
            gap = rest[self.race.leader] - rest[rival]
            turn = gap - (shares[k][self.race.leader] - shares[k][rival])
            if abs(turn) > TOLERANCE:
                yield float(gap / turn), int(rival)

    def _search(self, k: int) -> Iterator[tuple[float, int]]:
        """Yield the nearest crossing on each side, where missing answers bend the lines."""
        weight = float(self.form.weights[k])
        margins = self._margins(k, GRID)
        for side in (np.flatnonzero(weight <= GRID), np.flatnonzero(weight >= GRID)[::-1]):
            lost = [i for i in side if margins[i].min() < -TOLERANCE]
            if lost:
                at = _bisect(lambda x: self._margins(k, x).min(axis=1) < 0, weight, float(GRID[lost[0]]))
                beyond = self._margins(k, np.array([at + (GRID[lost[0]] - at) * 1e-6]))
                yield at, int(self.race.rivals[int(beyond[0].argmin())])

    def _margins(self, k: int, at: Array) -> Array:
        """Return leader minus rival, shape (weights tried, rivals)."""
        others = np.delete(np.arange(len(self.form.leaves)), k)
        weights = np.empty((len(at), len(self.form.leaves)))
        weights[:, k] = at
        weights[:, others] = (1 - at)[:, None] * (self.form.weights[others] / self.form.weights[others].sum())
        reading = Reading(excluded=self.now.excluded, weights=self.form.node_weights(weights))
        share = evaluate(self.form.rubric, self.now.cells, reading)[ROOT].share
        score = np.minimum(100 * share, ceiling(list(self.now.gates), self.now.score.shape))
        margin: Array = score[:, [self.race.leader]] - score[:, self.race.rivals]
        return np.nan_to_num(margin)


def _bisect(
    is_beyond: Callable[[Array], np.ndarray[tuple[int], np.dtype[np.bool_]]], near: float, far: float
) -> float:
    for _ in range(STEPS):
        middle = (near + far) / 2
        near, far = (near, middle) if is_beyond(np.array([middle]))[0] else (middle, far)
    return far


def score_flips(rubric: Rubric, tallies: Tallies) -> tuple[ScoreFlip, ...]:
    """Return the smallest change of one combined raw value that puts somebody else first, smallest first.

    Tried are the leader's answers, made worse, and those of the six nearest rivals, made better, gates
    included. Changes are compared as shares of the criterion's range. Empty where nobody leads alone.
    """
    now = standing(rubric, tallies)
    race = _race(now)
    if race is None:
        return ()
    trials = list(_trials(now, [race.leader, *race.rivals[:RIVALS]], race.leader))
    if not trials:
        return ()
    moves = _Moves(rubric, now, race.leader, trials)
    return tuple(sorted(moves.flips(), key=lambda flip: flip.share_change))


@dataclass(frozen=True, slots=True)
class _Trial:
    """One cell to be moved from its raw value towards ``target``."""

    criterion: Criterion
    subject: int
    value: float
    target: float


def _trials(now: Standing, racers: Sequence[int], leader: int) -> Iterator[_Trial]:
    for subject in racers:
        for row, criterion in enumerate(now.panel.criteria):
            value = float(now.panel.value[row, subject])
            target = worst_raw(criterion) if subject == leader else best_raw(criterion)
            if not np.isnan(value) and now.cells.applies[criterion.id][subject] and value != target:
                yield _Trial(criterion, subject, value, target)


def best_raw(criterion: Criterion) -> float:
    """Return the raw points that earn the largest share; a price stays above 0."""
    if criterion.formula:
        return max(criterion.scale.minimum, SMALLEST_PRICE)
    return criterion.scale.minimum if criterion.is_turned else criterion.scale.maximum


@dataclass(frozen=True, slots=True)
class _Moves:
    """All trials at once: row t of every array has trial t's cell moved."""

    rubric: Rubric
    now: Standing
    leader: int
    trials: list[_Trial]

    def flips(self) -> Iterator[ScoreFlip]:
        far = np.ones(len(self.trials))
        first = self._first(far)
        near = np.zeros(len(self.trials))
        for _ in range(STEPS):
            middle = (near + far) / 2
            flipped = self._first(middle) != self.leader
            near, far = np.where(flipped, near, middle), np.where(flipped, middle, far)
        at_end = self._first(np.where(first == self.leader, 1.0, far))
        for t, trial in enumerate(self.trials):
            if first[t] != self.leader:
                moved = trial.value + float(far[t]) * (trial.target - trial.value)
                yield ScoreFlip(
                    subject=self.now.panel.subjects[trial.subject],
                    criterion=trial.criterion.id,
                    title=trial.criterion.title,
                    value=trial.value,
                    flips_at=round(moved, 9),
                    share_change=abs(moved - trial.value) / trial.criterion.scale.span,
                    new_first=self.now.panel.subjects[int(at_end[t])],
                )

    def _first(self, step: Array) -> Codes:
        """Return who is first in each trial at ``step`` (0–1) of the way; the leader keeps a tie."""
        cells = self._cells(step)
        nodes, gates = gated(self.rubric, cells)
        share = nodes[ROOT].share
        out = excluded(gates, share.shape) | self.now.provisional
        score = np.where(out | np.isnan(share), -np.inf, np.minimum(100 * share, ceiling(gates, share.shape)))
        best = score.max(axis=1)
        keeps = score[:, self.leader] >= best - TOLERANCE
        return np.where(keeps, self.leader, score.argmax(axis=1))

    def _cells(self, step: Array) -> Cells:
        shape = len(self.trials), len(self.now.panel.subjects)
        values = {name: np.broadcast_to(value, shape).copy() for name, value in self.now.cells.value.items()}
        states = {name: np.broadcast_to(state, shape) for name, state in self.now.cells.state.items()}
        for t, trial in enumerate(self.trials):
            values[trial.criterion.id][t, trial.subject] = trial.value + step[t] * (
                trial.target - trial.value
            )
        return replace(
            self.now.cells, value=values, state=states, applies=applicability(self.rubric, values, states)
        )

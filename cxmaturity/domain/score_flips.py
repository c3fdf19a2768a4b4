"""Which single answer would change who is first: for each the smallest change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cxmaturity.domain.applicability import applicability
from cxmaturity.domain.expression import Comparison, leaves_of
from cxmaturity.domain.numbers import TOLERANCE, Array, Codes
from cxmaturity.domain.results import ScoreFlip
from cxmaturity.domain.rubric import Criterion, Rubric
from cxmaturity.domain.standing import Standing, gated, standing
from cxmaturity.domain.tally import Tallies
from cxmaturity.domain.tree import Cells
from cxmaturity.domain.turns import first_of, nearest_turns, outcome, sole_leader

SMALLEST_PRICE = 1e-9
BESIDE = 2 * TOLERANCE  # just outside what counts as equal


def score_flips(rubric: Rubric, tallies: Tallies) -> tuple[ScoreFlip, ...]:
    """Return, per answer, the smallest change of the combined raw value that puts somebody else first.

    Every subject's answers are tried in both directions, gates, caps and conditions included; those that
    cannot change the winner are left out. Smallest first, changes compared as shares of the criterion's
    range. Empty where nobody leads alone.
    """
    now = standing(rubric, tallies)
    leader = sole_leader(now)
    if leader is None:
        return ()
    paths = list(_paths(rubric, now))
    moves = _Moves(rubric, now, leader, paths)
    smallest: dict[tuple[str, str], ScoreFlip] = {}
    for flip in sorted(moves.flips(), key=lambda flip: flip.share_change):
        smallest.setdefault((flip.subject, flip.criterion), flip)
    return tuple(smallest.values())


@dataclass(frozen=True, slots=True)
class _Path:
    """One answer on its way from its raw value to an end of the scale, with the values to look at."""

    row: int
    subject: int
    value: float
    target: float
    stops: Array


def _paths(rubric: Rubric, now: Standing) -> Iterator[_Path]:
    bounds = _bounds(rubric)
    for row, criterion in enumerate(now.panel.criteria):
        for subject in np.flatnonzero(now.cells.applies[criterion.id] & ~np.isnan(now.panel.value[row])):
            value = float(now.panel.value[row, subject])
            for target in _ends(criterion):
                if value != target:
                    yield _Path(row, int(subject), value, target, _stops(value, target, bounds[criterion.id]))


def _ends(criterion: Criterion) -> tuple[float, float]:
    """Return the ends of the scale in raw points; a price stays above 0."""
    low = criterion.scale.minimum
    return max(low, SMALLEST_PRICE) if criterion.formula else low, criterion.scale.maximum


def _bounds(rubric: Rubric) -> Mapping[str, Sequence[float]]:
    """Return the raw values at which gates and conditions look at each criterion."""
    bounds: dict[str, list[float]] = {criterion.id: [] for criterion in rubric.criteria()}
    for criterion in rubric.criteria():
        gate = criterion.gate
        bounds[criterion.id] += [b for b in (gate.below, gate.above) if b is not None] if gate else []
    for node in [child for section in rubric.root.sections() for child in section.children]:
        for part in leaves_of(node.applies_if) if node.applies_if else ():
            asked = rubric.criterion(part.criterion)
            if asked is not None and asked.id in bounds:
                ends = (asked.scale.minimum, asked.scale.maximum)
                bounds[asked.id] += [part.number] if isinstance(part, Comparison) else ends
    return bounds


def _stops(value: float, target: float, bounds: Sequence[float]) -> Array:
    """Return the steps (0–1) to look at first: both ends, and at and beside every bound between."""
    beside = [bound + side for bound in bounds for side in (-BESIDE, 0.0, BESIDE)]
    steps = (np.array(beside) - value) / (target - value)
    return np.unique(np.concatenate([[0.0], steps[(steps > 0) & (steps < 1)], [1.0]]))


@dataclass(frozen=True)
class _Moves:
    """Every answer moved along its path, one at a time."""

    rubric: Rubric
    now: Standing
    leader: int
    paths: list[_Path]

    def flips(self) -> Iterator[ScoreFlip]:
        subjects = self.now.panel.subjects
        cost = len(self.now.panel.criteria) * (len(subjects) if self._compares else 1)
        look = self._together if self._compares else self._alone
        found = nearest_turns(look, [path.stops for path in self.paths], self.leader, cost)
        for number, (step, who) in found.items():
            path = self.paths[number]
            criterion = self.now.panel.criteria[path.row]
            moved = path.value + step * (path.target - path.value)
            yield ScoreFlip(
                subject=subjects[path.subject],
                criterion=criterion.id,
                title=criterion.title,
                value=path.value,
                flips_at=moved,
                share_change=abs(moved - path.value) / criterion.scale.span,
                new_first=subjects[who],
            )

    @cached_property
    def _compares(self) -> bool:
        """True where one subject's answer can move another's score."""
        return any(criterion.formula for criterion in self.now.panel.criteria)

    @cached_property
    def _facts(self) -> tuple[Codes, Codes, Array, Array]:
        """Row, subject, value and way to go of every path."""
        rows, subjects = (np.array([getattr(p, name) for p in self.paths]) for name in ("row", "subject"))
        values = np.array([path.value for path in self.paths])
        return rows, subjects, values, np.array([path.target for path in self.paths]) - values

    @cached_property
    def _standing(self) -> Array:
        return np.where(self.now.rank > 0, self.now.score, -np.inf)

    def _alone(self, path: Codes, step: Array) -> Codes:
        """Look at the moved subject only, a column for each point; the others stand as they are."""
        rows, subjects, values, ways = (fact[path] for fact in self._facts)
        panel, moved = self.now.panel, values + step * ways
        score, trips = self._scored(
            [np.where(rows == row, moved, value[subjects]) for row, value in enumerate(panel.value)],
            [state[subjects] for state in panel.state],
        )
        second = np.argsort(-self._standing, kind="stable")[1]
        falls = score < self._standing[second] - TOLERANCE
        rises = score > self._standing[self.leader] + TOLERANCE
        of_leader = subjects == self.leader
        new = np.where(of_leader, second, subjects)
        return np.column_stack([np.where(np.where(of_leader, falls, rises), new, self.leader), trips])

    def _together(self, path: Codes, step: Array) -> Codes:
        """Look at all subjects, a row for each point."""
        rows, subjects, values, ways = (fact[path][:, None] for fact in self._facts)
        panel, moved = self.now.panel, values + step[:, None] * ways
        here = subjects == np.arange(len(panel.subjects))
        score, trips = self._scored(
            [np.where(here & (rows == row), moved, value) for row, value in enumerate(panel.value)],
            [np.broadcast_to(state, here.shape) for state in panel.state],
        )
        return np.column_stack([first_of(score, self.leader), trips])

    def _scored(self, values: Sequence[Array], states: Sequence[Codes]) -> tuple[Array, Codes]:
        names = [criterion.id for criterion in self.now.panel.criteria]
        value, state = dict(zip(names, values, strict=True)), dict(zip(names, states, strict=True))
        cells = Cells(value, state, applicability(self.rubric, value, state))
        return outcome(*gated(self.rubric, cells), self.rubric.min_coverage)

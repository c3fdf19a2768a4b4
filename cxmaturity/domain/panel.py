"""From counts of answers to one combined raw value per criterion and subject, and how people differed.

All arrays are (criteria, subjects), criteria in file order without the retired ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cxmaturity.domain.numbers import TOLERANCE, Array, Codes, Mask, at_least, half_up
from cxmaturity.domain.rubric import Criterion, Rubric
from cxmaturity.domain.tally import DONT_KNOW, LEVEL, NOT_APPLICABLE, Tallies

UNANSWERED, ANSWERED, DECLARED_NOT_APPLICABLE = 0, 1, 2
NO_FLAG, SPLIT, SPREAD, LONE = 0, 1, 2, 3
FLAG_NEEDS = 4
END_OF_RANGE = 0.4
SHARE_OF_PEOPLE = 0.25
FEW_VALUES = 32


@dataclass(frozen=True, slots=True)
class Panel:
    """What the assessors said together.

    ``value`` is the combined raw value (NaN where unanswered), ``state`` one of UNANSWERED, ANSWERED,
    DECLARED_NOT_APPLICABLE; ``lowest`` and ``highest`` are the extremes of single answers;
    ``spread`` is the interquartile range (NaN under 2 levels); ``flag`` one of NO_FLAG, SPLIT, SPREAD, LONE.
    ``cell``, ``point`` and ``people`` list the distinct raw values that people gave, without added blanks;
    ``cell`` = criterion × subjects + subject.
    """

    criteria: tuple[Criterion, ...]
    subjects: tuple[str, ...]
    value: Array
    state: Codes
    n: Codes
    not_applicable: Codes
    dont_know: Codes
    lowest: Array
    highest: Array
    spread: Array
    flag: Codes
    cell: Codes
    point: Array
    people: Codes


@dataclass(frozen=True)
class _Levels:
    """Distinct raw values with their counts, sorted by cell and value."""

    cells: int
    cell: Codes
    value: Array
    count: Codes

    @cached_property
    def n(self) -> Codes:
        return self.total(self.count)

    @cached_property
    def upto(self) -> Codes:
        return np.cumsum(self.count)

    def total(self, weights: Codes | Array) -> Codes:
        return np.bincount(self.cell, weights=weights, minlength=self.cells).astype(np.int64)

    def sums(self) -> Array:
        totals = np.bincount(self.cell, weights=self.value * self.count, minlength=self.cells)
        return totals.astype(np.float64)

    def order_statistic(self, place: Codes) -> Array:
        """Return the value at 0-based ``place`` of each cell; NaN where the cell is empty."""
        n = self.n
        if not len(self.value):
            return np.full(self.cells, np.nan)
        before = np.cumsum(n) - n
        index = np.searchsorted(self.upto, before + np.clip(place, 0, None), side="right")
        return np.where(n > 0, self.value[np.minimum(index, len(self.value) - 1)], np.nan)

    def quantile(self, q: float) -> Array:
        """Return the q-quantile of each cell by linear interpolation (type 7 of Hyndman and Fan 1996)."""
        place = np.clip(self.n - 1, 0, None) * q
        floor = np.floor(place + TOLERANCE).astype(np.int64)
        low, high = self.order_statistic(floor), self.order_statistic(np.minimum(floor + 1, self.n - 1))
        between: Array = low + (high - low) * np.clip(place - floor, 0, 1)
        return between


def combine(rubric: Rubric, tallies: Tallies) -> Panel:
    """Combine the assessors' raw points as the rubric's ``assessors`` rule says.

    ``missing: zero`` first adds the worst level for each assessor who rated the subject but left the
    criterion blank; those count as levels everywhere below. Tallies of retired or unknown criteria are
    ignored.
    """
    criteria = rubric.criteria()
    shape = (len(criteria), len(tallies.subjects))
    cell = _cells(criteria, tallies)
    not_applicable = _count(cell, tallies.count, (tallies.kind == NOT_APPLICABLE) & (cell >= 0), shape)
    dont_know = _count(cell, tallies.count, (tallies.kind == DONT_KNOW) & (cell >= 0), shape)
    given = levels = _levels(cell, tallies, shape)
    if rubric.assessors.missing == "zero":
        levels = _with_blanks(given, criteria, tallies.raters, not_applicable + dont_know)
    n = levels.n.reshape(shape)
    enough = n >= max(1, rubric.assessors.minimum)
    value = np.where(enough, rounded(rubric, _combined(rubric, levels).reshape(shape)), np.nan)
    only_not_applicable = (n == 0) & (dont_know == 0) & (not_applicable > 0)
    state = np.where(enough, ANSWERED, np.where(only_not_applicable, DECLARED_NOT_APPLICABLE, UNANSWERED))
    spread = levels.quantile(0.75) - levels.quantile(0.25)
    return Panel(
        criteria=criteria,
        subjects=tallies.subjects,
        value=value,
        state=state,
        n=n,
        not_applicable=not_applicable,
        dont_know=dont_know,
        lowest=levels.order_statistic(np.zeros_like(levels.n)).reshape(shape),
        highest=levels.order_statistic(levels.n - 1).reshape(shape),
        spread=np.where(n >= 2, spread.reshape(shape), np.nan),
        flag=_flags(criteria, levels, spread).reshape(shape),
        cell=given.cell,
        point=given.value,
        people=given.count,
    )


def _cells(criteria: tuple[Criterion, ...], tallies: Tallies) -> Codes:
    place = {criterion.id: i for i, criterion in enumerate(criteria)}
    rows = np.array([place.get(name, -1) for name in tallies.criteria], dtype=np.int64)
    if not len(rows):
        return np.zeros(0, dtype=np.int64)
    row = rows[tallies.criterion]
    return np.where(row >= 0, row * len(tallies.subjects) + tallies.subject, -1)


def _count(cell: Codes, count: Codes, keep: Mask, shape: tuple[int, int]) -> Codes:
    totals = np.bincount(cell[keep], weights=count[keep], minlength=shape[0] * shape[1])
    return totals.astype(np.int64).reshape(shape)


def _levels(cell: Codes, tallies: Tallies, shape: tuple[int, int]) -> _Levels:
    keep = (tallies.kind == LEVEL) & (cell >= 0)
    return _sorted(shape[0] * shape[1], cell[keep], tallies.value[keep], tallies.count[keep])


def _sorted(cells: int, cell: Codes, value: Array, count: Codes) -> _Levels:
    """Return the levels by cell and value; few distinct values are counted into a grid, which is quicker."""
    distinct, code = np.unique(value, return_inverse=True)
    if len(distinct) > FEW_VALUES:
        order = np.lexsort((value, cell))
        return _Levels(cells, cell[order], value[order], count[order])
    grid = np.bincount(cell * len(distinct) + code, weights=count, minlength=cells * len(distinct))
    filled = np.flatnonzero(grid)
    where, which = np.divmod(filled, max(len(distinct), 1))
    return _Levels(cells, where, distinct[which], grid[filled].astype(np.int64))


def _with_blanks(levels: _Levels, criteria: tuple[Criterion, ...], raters: Codes, other: Codes) -> _Levels:
    given = levels.n.reshape(other.shape) + other
    blanks = np.clip(raters[None, :] - given, 0, None).ravel()
    worst = np.repeat([worst_raw(criterion) for criterion in criteria], len(raters))
    cell = np.concatenate([levels.cell, np.flatnonzero(blanks)])
    value = np.concatenate([levels.value, worst[blanks > 0]])
    count = np.concatenate([levels.count, blanks[blanks > 0]])
    return _sorted(levels.cells, cell, value, count)


def worst_raw(criterion: Criterion) -> float:
    """Return the raw points that earn the smallest share."""
    high_is_bad = criterion.is_turned or criterion.formula is not None
    return criterion.scale.maximum if high_is_bad else criterion.scale.minimum


def _combined(rubric: Rubric, levels: _Levels) -> Array:
    n = np.where(levels.n > 0, levels.n, 1)
    match rubric.assessors.aggregate:
        case "median":
            value = levels.quantile(0.5)
        case "trimmed_mean":
            ends = levels.order_statistic(np.zeros_like(n)) + levels.order_statistic(levels.n - 1)
            trimmed = (levels.sums() - ends) / np.where(n > 2, n - 2, 1)
            value = np.where(n > 2, trimmed, levels.sums() / n)
        case _:
            value = levels.sums() / n
    return value


def rounded(rubric: Rubric, value: Array) -> Array:
    """Return combined raw values (…, criteria, subjects), rounded as the rubric says.

    A price that would become 0 stays as it is, as nothing can be compared with a price of 0.
    """
    if rubric.assessors.round is None:
        return value
    whole = half_up(value, rubric.assessors.round)
    priced = np.array([[criterion.formula is not None] for criterion in rubric.criteria()], dtype=bool)
    return np.where(priced & (whole <= 0), value, whole)


def _flags(criteria: tuple[Criterion, ...], levels: _Levels, spread: Array) -> Codes:
    """Return split, spread or lone per cell, by the rules of the command line's JSON (at least 4 levels)."""
    subjects = levels.cells // max(len(criteria), 1)
    minimum = np.repeat([c.scale.minimum for c in criteria], subjects)
    span = np.repeat([c.scale.span for c in criteria], subjects)
    n = levels.n
    where = levels.cell
    low = at_least(minimum[where] + END_OF_RANGE * span[where], levels.value)
    high = at_least(levels.value, minimum[where] + (1 - END_OF_RANGE) * span[where])
    far = at_least(np.abs(levels.value - levels.quantile(0.5)[where]), span[where] / 2)
    some = SHARE_OF_PEOPLE * n
    split = at_least(levels.total(levels.count * low), some) & at_least(
        levels.total(levels.count * high), some
    )
    wide = at_least(spread, span / 2)
    lone = levels.total(levels.count * far) == 1
    flag = np.select([split, wide, lone], [SPLIT, SPREAD, LONE], NO_FLAG)
    return np.where(n >= FLAG_NEEDS, flag, NO_FLAG)

"""How fast a series moves: a robust slope with its range, and two ways of looking back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from math import floor, sqrt
from statistics import NormalDist, median

from cxmaturity.domain.calendar import Period, same_time_last_year

DAYS_A_YEAR = 365.25
COVERAGE = 0.80  # of the range, as everywhere in the product


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a series, on a local date."""

    on: date
    value: float


@dataclass(frozen=True, slots=True)
class Pace:
    """Units a year: the robust slope and its 80 % range."""

    a_year: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Movement:
    """The same figure seen twice: against the cycle before, and against the same time a year before.

    Where a season moves the figure, only the second tells whether it got better.
    """

    period: str
    value: float
    since_before: float | None
    since_last_year: float | None


def pace(points: Sequence[Point]) -> Pace:
    """Return the pace of at least two points on different dates.

    The slope is the median of all pairwise slopes (Theil 1950); its range keeps the pairs that Kendall's
    test cannot tell apart, √(n(n − 1)(2n + 5)/18) wide (Sen 1968). One wild cycle does not turn it.
    """
    pairs = [(a, b) for a, b in combinations(sorted(points, key=lambda p: p.on), 2) if a.on < b.on]
    slopes = sorted((b.value - a.value) / ((b.on - a.on).days / DAYS_A_YEAR) for a, b in pairs)
    n = len(points)
    width = NormalDist().inv_cdf((1 + COVERAGE) / 2) * sqrt(n * (n - 1) * (2 * n + 5) / 18)
    low = max(floor((len(slopes) - width) / 2), 0)
    return Pace(median(slopes), slopes[low], slopes[len(slopes) - 1 - low])


def movements(series: Sequence[tuple[Period, float]]) -> tuple[Movement, ...]:
    """Return each period's change since the one before and since the same time a year before."""
    periods = [period for period, _ in series]
    values = {period.label: value for period, value in series}
    found = []
    for i, (period, value) in enumerate(series):
        last_year = same_time_last_year(periods[:i], period)
        found.append(
            Movement(
                period.label,
                value,
                value - series[i - 1][1] if i else None,
                None if last_year is None else value - values[last_year.label],
            )
        )
    return tuple(found)

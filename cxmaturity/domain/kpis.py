"""Measured figures: baseline, objective and actual, compared only where they are measured the same way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from types import MappingProxyType

from cxmaturity.domain.calendar import day_text
from cxmaturity.domain.errors import RefusedError
from cxmaturity.domain.ladder import earned
from cxmaturity.domain.numbers import TOLERANCE
from cxmaturity.domain.reading import listed
from cxmaturity.domain.rubric import KPI, Criterion, Level, Rubric

MOVED = 0.05  # of the earlier figure: what a careful reader would call a move
STALE_AFTER: Mapping[str, int] = MappingProxyType(  # a cadence and a few days' grace, in days
    {
        **dict.fromkeys(("day", "daily"), 3),
        **dict.fromkeys(("week", "weekly"), 8),
        **dict.fromkeys(("month", "monthly"), 32),
        **dict.fromkeys(("quarter", "quarterly"), 95),
        **dict.fromkeys(("year", "yearly"), 370),
    }
)


@dataclass(frozen=True, slots=True)
class KPIReading:
    """One figure, with how it was measured; ``on`` is the last local day that it covers.

    ``n`` is how many contacts, customers or answers it rests on, where that is known.
    """

    kpi: str
    subject: str
    on: date
    value: float
    definition: str = ""
    method: str = ""
    clock: str = ""
    source: str = ""
    n: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class KPIGoal:
    """From a baseline to an objective by a date; the goal set last is in force, earlier ones are history."""

    kpi: str
    subject: str
    baseline: KPIReading
    objective: float
    by: date
    set_on: date
    reason: str = ""


def taken_as(kpi: KPI, subject: str, on: date, value: float, source: str = "") -> KPIReading:
    """Return a reading measured as the rubric defines the KPI."""
    return KPIReading(kpi.id, subject, on, value, kpi.definition, kpi.method, kpi.clock, source)


def differences(one: KPIReading, other: KPIReading) -> tuple[str, ...]:
    """Return what was measured differently: definition, method, clock; letter case and blanks apart."""
    names = ("definition", "method", "clock")
    return tuple(n for n in names if _folded(getattr(one, n)) != _folded(getattr(other, n)))


def gain(kpi: KPI, before: KPIReading, after: KPIReading) -> float:
    """Return how much better a figure became, in the KPI's unit; negative where it got worse.

    Raises:
        RefusedError: the two were not measured the same way.
    """
    different = differences(before, after)
    if different:
        raise RefusedError(
            f"{kpi.title} of {day_text(before.on)} and of {day_text(after.on)} differ in "
            f"{listed(different, 'and')}, so they are not compared. Set a new baseline."
        )
    return (after.value - before.value) * (1 if kpi.direction == "up" else -1)


def series(readings: Iterable[KPIReading], kpi: str, subject: str, on: date) -> tuple[KPIReading, ...]:
    """Return a subject's readings up to a day that are measured like the newest of them, oldest first."""
    own = sorted(
        (r for r in readings if (r.kpi, r.subject) == (kpi, subject) and r.on <= on), key=lambda r: r.on
    )
    return tuple(r for r in own if not differences(r, own[-1]))


def actual(readings: Iterable[KPIReading], kpi: str, subject: str, on: date) -> KPIReading | None:
    """Return the newest reading up to a day."""
    own = series(readings, kpi, subject, on)
    return own[-1] if own else None


def is_stale(kpi: KPI, reading: KPIReading | None, today: date) -> bool:
    """Tell whether a figure is older than its cadence allows; a cadence in other words never goes stale."""
    limit = STALE_AFTER.get(_folded(kpi.cadence))
    return limit is not None and (reading is None or (today - reading.on).days > limit)


def share_of_way(goal: KPIGoal, reading: KPIReading) -> float | None:
    """Return how much of the way from baseline to objective is done: 1 at the objective, negative if worse.

    None where the objective is the baseline, or where the figure is measured another way than the baseline.
    """
    way = goal.objective - goal.baseline.value
    if abs(way) < TOLERANCE or differences(goal.baseline, reading):
        return None
    return (reading.value - goal.baseline.value) / way


def is_reached(kpi: KPI, goal: KPIGoal, reading: KPIReading) -> bool:
    """Tell whether a figure measured like the baseline is at the objective or beyond."""
    return not differences(goal.baseline, reading) and not _is_better(kpi, goal.objective, reading.value)


def next_objective(kpi: KPI, goal: KPIGoal, reading: KPIReading) -> float:
    """Return the objective to offer: the present one until it is reached, then the next published figure.

    Beyond the last published figure it is the same stride again.
    """
    if not is_reached(kpi, goal, reading):
        return goal.objective
    ahead = [r.at for r in kpi.reference if _is_better(kpi, r.at, reading.value)]
    if ahead:
        return min(ahead, key=lambda figure: abs(figure - reading.value))
    return reading.value + (goal.objective - goal.baseline.value)


def rebased(
    goal: KPIGoal, reading: KPIReading, objective: float, *, by: date, on: date, reason: str
) -> KPIGoal:
    """Return the next goal, from a new baseline; the only way on when a figure is measured another way.

    Raises:
        RefusedError: no reason, or the objective is the new baseline.
    """
    if not reason.strip():
        raise RefusedError("Say why the benchmark changes; the chart shows it where the line breaks.")
    if abs(objective - reading.value) < TOLERANCE:
        raise RefusedError("The objective is where the figure stands already; set one that is ahead.")
    return KPIGoal(goal.kpi, goal.subject, reading, objective, by, on, reason.strip())


def proposed_level(criterion: Criterion, kpi: KPI, value: float) -> Level | None:
    """Return the best level whose threshold the figure meets; None where it meets none.

    A KPI whose direction is down reads its thresholds as "at most", one that goes up as "at least". A
    proposal: a person confirms it or overrides it with a reason.
    """
    if criterion.measure is None or criterion.measure.kpi != kpi.id:
        return None
    met = [
        name for name, figure in criterion.measure.thresholds.items() if not _is_better(kpi, figure, value)
    ]
    levels = [level for level in criterion.scale.levels if level.id in met]
    return max(levels, key=lambda level: earned(criterion, level.points), default=None)


def has_moved(before: KPIReading, after: KPIReading, share: float = MOVED) -> bool:
    """Tell whether a figure moved by ``share`` of the earlier one or more, or is measured another way now."""
    if differences(before, after):
        return True
    step = abs(after.value - before.value)
    return step > TOLERANCE and step >= share * abs(before.value) - TOLERANCE


def moved_criteria(
    rubric: Rubric, readings: Sequence[KPIReading], subject: str, since: date, today: date
) -> tuple[str, ...]:
    """Return the criteria one of whose KPIs moved between two days, in file order."""
    moved = set()
    for kpi in rubric.kpis:
        before, after = (actual(readings, kpi.id, subject, day) for day in (since, today))
        if before is not None and after is not None and has_moved(before, after):
            moved.add(kpi.id)
    return tuple(c.id for c in rubric.criteria() if moved & {*c.kpis, c.measure.kpi if c.measure else ""})


def worsened_in_a_row(kpi: KPI, own: Sequence[KPIReading]) -> int:
    """Return how often running, up to now, each figure of a series was worse than the one before."""
    count = 0
    for before, after in pairwise(own):
        count = count + 1 if gain(kpi, before, after) < -TOLERANCE else 0
    return count


def _is_better(kpi: KPI, one: float, other: float) -> bool:
    return one > other + TOLERANCE if kpi.direction == "up" else one < other - TOLERANCE


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())

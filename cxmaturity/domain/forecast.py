"""When a target will be reached if the pace holds: a date with a range, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from cxmaturity.domain.numbers import TOLERANCE
from cxmaturity.domain.pace import DAYS_A_YEAR, Pace, Point, pace

FEWEST_CYCLES = 3
FURTHEST_YEARS = 20  # beyond that a date says nothing
Outcome = Literal["refused", "reached", "not at this pace", "expected"]


@dataclass(frozen=True, slots=True)
class BaseRate:
    """What others managed: shown beside every forecast, so that hope meets a published figure."""

    text: str
    source: str


BASE_RATE = BaseRate(
    "Fewer than 5 % of call centres improve first contact resolution and customer satisfaction "
    "by 5 % or more in a year.",
    "SQM Group, December 2021",
)


@dataclass(frozen=True, slots=True)
class Forecast:
    """A forecast to a target, or why there is none (``why`` is a sentence).

    ``pace`` is what was, ``needed`` what it takes to be there by ``by``, both in units a year. ``latest``
    is None where the slow end of the range never arrives.
    """

    outcome: Outcome
    why: str
    target: float
    by: date | None = None
    pace: Pace | None = None
    needed: float | None = None
    expected_on: date | None = None
    earliest: date | None = None
    latest: date | None = None

    @property
    def is_in_time(self) -> bool | None:
        """True where the expected date is no later than the target's; None where either is missing."""
        if self.expected_on is None or self.by is None:
            return None
        return self.expected_on <= self.by


def forecast(
    points: Sequence[Point],
    target: float,
    *,
    by: date | None = None,
    direction: Literal["up", "down"] = "up",
    today: date | None = None,
) -> Forecast:
    """Return when a series of comparable cycles reaches a target, counted from its newest value.

    Hand over the like-for-like line, never one that crosses a change of rubric. Under three cycles there is
    no forecast; a flat or falling series does not arrive "at this pace". Nothing that is still ahead is
    expected before ``today``.
    """
    ordered = sorted(points, key=lambda point: point.on)
    dates = {point.on for point in ordered}
    if len(dates) < FEWEST_CYCLES:
        why = f"A forecast needs {FEWEST_CYCLES} comparable cycles; there are {len(dates)}."
        return Forecast("refused", why, target, by)
    sign = 1 if direction == "up" else -1
    now, speed = ordered[-1], pace(ordered)
    left = (target - now.value) * sign
    if left <= TOLERANCE:
        return Forecast("reached", "The target is reached.", target, by, speed)
    needed = _needed(target - now.value, now.on, by)
    quick, slow = (speed.high, speed.low) if direction == "up" else (-speed.low, -speed.high)
    expected = _arrival(now.on, left, speed.a_year * sign)
    if expected is None:
        why = "Not at this pace: the cycles so far do not lead there."
        return Forecast("not at this pace", why, target, by, speed, needed)
    return Forecast(
        outcome="expected",
        why="If the pace holds.",
        target=target,
        by=by,
        pace=speed,
        needed=needed,
        expected_on=_not_before(today, expected),
        earliest=_not_before(today, _arrival(now.on, left, quick)),
        latest=_not_before(today, _arrival(now.on, left, slow)),
    )


def _not_before(today: date | None, day: date | None) -> date | None:
    return day if day is None or today is None else max(day, today)


def _needed(left: float, now: date, by: date | None) -> float | None:
    """Return the pace that arrives in time; None without a date, or where it has passed."""
    return None if by is None or by <= now else left / ((by - now).days / DAYS_A_YEAR)


def _arrival(now: date, left: float, a_year: float) -> date | None:
    if a_year <= TOLERANCE or left / a_year > FURTHEST_YEARS:
        return None
    return now + timedelta(days=round(left / a_year * DAYS_A_YEAR))

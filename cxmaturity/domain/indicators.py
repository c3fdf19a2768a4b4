"""Early indicators: a first sign, with a threshold and a check date, that an initiative works or does not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from cxmaturity.domain.errors import RefusedError
from cxmaturity.domain.numbers import TOLERANCE

State = Literal["waiting", "due", "met", "missed"]


@dataclass(frozen=True, slots=True)
class EarlyIndicator:
    """What should be seen by ``check_on`` at the latest; ``kpi`` is empty where it is no KPI of the rubric.

    ``direction`` "up": the reading must be at least the threshold; "down": at most.
    """

    title: str
    threshold: float
    direction: Literal["up", "down"]
    check_on: date
    kpi: str = ""
    reading: float | None = None
    read_on: date | None = None


def reading_taken(indicator: EarlyIndicator, value: float, on: date) -> EarlyIndicator:
    """Return the indicator with its newest reading."""
    return replace(indicator, reading=value, read_on=on)


def state(indicator: EarlyIndicator, today: date) -> State:
    """Return where the indicator stands.

    A good reading counts at once; a bad one only when taken on the check date or later. Without one the
    check is due from its date on.
    """
    if indicator.reading is None or indicator.read_on is None:
        return "due" if today >= indicator.check_on else "waiting"
    if _is_reached(indicator, indicator.reading):
        return "met"
    if indicator.read_on >= indicator.check_on:
        return "missed"
    return "due" if today >= indicator.check_on else "waiting"


def checked_again(indicator: EarlyIndicator, check_on: date, today: date) -> EarlyIndicator:
    """Return the indicator with a later check date and no reading yet.

    Raises:
        RefusedError: the date is not to come.
    """
    if check_on <= today:
        raise RefusedError("The next check needs a date that is still to come.")
    return replace(indicator, check_on=check_on, reading=None, read_on=None)


def _is_reached(indicator: EarlyIndicator, value: float) -> bool:
    if indicator.direction == "up":
        return value >= indicator.threshold - TOLERANCE
    return value <= indicator.threshold + TOLERANCE

"""Fiscal quarters and local dates: one organisation, one time zone.

Periods are local dates from ``starts_on`` up to, without, ``ends_on``. Instants are naive UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from cxmaturity.domain.errors import RefusedError
from cxmaturity.domain.reading import did_you_mean, shown

PERIOD = re.compile(
    r"(?P<year>[12]\d{3})(-?Q(?P<number>[1-4])|-(?P<month>0[1-9]|1[0-2]))?"
    r"|Q(?P<before>[1-4]) (?P<after>[12]\d{3})|FY(?P<fiscal>\d\d) Q(?P<of_it>[1-4])"
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NEAR_A_YEAR = timedelta(days=45)  # half a quarter: how far "the same time last year" may be off


@dataclass(frozen=True, slots=True)
class Period:
    """A named stretch of local dates, such as a cycle."""

    label: str
    starts_on: date
    ends_on: date

    def contains(self, day: date) -> bool:
        """Tell whether a local date lies in it."""
        return self.starts_on <= day < self.ends_on


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a fiscal year that begins in ``first_month``; the year is named after the one it ends in.

    Raises:
        RefusedError: a number outside 1–4 or a month outside 1–12.
    """

    year: int
    number: int
    first_month: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.first_month <= 12:
            raise RefusedError(f"The fiscal year begins in month {self.first_month}; it must be 1 to 12.")
        if not 1 <= self.number <= 4:
            raise RefusedError(f"There is no quarter {self.number}; it must be 1 to 4.")

    @property
    def starts_on(self) -> date:
        """Return its first day."""
        return _month_start(self._month)

    @property
    def ends_on(self) -> date:
        """Return the first day after it."""
        return _month_start(self._month + 3)

    @property
    def label(self) -> str:
        """Return ``Q4 2026``, or ``FY27 Q1`` where the fiscal year is not the calendar year."""
        if self.first_month == 1:
            return f"Q{self.number} {self.year}"
        return f"FY{self.year % 100:02d} Q{self.number}"

    @property
    def period(self) -> Period:
        """Return it as a named stretch of dates."""
        return Period(self.label, self.starts_on, self.ends_on)

    def moved(self, quarters: int) -> Quarter:
        """Return the quarter so many quarters later; earlier where the number is negative."""
        years, place = divmod(self.number - 1 + quarters, 4)
        return Quarter(self.year + years, place + 1, self.first_month)

    def following(self) -> Quarter:
        """Return the next quarter."""
        return self.moved(1)

    def previous(self) -> Quarter:
        """Return the quarter before."""
        return self.moved(-1)

    def a_year_before(self) -> Quarter:
        """Return the same quarter of the year before."""
        return self.moved(-4)

    @property
    def _month(self) -> int:
        """Return its first month, counted from January of year 0."""
        begins = self.year if self.first_month == 1 else self.year - 1
        return begins * 12 + self.first_month - 1 + 3 * (self.number - 1)


def quarter_of(day: date, first_month: int = 1) -> Quarter:
    """Return the fiscal quarter that contains a local date."""
    years, months = divmod(day.year * 12 + day.month - first_month, 12)
    return Quarter(years if first_month == 1 else years + 1, months // 3 + 1, first_month)


def last_day_of(period: str, first_month: int = 1) -> date | None:
    """Return the last day of a period as people write it; None where it is none.

    ``2026`` and ``2026-03`` are a calendar year and month, ``Q1 2026`` and ``2026-Q1`` a calendar quarter,
    ``FY27 Q1`` one of the fiscal year that begins in ``first_month`` and is named after the year it ends in.
    """
    found = PERIOD.fullmatch(period.strip().upper())
    if found is None:
        return None
    year, number, month = (int(found[name] or 0) for name in ("year", "number", "month"))
    if found["fiscal"]:
        ends = Quarter(2000 + int(found["fiscal"]), int(found["of_it"]), first_month).ends_on
    elif found["before"] or number:
        year, number = (year, number) if number else (int(found["after"]), int(found["before"]))
        ends = Quarter(year, number).ends_on
    else:
        ends = _month_start(year * 12 + (month or 12))
    return ends - timedelta(days=1)


def zone_named(name: str) -> ZoneInfo:
    """Return the time zone with this IANA name, such as ``Europe/Berlin``.

    Raises:
        RefusedError: there is none.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        start = name[: name.find("/") + 2]  # the area and a letter: six hundred names are too many to compare
        hint = did_you_mean(name, (zone for zone in available_timezones() if zone.startswith(start)))
        message = f'{shown(name)} is no time zone; use an IANA name such as "Europe/Berlin"{hint}'
        raise RefusedError(message) from None


def local_date(instant: datetime, zone: ZoneInfo) -> date:
    """Return the local date of an instant (naive UTC)."""
    return instant.replace(tzinfo=UTC).astimezone(zone).date()


def instants(period: Period, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return where a period begins and ends as naive UTC; an instant at the end is no longer in it."""
    return _midnight(period.starts_on, zone), _midnight(period.ends_on, zone)


def same_time_last_year(periods: Sequence[Period], period: Period) -> Period | None:
    """Return the period that began a year before this one, within half a quarter; None where none did."""
    wanted = _year_before(period.starts_on)
    near = min(periods, key=lambda p: abs(p.starts_on - wanted), default=None)
    return near if near is not None and abs(near.starts_on - wanted) <= NEAR_A_YEAR else None


def day_text(day: date) -> str:
    """Return ``30 Nov 2026``, whatever the machine's language."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _year_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC).replace(tzinfo=None)


def _month_start(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)

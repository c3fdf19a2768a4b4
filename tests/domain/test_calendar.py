"""Fiscal quarters, local dates, and the calendar file."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
import pytest

from cxmaturity.domain.calendar import (
    Period,
    Quarter,
    day_text,
    instants,
    local_date,
    quarter_of,
    same_time_last_year,
    zone_named,
)
from cxmaturity.domain.errors import RefusedError
from cxmaturity.domain.icalendar import Entry, cycle_entry, due_entry, icalendar
from cxmaturity.domain.loop import Due

STAMP = datetime(2026, 11, 22, 9, 30)  # noqa: DTZ001 - instants are naive UTC here
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
MONTHS = st.integers(1, 12)


def test_a_calendar_quarter_is_named_by_its_year() -> None:
    quarter = quarter_of(date(2026, 11, 22))
    assert (quarter.label, quarter.starts_on, quarter.ends_on) == (
        "Q4 2026",
        date(2026, 10, 1),
        date(2027, 1, 1),
    )


def test_a_fiscal_year_is_named_after_the_year_it_ends_in() -> None:
    quarter = quarter_of(date(2026, 10, 1), first_month=10)
    assert (quarter.label, quarter.period) == (
        "FY27 Q1",
        Period("FY27 Q1", date(2026, 10, 1), date(2027, 1, 1)),
    )


def test_january_of_a_fiscal_year_from_february_belongs_to_the_year_before() -> None:
    assert quarter_of(date(2026, 1, 31), first_month=2) == Quarter(2026, 4, 2)
    assert quarter_of(date(2026, 2, 1), first_month=2) == Quarter(2027, 1, 2)


@given(day=DAYS, month=MONTHS)
def test_every_day_lies_in_its_own_quarter_and_in_no_neighbour(day: date, month: int) -> None:
    quarter = quarter_of(day, month)
    assert quarter.period.contains(day)
    assert not quarter.previous().period.contains(day)
    assert not quarter.following().period.contains(day)


@given(day=DAYS, month=MONTHS)
def test_quarters_follow_each_other_without_a_gap(day: date, month: int) -> None:
    quarter = quarter_of(day, month)
    assert quarter.ends_on == quarter.following().starts_on
    assert quarter.following().previous() == quarter
    assert quarter.a_year_before().starts_on == quarter.starts_on.replace(year=quarter.starts_on.year - 1)


@pytest.mark.parametrize("bad", [(2026, 0, 1), (2026, 5, 1), (2026, 1, 0), (2026, 1, 13)])
def test_a_quarter_or_month_that_does_not_exist_is_refused(bad: tuple[int, int, int]) -> None:
    with pytest.raises(RefusedError, match="must be 1 to"):
        Quarter(*bad)


def test_a_late_evening_in_london_is_the_next_day_in_berlin() -> None:
    instant = datetime(2026, 12, 31, 23, 30)  # noqa: DTZ001 - instants are naive UTC here
    assert local_date(instant, zone_named("Europe/London")) == date(2026, 12, 31)
    assert local_date(instant, zone_named("Europe/Berlin")) == date(2027, 1, 1)


def test_a_period_begins_and_ends_at_local_midnight_on_either_side_of_summer_time() -> None:
    begins, ends = instants(quarter_of(date(2026, 2, 1)).period, zone_named("Europe/Berlin"))
    assert (begins.isoformat(), ends.isoformat()) == ("2025-12-31T23:00:00", "2026-03-31T22:00:00")


@pytest.mark.parametrize("name", ["Europe/Berlim", "", "../etc/passwd", "/etc"])
def test_a_time_zone_that_does_not_exist_is_refused(name: str) -> None:
    with pytest.raises(RefusedError, match="is no time zone"):
        zone_named(name)


def test_a_misspelt_time_zone_gets_a_suggestion() -> None:
    with pytest.raises(RefusedError, match='did you mean "Europe/Berlin"'):
        zone_named("Europe/Berlim")


def test_the_same_time_last_year_is_found_though_cycles_shift_by_days() -> None:
    cycles = [
        Period("spring", date(2025, 3, 20), date(2025, 6, 1)),
        Period("summer", date(2025, 6, 1), date(2025, 9, 1)),
    ]
    now = Period("now", date(2026, 4, 1), date(2026, 7, 1))
    assert same_time_last_year(cycles, now) == cycles[0]


def test_without_a_cycle_a_year_ago_there_is_nothing_to_compare() -> None:
    now = quarter_of(date(2026, 4, 1)).period
    assert same_time_last_year([], now) is None
    assert same_time_last_year([quarter_of(date(2026, 1, 1)).period], now) is None


def test_a_cycle_that_began_on_a_leap_day_looks_back_to_the_28th() -> None:
    before = Period("a", date(2023, 2, 28), date(2023, 5, 31))
    assert same_time_last_year([before], Period("b", date(2024, 2, 29), date(2024, 5, 31))) == before


def test_a_day_reads_the_same_on_every_machine() -> None:
    assert day_text(date(2026, 11, 30)) == "30 Nov 2026"


# the calendar file


def due(what: Any, name: str, title: str, day: date) -> Due:
    return Due(what, name, title, "P", day, is_late=False)


def lines(*entries: Entry, name: str = "CX") -> list[str]:
    return icalendar(name, entries, STAMP).split("\r\n")


def test_a_cycle_lasts_to_its_last_day_because_dtend_is_exclusive() -> None:
    found = lines(cycle_entry("c1", quarter_of(date(2026, 11, 1)).period, "CX maturity"))
    assert "DTSTART;VALUE=DATE:20261001" in found
    assert "DTEND;VALUE=DATE:20270101" in found
    assert "SUMMARY:CX maturity Q4 2026" in found


def test_a_due_date_is_one_whole_day() -> None:
    found = lines(due_entry(due("action", "a1", "Call-back pilot", date(2026, 11, 30))))
    assert "DTEND;VALUE=DATE:20261201" in found


def test_the_same_thing_keeps_its_uid_when_its_date_moves() -> None:
    one, two = (
        lines(due_entry(due(what, "a 1", "Check", date(2026, 11, day))))
        for what, day in (("check", 3), ("decision", 9))
    )
    assert [line for line in one if line.startswith("UID")] == ["UID:check-a-1@cxmaturity"]
    assert {line for line in one if line.startswith("UID")} <= set(two)


def test_commas_semicolons_backslashes_and_line_breaks_are_escaped() -> None:
    found = lines(due_entry(due("study", "a", "a,b;c\\d\r\ne\nf\rg\x07", date(2026, 1, 1)), "why, then"))
    assert "SUMMARY:a\\,b\\;c\\\\d\\ne\\nf\\ng" in found
    assert "DESCRIPTION:why\\, then" in found


def test_an_address_cannot_smuggle_in_a_line() -> None:
    entry = Entry(
        "due", "a", "t", date(2026, 1, 1), date(2026, 1, 2), url="https://x.example/\r\nBEGIN:VALARM"
    )
    assert "URL:https://x.example/BEGIN:VALARM" in lines(entry)


def test_the_stamp_is_the_time_given() -> None:
    assert "DTSTAMP:20261122T093000Z" in lines(due_entry(due("action", "a", "t", date(2026, 1, 1))))


@given(title=st.text(max_size=300), start=DAYS)
def test_every_line_fits_and_unfolds_to_what_was_meant(title: str, start: date) -> None:
    text = icalendar("n", [Entry("due", "a", title, start, start + timedelta(days=1))], STAMP)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.endswith("END:VCALENDAR\r\n")
    unfolded = text.replace("\r\n ", "")
    plain = unfolded.split("SUMMARY:")[1].split("\r\nTRANSP")[0]
    assert "\n" not in plain
    assert plain.replace("\\\\", "").replace("\\n", "").count("\\") == title.count(",") + title.count(";")

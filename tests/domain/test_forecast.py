"""Pace, season and forecast."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
import pytest

from cxmaturity.domain.calendar import Period, Quarter, quarter_of
from cxmaturity.domain.forecast import BASE_RATE, forecast
from cxmaturity.domain.pace import Point, movements, pace

START = Quarter(2025, 1)
SCORES = st.lists(st.integers(0, 100), min_size=3, max_size=9)


def quarterly(*values: float) -> list[Point]:
    return [Point(START.moved(i).starts_on, value) for i, value in enumerate(values)]


def test_a_steady_climb_has_its_own_slope_and_no_range() -> None:
    speed = pace(quarterly(50, 50, 50))
    assert (speed.a_year, speed.low, speed.high) == (0, 0, 0)
    climb = pace([Point(date(2025, 1, 1), 40), Point(date(2026, 1, 1), 50), Point(date(2027, 1, 1), 60)])
    assert climb.a_year == pytest.approx(10, rel=0.01)


def test_one_wild_cycle_does_not_turn_the_slope() -> None:
    calm, wild = quarterly(40, 42, 44, 46, 48, 50, 52), quarterly(40, 42, 44, 90, 48, 50, 52)
    assert pace(wild).a_year == pytest.approx(pace(calm).a_year, rel=0.1)


def test_over_few_cycles_the_range_is_every_pair() -> None:
    # Sen (1968): with three points nothing can be left out
    speed = pace(quarterly(40, 44, 45))
    assert speed.low == pytest.approx(4.05, abs=0.1)
    assert speed.high == pytest.approx(16.2, abs=0.2)


@given(values=SCORES)
def test_the_slope_lies_in_its_range(values: list[int]) -> None:
    speed = pace(quarterly(*values))
    assert speed.low <= speed.a_year <= speed.high


def test_under_three_cycles_there_is_no_forecast() -> None:
    found = forecast(quarterly(40, 50), 60)
    assert (found.outcome, found.expected_on) == ("refused", None)
    assert "there are 2" in found.why


def test_two_values_on_one_day_are_not_two_cycles() -> None:
    assert forecast([*quarterly(40, 50), Point(START.starts_on, 41)], 60).outcome == "refused"


@pytest.mark.parametrize("values", [(50, 50, 50), (52, 51, 50)])
def test_a_flat_or_falling_line_does_not_arrive_at_this_pace(values: tuple[float, ...]) -> None:
    found = forecast(quarterly(*values), 60, by=date(2026, 7, 1))
    assert (found.outcome, found.expected_on, found.is_in_time) == ("not at this pace", None, None)
    assert found.needed == pytest.approx(10 / (365 / 365.25), rel=1e-6)


def test_a_line_that_would_take_decades_does_not_arrive_either() -> None:
    assert forecast(quarterly(50, 50.05, 50.1), 90).outcome == "not at this pace"


def test_a_reached_target_needs_no_forecast() -> None:
    assert forecast(quarterly(40, 50, 60), 60).outcome == "reached"


def test_the_expected_date_lies_within_its_range_and_a_slow_end_may_never_arrive() -> None:
    found = forecast(quarterly(40, 44, 45, 50), 60, by=date(2027, 1, 1))
    assert found.outcome == "expected"
    assert found.earliest is not None
    assert found.expected_on is not None
    assert found.earliest <= found.expected_on
    assert forecast(quarterly(40, 39, 45), 60).latest is None


def test_the_forecast_counts_from_the_newest_value_at_the_pace_so_far() -> None:
    points = [Point(date(2025, 1, 1), 40), Point(date(2026, 1, 1), 50), Point(date(2027, 1, 1), 60)]
    found = forecast(points, 70, by=date(2027, 12, 31))
    assert found.expected_on == date(2028, 1, 1)
    assert found.is_in_time is False


def test_a_falling_kpi_arrives_from_above() -> None:
    found = forecast(quarterly(120, 110, 100), 80, direction="down", by=date(2027, 1, 1))
    assert found.outcome == "expected"
    assert found.is_in_time is True
    assert found.needed is not None
    assert found.needed < 0


def test_a_target_whose_date_has_passed_has_no_pace_needed() -> None:
    assert forecast(quarterly(40, 44, 45), 60, by=START.starts_on).needed is None


@given(values=SCORES, shift=st.integers(1, 30))
def test_a_nearer_target_is_never_expected_later(values: list[int], shift: int) -> None:
    target = max(values) + 1
    near, far = (forecast(quarterly(*values), t) for t in (target, target + shift))
    if near.expected_on is not None and far.expected_on is not None:
        assert near.expected_on <= far.expected_on


def test_the_published_base_rate_names_its_source() -> None:
    assert "5 %" in BASE_RATE.text
    assert BASE_RATE.source == "SQM Group, December 2021"


# year on year beside quarter on quarter


def test_the_first_year_has_nothing_to_look_back_to() -> None:
    series = [(START.moved(i).period, float(i)) for i in range(5)]
    found = movements(series)
    assert (found[0].since_before, found[3].since_last_year, found[4].since_last_year) == (None, None, 4)


AE = Path(__file__).resolve().parents[3] / "shared" / "data" / "nhs_england_ae_monthly_by_type.csv"


def within_four_hours() -> list[tuple[Period, float]]:
    """Return the share of A&E patients seen within four hours by quarter (NHS England, OGL v3)."""
    if not AE.exists():
        pytest.skip("the published A&E figures are not beside this copy of the project")
    seen: dict[Quarter, list[int]] = {}
    with AE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            total = seen.setdefault(quarter_of(date.fromisoformat(row["period"])), [0, 0])
            total[0] += int(row["attendances"])
            total[1] += int(row["breaches"])
    return [(q.period, 100 * (1 - late / all_of_them)) for q, (all_of_them, late) in sorted(seen.items())]


def test_the_quarterly_figures_are_the_published_ones() -> None:
    found = {period.label: round(share, 2) for period, share in within_four_hours()}
    assert (found["Q2 2016"], found["Q1 2018"], found["Q1 2019"]) == (90.29, 84.98, 85.10)


def test_every_spring_looks_like_a_triumph_until_it_is_set_beside_the_spring_before() -> None:
    found = {m.period: m for m in movements(within_four_hours())}
    spring = found["Q2 2018"]
    assert spring.since_before == pytest.approx(4.96, abs=0.02)
    assert spring.since_last_year == pytest.approx(-0.36, abs=0.02)


def test_a_winter_that_fell_on_the_autumn_rose_on_the_winter_before() -> None:
    winter = {m.period: m for m in movements(within_four_hours())}["Q1 2019"]
    assert winter.since_before == pytest.approx(-2.59, abs=0.02)
    assert winter.since_last_year == pytest.approx(0.12, abs=0.02)

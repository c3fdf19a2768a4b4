"""KPIs: compared only where they are measured the same way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cxmaturity.domain.errors import RefusedError
from cxmaturity.domain.kpis import (
    KPIGoal,
    KPIReading,
    actual,
    differences,
    gain,
    has_moved,
    is_reached,
    is_stale,
    moved_criteria,
    next_objective,
    proposed_level,
    rebased,
    series,
    share_of_way,
    taken_as,
    worsened_in_a_row,
)
from cxmaturity.domain.rubric import KPI, Criterion, Measure, Reference
from tests.builders import criterion, rubric_of

JUN, SEP, DEC = date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)
FCR = KPI(
    "fcr", "First contact resolution", "%", "up", "solved at once", "survey", "per contact", "month",
    (Reference(70, "good"), Reference(80, "world class")),
)  # fmt: skip
WAIT = replace(FCR, id="wait", title="Wait", direction="down", reference=(Reference(116, "mean"),))


def read(value: float, on: date = SEP, kpi: KPI = FCR, **more: Any) -> KPIReading:
    return replace(taken_as(kpi, "U", on, value), **more)


def goal(baseline: float, objective: float, kpi: KPI = FCR) -> KPIGoal:
    return KPIGoal(kpi.id, "U", read(baseline, JUN, kpi), objective, DEC, JUN)


def test_figures_measured_another_way_are_not_compared() -> None:
    with pytest.raises(RefusedError, match="30 Jun 2026 and of 30 Sep 2026 differ in method and clock"):
        gain(FCR, read(60, JUN), read(70, method="agent log", clock="per week"))


def test_letter_case_and_blanks_make_no_other_method() -> None:
    assert differences(read(60), read(60, method="  Survey ")) == ()


def test_a_gain_is_positive_where_the_figure_gets_better() -> None:
    assert gain(FCR, read(60, JUN), read(70)) == 10
    assert gain(WAIT, read(120, JUN, WAIT), read(90, SEP, WAIT)) == 30


def test_the_actual_is_the_newest_figure_and_its_series_is_measured_like_it() -> None:
    readings = [read(70, SEP), read(50, JUN, method="agent log"), read(72, DEC), read(99, SEP, subject="V")]
    assert [r.value for r in series(readings, "fcr", "U", DEC)] == [70, 72]
    newest = actual(readings, "fcr", "U", SEP)
    assert newest is not None
    assert newest.value == 70
    assert actual(readings, "csat", "U", DEC) is None


@pytest.mark.parametrize(("cadence", "days", "stale"), [
    ("week", 8, False), ("Weekly", 9, True), ("month", 32, False), ("month", 33, True),
    ("quarter", 95, False), ("quarter", 96, True), ("year", 370, False), ("now and then", 9999, False),
])  # fmt: skip
def test_a_figure_is_stale_once_its_cadence_and_some_grace_are_over(
    cadence: str, days: int, *, stale: bool
) -> None:
    today = date.fromordinal(SEP.toordinal() + days)
    assert is_stale(replace(FCR, cadence=cadence), read(1), today) is stale


def test_a_figure_that_was_never_read_is_stale_where_there_is_a_cadence() -> None:
    assert is_stale(FCR, None, SEP)
    assert not is_stale(replace(FCR, cadence=""), None, SEP)


@pytest.mark.parametrize(("kpi", "baseline", "objective", "value", "share"), [
    (FCR, 60, 80, 65, 0.25), (FCR, 60, 80, 55, -0.25), (FCR, 60, 80, 90, 1.5), (WAIT, 120, 80, 110, 0.25),
])  # fmt: skip
def test_the_share_of_the_way_runs_from_baseline_to_objective(
    kpi: KPI, baseline: float, objective: float, value: float, share: float
) -> None:
    assert share_of_way(goal(baseline, objective, kpi), read(value, SEP, kpi)) == pytest.approx(share)


def test_no_way_and_another_method_have_no_share() -> None:
    assert share_of_way(goal(60, 60), read(60)) is None
    assert share_of_way(goal(60, 80), read(70, method="agent log")) is None


def test_a_falling_kpi_is_reached_at_or_below_its_objective() -> None:
    assert is_reached(WAIT, goal(120, 80, WAIT), read(80, SEP, WAIT))
    assert not is_reached(WAIT, goal(120, 80, WAIT), read(81, SEP, WAIT))


def test_the_next_goal_is_the_present_one_until_it_is_reached() -> None:
    assert next_objective(FCR, goal(60, 75), read(74)) == 75


def test_the_next_goal_is_the_next_published_figure_then_the_same_stride_again() -> None:
    assert next_objective(FCR, goal(60, 75), read(76)) == 80
    assert next_objective(FCR, goal(75, 80), read(82)) == 87
    assert next_objective(WAIT, goal(150, 130, WAIT), read(129, SEP, WAIT)) == 116


def test_a_rebased_goal_starts_from_the_new_figure_even_if_measured_another_way() -> None:
    other = read(55, method="repeat calls")
    new = rebased(goal(60, 80), other, 65, by=DEC, on=SEP, reason="new system")
    assert (new.baseline, new.objective, new.reason) == (other, 65, "new system")


def test_a_rebased_goal_takes_a_reason_and_something_ahead() -> None:
    with pytest.raises(RefusedError, match="Say why"):
        rebased(goal(60, 80), read(70), 75, by=DEC, on=SEP, reason=" ")
    with pytest.raises(RefusedError, match="ahead"):
        rebased(goal(60, 80), read(70), 70, by=DEC, on=SEP, reason="r")


UP = criterion("a", measure=Measure("fcr", {"l1": 50, "l2": 70, "l3": 80}))
DOWN = criterion("w", measure=Measure("wait", {"l1": 300, "l2": 120, "l3": 60}))
TURNED = criterion("t", reverse=True, measure=Measure("fcr", {"l1": 80, "l2": 70, "l3": 50}))


@pytest.mark.parametrize(("one", "kpi", "value", "level"), [
    (UP, FCR, 70, "l2"), (UP, FCR, 69.9, "l1"), (UP, FCR, 99, "l3"), (UP, FCR, 10, None),
    (DOWN, WAIT, 120, "l2"), (DOWN, WAIT, 121, "l1"), (DOWN, WAIT, 5, "l3"), (DOWN, WAIT, 301, None),
    (TURNED, FCR, 85, "l1"), (TURNED, FCR, 70, "l2"), (TURNED, FCR, 55, "l3"),
    (UP, WAIT, 1, None), (criterion("a"), FCR, 99, None),
])  # fmt: skip
def test_a_figure_proposes_the_best_level_whose_threshold_it_meets(
    one: Criterion, kpi: KPI, value: float, level: str | None
) -> None:
    proposed = proposed_level(one, kpi, value)
    assert (proposed.id if proposed else None) == level


def test_a_move_is_five_per_cent_of_the_earlier_figure_or_another_method() -> None:
    assert has_moved(read(80, JUN), read(84))
    assert not has_moved(read(80, JUN), read(83.9))
    assert has_moved(read(0, JUN), read(0.1))
    assert not has_moved(read(0, JUN), read(0))
    assert has_moved(read(80, JUN), read(80, method="agent log"))


def test_a_moved_kpi_calls_for_a_look_at_its_criteria() -> None:
    rubric = rubric_of(UP, criterion("b", kpis=("fcr",)), DOWN, criterion("c"), kpis=(FCR, WAIT))
    readings = [read(70, JUN), read(76, SEP), read(100, JUN, WAIT), read(101, SEP, WAIT)]
    assert moved_criteria(rubric, readings, "U", JUN, SEP) == ("a", "b")


def test_worsening_is_counted_up_to_now() -> None:
    days = [date(2026, month, 28) for month in range(1, 6)]
    figures = [read(value, day) for value, day in zip((70, 72, 71, 69, 68), days, strict=True)]
    assert worsened_in_a_row(FCR, figures) == 3
    assert worsened_in_a_row(FCR, figures[:2]) == 0

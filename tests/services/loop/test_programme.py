from __future__ import annotations

from datetime import date

import pytest

from cxmaturity.domain.alarm_rules import AlarmKind
from cxmaturity.domain.errors import AccessError, ProblemsError
from cxmaturity.domain.kpis import KPIReading
from cxmaturity.domain.loop import LoopStep
from cxmaturity.domain.targets import Target
from cxmaturity.services.access import Viewer
from cxmaturity.services.evaluations import evaluations
from cxmaturity.services.loop.dates import calendar_file, quarter_after
from cxmaturity.services.loop.figures_file import import_readings
from cxmaturity.services.loop.looking_back import looking_back
from cxmaturity.services.loop.measures import Objective, measures, raise_issue, set_objective, take_reading
from cxmaturity.services.loop.organisation import (
    Organisation,
    organisation,
    present_quarter,
    set_organisation,
    today,
)
from cxmaturity.services.loop.planning import set_target, take_step
from cxmaturity.services.loop.programme import ProgrammeView, programme
from tests.services.loop.programme import UNIT, Programme


def seen(care: Programme) -> ProgrammeView:
    return programme(care.app, care.owner, care.id)


def kinds(care: Programme) -> list[AlarmKind]:
    return [alarm.kind for alarm in seen(care).alarms]


def target(care: Programme, criterion: str, value: float) -> None:
    set_target(care.app, care.owner, care.id, Target(UNIT, criterion, value, date(2026, 12, 31)))


def test_before_the_first_answer_there_is_a_loop_and_no_number(care: Programme) -> None:
    view = seen(care)
    assert (view.result, view.loop.now, view.trend, view.alarms) == (None, LoopStep.PLAN, (), ())
    assert view.headline.headline == "Nothing is rated yet"


def test_the_page_says_how_far_and_what_holds_the_next_stage_back(care: Programme) -> None:
    care.rate_all("2213")
    view = seen(care)
    assert (
        view.headline.headline
        == "Maturity is 50. Stage 1 is 2 steps away; the cheapest is to raise “Vision”."
    )
    assert view.holds_back is not None
    assert (view.holds_back.criterion, view.holds_back.needed) == ("vision", 2)


def test_a_new_quarter_in_which_nothing_counts_yet_does_not_wear_the_last_ones_figures(
    care: Programme,
) -> None:
    care.rate_all("2222")
    care.next("Q2 2026")
    view = programme(care.app, care.owner, care.id)
    assert view.headline.headline == "Q1 2026 ended at 50; nothing counts in Q2 2026 yet"
    assert (view.cycle.label, view.rated_cycle) == ("Q2 2026", "Q1 2026")
    (card,) = evaluations(care.app, care.owner)
    assert card.headline.startswith("Q1 2026: ")


def test_the_loop_moves_on_as_the_work_does(care: Programme) -> None:
    care.rate_all("2213")
    target(care, "goals", 3.0)
    action = care.accepted()
    assert seen(care).loop.now is LoopStep.EXECUTE
    take_step(care.app, care.owner, care.id, action, "started")
    assert seen(care).loop.now is LoopStep.REPEAT
    care.next("Q2 2026")
    assert seen(care).loop.now is LoopStep.EXECUTE


def test_what_waits_for_me_and_for_others_is_counted(care: Programme) -> None:
    guest = care.person("Priya")
    care.rate_all("2213")
    care.rate_all("2213", guest)
    care.next("Q2 2026")
    care.confirm("goals")
    view = seen(care)
    assert (view.answers, view.confirmed, view.mine) == (8, 1, 3)
    waiting = {view.people[entry.who]: entry.title for entry in view.due if entry.what == "answers"}
    assert waiting == {"Owner": "Confirm 3 answers", "Priya": "Confirm 4 answers"}


def test_sections_show_where_their_targets_would_bring_them(care: Programme) -> None:
    care.rate_all("2213")
    target(care, "goals", 4.0)
    plan, execute = seen(care).sections
    assert (plan.score, plan.target) == pytest.approx((50, 75))
    assert execute.target is None


def test_a_fall_raises_the_alarm_of_regression_and_no_other(care: Programme) -> None:
    care.rate_all("2223")
    care.next("Q2 2026")
    care.rate_all("2123")
    assert kinds(care) == [AlarmKind.REGRESSION]


def test_three_flat_quarters_raise_stagnation_and_no_other(care: Programme) -> None:
    care.rate_all("2223")
    for label in ("Q2 2026", "Q3 2026"):
        care.next(label)
        care.confirm(*care.criteria())
    assert kinds(care) == [AlarmKind.STAGNATION]


def test_a_new_version_of_the_rubric_raises_its_alarm_and_no_other(care: Programme) -> None:
    care.rate_all("2223")
    care.new_version()
    care.next("Q2 2026")
    care.rate_all("22234")
    assert kinds(care) == [AlarmKind.RUBRIC_CHANGE]


def test_answers_carried_twice_unchecked_raise_their_alarm(care: Programme) -> None:
    care.rate_all("2223")
    for label in ("Q2 2026", "Q3 2026"):
        care.next(label)
        care.confirm("vision", "goals", "team")
    care.next("Q4 2026")
    assert AlarmKind.UNCHECKED in kinds(care)


def test_an_issue_named_three_quarters_running_is_found(care: Programme) -> None:
    care.rate_all("1111")
    raise_issue(care.app, care.owner, care.id, UNIT, "Refunds take weeks")
    for label, levels in (("Q2 2026", "2222"), ("Q3 2026", "3333")):
        care.next(label)
        care.brings("vision")
        care.rate_all(levels)
        raise_issue(care.app, care.owner, care.id, UNIT, "refunds  take weeks")
    assert kinds(care) == [AlarmKind.RECURRING]


def test_an_issue_needs_a_name(care: Programme) -> None:
    with pytest.raises(ProblemsError):
        raise_issue(care.app, care.owner, care.id, UNIT, "")


def note(care: Programme, value: float, on: date) -> None:
    take_reading(care.app, care.owner, care.id, KPIReading("fcr", UNIT, on, value))


def test_a_figure_has_a_baseline_an_objective_and_a_way(care: Programme) -> None:
    note(care, 60.0, date(2026, 1, 15))
    set_objective(care.app, care.owner, care.id, Objective("fcr", UNIT, 80.0, date(2026, 12, 31)))
    note(care, 65.0, date(2026, 1, 31))
    (view,) = measures(care.app, care.owner, care.id, UNIT)
    assert (view.way, view.offered) == pytest.approx((0.25, 80))
    assert not view.is_reached
    assert [reading.value for reading in view.series] == [60.0, 65.0]


def test_another_objective_takes_a_reason_and_starts_from_the_newest_figure(care: Programme) -> None:
    note(care, 60.0, date(2026, 1, 15))
    set_objective(care.app, care.owner, care.id, Objective("fcr", UNIT, 80.0, date(2026, 12, 31)))
    note(care, 70.0, date(2026, 1, 31))
    said = Objective("fcr", UNIT, 85.0, date(2026, 12, 31), reason="We are ahead")
    set_objective(care.app, care.owner, care.id, said)
    (view,) = measures(care.app, care.owner, care.id, UNIT)
    assert view.goal is not None
    assert (view.goal.baseline.value, view.goal.reason) == (70.0, "We are ahead")


@pytest.mark.parametrize("reading", [
    KPIReading("fcr", UNIT, date(2027, 1, 1), 1.0),
    KPIReading("nothing", UNIT, date(2026, 1, 1), 1.0),
])  # fmt: skip
def test_a_figure_of_days_to_come_or_of_no_kpi_is_refused(care: Programme, reading: KPIReading) -> None:
    with pytest.raises(ProblemsError):
        take_reading(care.app, care.owner, care.id, reading)


def test_an_objective_needs_a_baseline(care: Programme) -> None:
    with pytest.raises(ProblemsError):
        set_objective(care.app, care.owner, care.id, Objective("fcr", UNIT, 80.0, date(2026, 12, 31)))


def test_a_moved_kpi_brings_its_criterion_to_the_path(care: Programme) -> None:
    from cxmaturity.domain.confirmation import Reason  # noqa: PLC0415 - only this claim needs it
    from cxmaturity.services.loop.path import short_path  # noqa: PLC0415 - only this claim needs it

    care.rate_all("2213")
    note(care, 60.0, date(2026, 1, 31))
    care.next("Q2 2026")
    note(care, 70.0, date(2026, 5, 1))
    looks = short_path(care.app, care.owner, care.id, care.unit).looks
    assert [(line.criterion.id, line.why) for line in looks] == [("goals", (Reason.KPI_MOVED,))]


def test_looking_back_tells_rating_change_from_rubric_change(care: Programme) -> None:
    care.rate_all("2222")
    care.new_version()
    care.next("Q2 2026")
    care.rate_all("32224")
    found = looking_back(care.app, care.owner, care.id, UNIT)
    assert found is not None
    change = found.back.since_before
    assert change is not None
    assert change.is_break
    assert change.change == pytest.approx(change.rating_change + change.rubric_change)
    assert change.by_rating["vision"] == pytest.approx(6.25)
    assert found.broke_at == ("Q2 2026",)


def test_a_forecast_is_refused_under_three_cycles_and_has_a_range_from_three_on(
    care: Programme,
) -> None:
    care.rate_all("1111")
    target(care, "goals", 4.0)
    found = looking_back(care.app, care.owner, care.id, UNIT)
    assert found is not None
    assert found.forecast is not None
    assert found.forecast.outcome == "refused"
    for label, levels in (("Q2 2026", "2112"), ("Q3 2026", "2122")):
        care.next(label)
        care.rate_all(levels)
    later = looking_back(care.app, care.owner, care.id, UNIT)
    assert later is not None
    assert later.forecast is not None
    assert later.forecast.outcome == "expected"
    assert later.forecast.earliest is not None
    assert "SQM" in later.base_rate.source


def test_without_a_target_there_is_no_forecast_without_a_score_no_looking_back(
    care: Programme,
) -> None:
    assert looking_back(care.app, care.owner, care.id, UNIT) is None
    care.rate_all("1111")
    found = looking_back(care.app, care.owner, care.id, UNIT)
    assert found is not None
    assert found.forecast is None


def test_the_calendar_holds_cycles_due_actions_and_checks(care: Programme) -> None:
    care.accepted()
    text = calendar_file(care.app, care.owner, care.id).decode()
    assert text.count("BEGIN:VEVENT") == 3
    assert "SUMMARY:Care Q1 2026" in text
    assert "DTSTART;VALUE=DATE:20261201" in text


def test_a_participant_gets_neither_the_programme_nor_its_calendar(care: Programme) -> None:
    guest = Viewer("p", "Priya", "participant", care.id)
    for ask in (programme, calendar_file):
        with pytest.raises(AccessError):
            ask(care.app, guest, care.id)


def test_figures_of_a_file_are_noted_as_typed_ones_are_and_correct_them(care: Programme) -> None:
    note(care, 60.0, date(2026, 1, 31))
    rows = b"kpi,date,value,n\nfcr,2026-01-31,62,400\nfcr,2025-12-31,58,380\n"
    assert import_readings(care.app, care.owner, care.id, rows, "f.csv") == 2
    (view,) = measures(care.app, care.owner, care.id, UNIT)
    assert [(reading.value, reading.n) for reading in view.series] == [(58.0, 380), (62.0, 400)]


def test_a_file_with_one_wrong_figure_brings_none(care: Programme) -> None:
    rows = b"kpi,date,value\nfcr,2025-12-31,58\nfcr,2026-12-31,62\n"
    with pytest.raises(ProblemsError, match=r"f\.csv:3: 31 Dec 2026 is still to come"):
        import_readings(care.app, care.owner, care.id, rows, "f.csv")
    assert measures(care.app, care.owner, care.id, UNIT)[0].actual is None


def test_quarters_follow_the_organisations_year_and_zone(care: Programme) -> None:
    set_organisation(care.app, care.owner, Organisation("Acme", "Pacific/Auckland", 4))
    assert organisation(care.app) == Organisation("Acme", "Pacific/Auckland", 4)
    assert present_quarter(care.app).label == "FY26 Q4"
    assert quarter_after(care.app, care.id).label == "FY27 Q1"
    assert today(care.app) == date(2026, 2, 1)


def test_what_is_wrong_with_an_organisation_is_told_all_at_once(care: Programme) -> None:
    with pytest.raises(ProblemsError) as refused:
        set_organisation(care.app, care.owner, Organisation("a\x00", "Europe/Berlim", 13))
    assert {problem.path for problem in refused.value.problems} == {"organisation", "zone", "first_month"}

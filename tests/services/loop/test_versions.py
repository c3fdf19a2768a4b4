from __future__ import annotations

from datetime import date

import pytest

from cxmaturity.domain.planning import Promise
from cxmaturity.domain.ratings import Answer
from cxmaturity.domain.targets import Target
from cxmaturity.services.evaluations import create_evaluation
from cxmaturity.services.library import keep_upload
from cxmaturity.services.loop.confirming import Changed, change
from cxmaturity.services.loop.looking_back import looking_back
from cxmaturity.services.loop.path import short_path
from cxmaturity.services.loop.plan_view import PlanView, action_view, plan_view
from cxmaturity.services.loop.planning import drop_target, set_target, take_step
from cxmaturity.services.loop.programme import programme
from cxmaturity.services.views import GivenAnswer, NewEvaluation, NewSubject
from tests.services.loop.programme import CARE, QUARTERS, UNIT, Programme

RENAMED = (
    CARE.format(version="2.0.0", more="")
    .replace("id: goals", "id: aims")
    .replace("id: vision", "id: mission")
    + """
migrations:
  "1.0.0":
    criteria:
      goals: {to: aims, relation: equal}
      vision: {to: mission, relation: equal}
"""
)


def rescaled() -> str:
    """Return the rubric with ten times the points on each level."""
    text = CARE.format(version="2.0.0", more="").replace("pass_level: 3", "pass_level: 30")
    for points in (4, 3, 2, 1):
        text = text.replace(f"value: {points}, id", f"value: {points}0, id")
    return text + 'migrations: {"1.0.0": {scale: rescale}}\n'


def bring(care: Programme, text: str) -> None:
    keep_upload(care.app, care.owner, text.encode(), "care.yaml")


def target(care: Programme, criterion: str, value: float) -> None:
    set_target(care.app, care.owner, care.id, Target(UNIT, criterion, value, date(2026, 12, 31)))


def plan(care: Programme) -> PlanView:
    return plan_view(care.app, care.owner, care.id)


def running(care: Programme, criterion: str, value: float) -> str:
    action = care.accepted(due=date(2026, 6, 1), promises=(Promise(criterion, value),))
    take_step(care.app, care.owner, care.id, action, "started")
    return action


def test_the_plan_opens_before_the_first_answer_to_a_new_version(care: Programme) -> None:
    care.rate_all("2213")
    target(care, "goals", 3.0)
    care.new_version()
    care.next("Q2 2026")
    view = plan(care)
    assert [(gap.target.criterion, gap.value) for gap in view.gaps] == [("goals", 2.0)]
    assert {offer.criterion for offer in view.offered} == {"vision", "goals", "team", "owners", "training"}


def test_a_unit_not_rated_yet_in_a_new_version_keeps_its_plan_and_its_page(care: Programme) -> None:
    form = NewEvaluation(
        "Two", "care", (NewSubject("North", "unit"), NewSubject("South", "unit")), "Q1", *QUARTERS["Q1 2026"]
    )
    care.id = create_evaluation(care.app, care.owner, form)
    rows = care.app.store.read("select name, id from subjects where name in ('North', 'South')")
    units = {str(name): str(subject_id) for name, subject_id in rows}
    some = Changed(GivenAnswer(Answer.LEVEL, "some"))
    for unit in units.values():
        change(care.app, care.owner, care.id, unit, "goals", some)
        change(care.app, care.owner, care.id, unit, "team", some)
    set_target(care.app, care.owner, care.id, Target("South", "goals", 3.0, date(2026, 12, 31)))
    care.new_version()
    care.next("Q2 2026")
    change(care.app, care.owner, care.id, units["North"], "training", some)
    assert [gap.value for gap in plan_view(care.app, care.owner, care.id, "South").gaps] == [1.0]
    said = programme(care.app, care.owner, care.id, "South").headline.headline
    assert said == "Q1 ended at 25; nothing counts in Q2 2026 yet"


def test_a_new_name_keeps_targets_promises_and_evidence(care: Programme) -> None:
    care.rate_all("3211")
    care.brings("vision")
    target(care, "goals", 4.0)
    action = running(care, "goals", 4.0)
    bring(care, RENAMED)
    care.next("Q2 2026")
    care.confirm(*care.criteria())
    assert [(gap.target.criterion, gap.target.value) for gap in plan(care).gaps] == [("aims", 4.0)]
    assert [p.criterion for p in action_view(care.app, care.owner, care.id, action).action.promises] == [
        "aims"
    ]
    accuracy = plan(care).accuracy
    assert accuracy is not None
    assert (accuracy.promised, accuracy.realised) == pytest.approx((12.5, 0.0))
    seen = programme(care.app, care.owner, care.id)
    assert seen.result is not None
    assert seen.evidenced == seen.result.score


def test_a_new_name_keeps_its_place_on_the_path_and_its_target_can_be_dropped(care: Programme) -> None:
    care.rate_all("2213")
    target(care, "goals", 4.0)
    bring(care, RENAMED)
    care.next("Q2 2026")
    looks = short_path(care.app, care.owner, care.id, care.unit).looks
    assert [line.criterion.id for line in looks] == ["aims"]
    drop_target(care.app, care.owner, care.id, UNIT, "aims")
    assert plan(care).gaps == ()


def test_a_rescaled_level_keeps_its_place_in_targets_and_promises(care: Programme) -> None:
    care.rate_all("2222")
    target(care, "goals", 4.0)
    action = running(care, "goals", 3.0)
    bring(care, rescaled())
    care.next("Q2 2026")
    care.confirm(*care.criteria())
    assert [(gap.target.value, gap.is_met) for gap in plan(care).gaps] == [(40.0, False)]
    take_step(care.app, care.owner, care.id, action, "paused", "Budget")
    assert [p.value for p in action_view(care.app, care.owner, care.id, action).action.promises] == [30.0]


def test_a_plan_changed_under_a_new_version_is_still_held_to_the_cycles_before(care: Programme) -> None:
    care.rate_all("1111")
    action = running(care, "goals", 3.0)
    care.next("Q2 2026")
    care.rate_all("1211")
    bring(care, RENAMED)
    care.next("Q3 2026")
    take_step(care.app, care.owner, care.id, action, "done")
    accuracy = plan(care).accuracy
    assert accuracy is not None
    assert accuracy.accuracy == pytest.approx(0.5)


def forecast_of(care: Programme) -> tuple[str, float]:
    found = looking_back(care.app, care.owner, care.id, UNIT)
    assert found is not None
    assert found.forecast is not None
    return found.forecast.outcome, found.forecast.target


def three_quarters(care: Programme, *levels: str) -> None:
    care.rate_all(levels[0])
    for label, given in zip(("Q2 2026", "Q3 2026"), levels[1:], strict=True):
        care.next(label)
        care.rate_all(given)


def test_a_forecast_aims_at_open_targets_and_lowers_none_that_is_exceeded(care: Programme) -> None:
    three_quarters(care, "0222", "1222", "1322")
    target(care, "goals", 0.0)
    target(care, "vision", 2.0)
    outcome, goal = forecast_of(care)
    assert outcome == "expected"
    assert goal == pytest.approx(56.25)


def test_where_every_target_is_met_the_forecast_says_so(care: Programme) -> None:
    three_quarters(care, "0222", "1222", "1322")
    target(care, "goals", 2.0)
    outcome, goal = forecast_of(care)
    assert outcome == "reached"
    assert goal == pytest.approx(50)


def test_across_a_new_version_goal_and_line_of_a_forecast_lie_on_the_same_questions(care: Programme) -> None:
    care.rate_all("1222")
    care.next("Q2 2026")
    care.rate_all("2222")
    care.new_version()
    care.next("Q3 2026")
    care.rate_all("32220")
    target(care, "vision", 4.0)
    outcome, goal = forecast_of(care)
    assert outcome == "expected"
    assert goal == pytest.approx(62.5)


def test_a_target_on_a_question_that_is_new_has_no_line_that_leads_to_it(care: Programme) -> None:
    care.rate_all("1222")
    care.next("Q2 2026")
    care.rate_all("2222")
    care.new_version()
    care.next("Q3 2026")
    care.rate_all("32220")
    target(care, "training", 4.0)
    assert forecast_of(care)[0] == "refused"


def test_nothing_open_is_expected_on_a_day_that_is_over(care: Programme) -> None:
    three_quarters(care, "0000", "2222", "4333")
    target(care, "goals", 4.0)
    care.clock.day = date(2026, 12, 20)
    found = looking_back(care.app, care.owner, care.id, UNIT)
    assert found is not None
    assert found.forecast is not None
    assert found.forecast.expected_on is not None
    assert found.forecast.expected_on >= care.clock.day

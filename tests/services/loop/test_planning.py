from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from cxmaturity.domain.alarm_rules import AlarmKind
from cxmaturity.domain.errors import ConflictError, NotFoundError, ProblemsError, RefusedError
from cxmaturity.domain.indicators import EarlyIndicator
from cxmaturity.domain.kpis import KPIReading
from cxmaturity.domain.planning import ActionState, Goal, Promise
from cxmaturity.domain.targets import Target, TargetOrigin
from cxmaturity.services.audit import Asked, acts
from cxmaturity.services.evaluations import archive, evaluations
from cxmaturity.services.loop.drafts import Plan, plan_of
from cxmaturity.services.loop.harms import harms_in_plan
from cxmaturity.services.loop.measures import take_reading
from cxmaturity.services.loop.notebook import HarmAnswer
from cxmaturity.services.loop.organisation import Organisation, set_organisation
from cxmaturity.services.loop.plan_view import action_view, plan_view
from cxmaturity.services.loop.planning import (
    accept,
    drop_target,
    keep_course,
    pivot,
    propose,
    read_indicator,
    replan,
    set_goal,
    set_target,
    take_step,
)
from cxmaturity.services.loop.programme import programme
from cxmaturity.services.loop.screening import Answers, answer_harm, answer_questions, screening_view
from cxmaturity.services.loop.standing import Standing
from tests.services.builders import somebody
from tests.services.loop.programme import UNIT, Programme


def state(care: Programme, action: str) -> ActionState:
    return Standing.of(care.app, care.id).notes.action(action).state


def test_an_action_is_accepted_once_it_is_whole_and_screened(care: Programme) -> None:
    action = care.accepted()
    assert state(care, action) is ActionState.ACCEPTED


def test_what_a_plan_lacks_is_told_all_at_once(care: Programme) -> None:
    action = propose(care.app, care.owner, care.id, care.plan(owner="", due=None, told=()))
    care.screen(action)
    with pytest.raises(ProblemsError) as refused:
        accept(care.app, care.owner, care.id, action)
    assert {problem.path for problem in refused.value.problems} == {"owner", "due", "enablement"}


def test_without_the_four_questions_nothing_is_accepted(care: Programme) -> None:
    action = care.proposed()
    with pytest.raises(RefusedError, match="progress questions"):
        accept(care.app, care.owner, care.id, action)


def test_harm_that_nobody_answers_is_in_the_way_however_good_the_rest_is(care: Programme) -> None:
    action = care.proposed()
    care.screen(action, level="helps")
    care.screen(action, level="harms")
    with pytest.raises(RefusedError, match="somebody sees harm"):
        accept(care.app, care.owner, care.id, action)
    for criterion in ("customers", "team", "bottom-line", "freshness"):
        answer_harm(care.app, care.owner, care.id, HarmAnswer(action, criterion, "For one quarter only"))
    accept(care.app, care.owner, care.id, action)
    history = Standing.of(care.app, care.id).notes.action(action).history
    assert "For one quarter only" in history[0].reason


def test_an_answer_to_harm_needs_words(care: Programme) -> None:
    with pytest.raises(RefusedError):
        answer_harm(care.app, care.owner, care.id, HarmAnswer(care.proposed(), "team", " "))


def test_todays_way_is_scored_beside_it_under_the_process_that_it_replaces(care: Programme) -> None:
    action = care.proposed()
    care.screen(action, level="helps", today="harms-some")
    view = screening_view(care.app, care.owner, care.id, action)
    assert view.todays_way == "Today’s way: Calling twice"
    assert view.screening.ahead == pytest.approx(75)
    assert set(view.mine.values()) == {"helps"}
    assert set(view.mine_today.values()) == {"harms-some"}


def test_two_actions_of_one_title_are_screened_apart(care: Programme) -> None:
    one, other = care.proposed(), care.proposed()
    care.screen(one, level="helps")
    care.screen(other, level="no-change")
    scores = [screening_view(care.app, care.owner, care.id, each).screening.score for each in (one, other)]
    assert scores == [100, 50]


def test_when_it_is_done_it_is_asked_again_whether_it_delivered(care: Programme) -> None:
    action = care.accepted()
    take_step(care.app, care.owner, care.id, action, "started")
    take_step(care.app, care.owner, care.id, action, "done")
    care.screen(action, level="no-change")
    view = screening_view(care.app, care.owner, care.id, action)
    assert view.is_after
    assert {each.held for each in view.delivered} == {False}
    assert view.screening.score == pytest.approx(75)


def test_pausing_and_stopping_take_a_reason(care: Programme) -> None:
    action = care.accepted()
    with pytest.raises(RefusedError, match="Say why"):
        take_step(care.app, care.owner, care.id, action, "paused")
    take_step(care.app, care.owner, care.id, action, "paused", "Holidays")
    take_step(care.app, care.owner, care.id, action, "resumed")
    assert state(care, action) is ActionState.RUNNING


def test_a_proposal_changes_freely_and_an_accepted_action_only_by_a_pivot(care: Programme) -> None:
    action = care.proposed()
    replan(care.app, care.owner, care.id, action, care.plan(title="Call-back in the north"))
    care.screen(action)
    accept(care.app, care.owner, care.id, action)
    with pytest.raises(RefusedError, match="pivot"):
        replan(care.app, care.owner, care.id, action, care.plan(title="Another"))


def test_a_pivot_keeps_the_plan_that_it_leaves_behind(care: Programme) -> None:
    action = care.accepted()
    plan = plan_of(care.app, Standing.of(care.app, care.id).notes.action(action))
    turned = replace(plan, title="Call-back by text first")
    pivot(care.app, care.owner, care.id, action, turned, "Nobody answers unknown numbers")
    kept = Standing.of(care.app, care.id).notes.action(action)
    assert kept.title == "Call-back by text first"
    assert kept.pivots[0].was is not None
    assert (kept.pivots[0].was.title, kept.pivots[0].reason) == (
        "Call-back pilot",
        "Nobody answers unknown numbers",
    )


@pytest.mark.parametrize(
    ("turn", "is_asked_anew"),
    [
        (lambda plan: replace(plan, title="Call-back by text"), False),
        (lambda plan: replace(plan, promises=(Promise("goals", 4.0),)), True),
        (lambda plan: replace(plan, replaces="Writing twice"), True),
    ],
)
def test_a_pivot_to_another_promise_or_process_is_screened_anew(
    turn: Callable[[Plan], Plan], *, is_asked_anew: bool, care: Programme
) -> None:
    action = care.accepted()
    plan = plan_of(care.app, Standing.of(care.app, care.id).notes.action(action))
    pivot(care.app, care.owner, care.id, action, turn(plan), "We learned")
    screening = screening_view(care.app, care.owner, care.id, action)
    assert (screening.screening.verdict == "incomplete") is is_asked_anew
    care.screen(action)
    assert screening_view(care.app, care.owner, care.id, action).screening.verdict == "clear"


def test_a_missed_early_sign_raises_an_alarm_until_somebody_decides(care: Programme) -> None:
    care.rate_all("2213")
    action = care.accepted(indicator=EarlyIndicator("Calls returned", 80.0, "up", date(2026, 2, 1)))
    read_indicator(care.app, care.owner, care.id, action, 60.0)
    view = programme(care.app, care.owner, care.id)
    assert [alarm.kind for alarm in view.alarms] == [AlarmKind.MISSED_INDICATOR]
    assert [entry.what for entry in view.due if entry.id == action] == ["decision", "action"]
    keep_course(care.app, care.owner, care.id, action, "Two weeks of holidays", date(2026, 3, 1))
    assert programme(care.app, care.owner, care.id).alarms == ()


def test_an_action_without_an_early_sign_has_nothing_to_read(care: Programme) -> None:
    action = care.proposed(kind="action", indicator=None)
    with pytest.raises(RefusedError, match="no early indicator"):
        read_indicator(care.app, care.owner, care.id, action, 1.0)


def test_people_are_known_by_name_and_stand_in_records_by_id(care: Programme) -> None:
    one, other = care.proposed(), care.proposed(owner="dana weiss")
    notes = Standing.of(care.app, care.id).notes
    assert notes.action(one).owner == notes.action(other).owner
    bodies = care.app.store.read("select body from loop_entries where kind = 'action'")
    assert not [body for (body,) in bodies if "Dana" in body]


def test_an_action_in_full_shows_what_it_lacks_and_who_answers_for_it(care: Programme) -> None:
    view = action_view(care.app, care.owner, care.id, care.proposed(sponsor=""))
    assert view.lacks == ("name the executive who stands behind it",)
    assert view.people[view.action.owner] == "Dana Weiss"
    assert view.plan.told == ("Team North",)


def test_an_unknown_action_is_not_found(care: Programme) -> None:
    with pytest.raises(NotFoundError):
        action_view(care.app, care.owner, care.id, "nothing")


def test_a_target_is_set_shown_as_a_gap_and_dropped(care: Programme) -> None:
    care.rate_all("2213")
    set_target(care.app, care.owner, care.id, Target(UNIT, "goals", 4.0, date(2026, 12, 1)))
    (gap,) = plan_view(care.app, care.owner, care.id).gaps
    assert (gap.levels, gap.target.origin) == (2, TargetOrigin.SET)
    drop_target(care.app, care.owner, care.id, UNIT, "goals")
    assert plan_view(care.app, care.owner, care.id).gaps == ()


@pytest.mark.parametrize("target", [Target(UNIT, "goals", 9.0, None), Target(UNIT, "nothing", 1.0, None)])
def test_a_target_off_the_scale_is_refused(care: Programme, target: Target) -> None:
    with pytest.raises(ProblemsError):
        set_target(care.app, care.owner, care.id, target)


def test_a_goal_can_be_said_anew(care: Programme) -> None:
    goal = set_goal(care.app, care.owner, care.id, Goal("", "Solved at once"))
    set_goal(care.app, care.owner, care.id, Goal(goal, "Solved at the first contact"))
    assert [g.title for g in plan_view(care.app, care.owner, care.id).goals] == [
        "Solved at the first contact"
    ]
    with pytest.raises(ProblemsError):
        set_goal(care.app, care.owner, care.id, Goal("", " "))


def test_the_plan_suggests_what_holds_the_next_stage_back_first(care: Programme) -> None:
    care.rate_all("1222")
    first = plan_view(care.app, care.owner, care.id).suggestions[0]
    assert (first.criterion, first.step, first.blocks) == ("vision", "Write it down.", True)


def test_what_an_action_lifts_is_not_suggested_again(care: Programme) -> None:
    care.rate_all("1222")
    care.accepted(promises=(Promise("vision", 3.0),))
    assert "vision" not in {s.criterion for s in plan_view(care.app, care.owner, care.id).suggestions}


def test_the_next_cycle_says_whether_a_promise_landed_and_how_true_the_plan_was(care: Programme) -> None:
    care.rate_all("2213")
    action = care.accepted(promises=(Promise("goals", 4.0),), due=date(2026, 6, 1))
    take_step(care.app, care.owner, care.id, action, "started")
    assert plan_view(care.app, care.owner, care.id).accuracy is None
    care.next("Q2 2026")
    care.rate_all("2313")
    view = plan_view(care.app, care.owner, care.id)
    assert view.accuracy is not None
    assert view.accuracy.accuracy == pytest.approx(0.5)
    assert view.accuracy.actions[0].landings[0].landing == "partly"


def test_an_action_that_is_due_later_is_not_judged_yet(care: Programme) -> None:
    care.rate_all("2213")
    action = care.accepted(due=date(2026, 12, 1))
    take_step(care.app, care.owner, care.id, action, "started")
    care.next("Q2 2026")
    care.rate_all("2213")
    assert plan_view(care.app, care.owner, care.id).accuracy is None


def test_lines_are_listed_with_owner_and_what_is_late(care: Programme) -> None:
    action = care.accepted(due=date(2026, 2, 1))
    take_step(care.app, care.owner, care.id, action, "started")
    care.clock.day = date(2026, 2, 10)
    (line,) = plan_view(care.app, care.owner, care.id).actions
    assert (line.owner, line.sponsor, line.is_overdue) == ("Dana Weiss", "Priya Shah", True)


def test_a_title_that_cannot_be_shown_is_refused(care: Programme) -> None:
    with pytest.raises(ProblemsError) as refused:
        propose(care.app, care.owner, care.id, care.plan(title="a\x00", owner="b\x01"))
    assert {problem.path for problem in refused.value.problems} == {"action_title", "owner"}


def test_of_two_who_edit_one_plan_the_later_is_told_and_overwrites_nothing(care: Programme) -> None:
    action = care.proposed()
    seen = action_view(care.app, care.owner, care.id, action).plan
    replan(care.app, care.owner, care.id, action, replace(seen, title="Call-back in the north"))
    with pytest.raises(ConflictError, match="Somebody else saved first"):
        replan(care.app, care.owner, care.id, action, replace(seen, due=date(2026, 11, 1)))
    assert Standing.of(care.app, care.id).notes.action(action).title == "Call-back in the north"


def test_a_pivot_from_an_old_page_takes_no_early_sign_away(care: Programme) -> None:
    action = care.accepted()
    seen = action_view(care.app, care.owner, care.id, action).plan
    read_indicator(care.app, care.owner, care.id, action, 60.0)
    with pytest.raises(ConflictError):
        pivot(care.app, care.owner, care.id, action, replace(seen, title="By text"), "Nobody answers")


def test_an_archived_programme_takes_no_plans_and_figures(care: Programme) -> None:
    action = care.proposed()
    archive(care.app, care.owner, care.id)
    with pytest.raises(RefusedError, match="archive"):
        replan(care.app, care.owner, care.id, action, care.plan(goal="", title="Another"))
    with pytest.raises(RefusedError, match="archive"):
        take_reading(care.app, care.owner, care.id, KPIReading("fcr", UNIT, date(2026, 1, 31), 80.0))


def test_the_first_answers_about_an_action_are_for_who_arranges_and_the_next_for_assessors(
    care: Programme,
) -> None:
    action, said = care.proposed(), Answers({"customers": "helps-some"}, {})
    assessor = somebody(care.app, "Ines", "assessor", care.id)
    with pytest.raises(RefusedError, match="not open yet"):
        answer_questions(care.app, assessor, care.id, action, said)
    care.screen(action)
    answer_questions(care.app, assessor, care.id, action, said)
    assert screening_view(care.app, assessor, care.id, action).mine == {"customers": "helps-some"}


def test_harm_in_an_action_shows_on_home_and_on_the_programme_however_good_the_rest_is(
    care: Programme,
) -> None:
    care.rate_all("2213")
    action = care.accepted()
    care.screen(action, level="helps")
    names = ("customers", "team", "bottom-line", "freshness")
    said = dict.fromkeys(names, "helps") | {"team": "harms"}
    answer_questions(care.app, care.owner, care.id, action, Answers(said, {}))
    assert [(h.title, h.is_open) for h in programme(care.app, care.owner, care.id).harms] == [
        ("Call-back pilot", True)
    ]
    assert all("sees harm in “Call-back pilot”" in card.harm for card in evaluations(care.app, care.owner))


def test_answered_harm_stays_in_sight_as_answered(care: Programme) -> None:
    action = care.proposed()
    care.screen(action, level="harms")
    for criterion in ("customers", "team", "bottom-line", "freshness"):
        answer_harm(care.app, care.owner, care.id, HarmAnswer(action, criterion, "For one quarter only"))
    (harm,) = harms_in_plan(care.app, Standing.of(care.app, care.id).notes)
    assert not harm.is_open


def test_where_actions_are_screened_nothing_waits_for_those_who_were_not_asked(care: Programme) -> None:
    care.screen(care.proposed())
    other = care.person("Priya")
    (card,) = (card for card in evaluations(care.app, other) if card.purpose == "initiative")
    assert (card.my_left, card.headline) == (0, "Where 1 action is asked the four progress questions.")


def test_the_record_names_the_action_and_tells_times_in_the_organisations_zone(care: Programme) -> None:
    set_organisation(care.app, care.owner, Organisation("Acme", "Asia/Tokyo"))
    care.screen(care.proposed())
    line = next(line for line in acts(care.app, care.owner, Asked()) if line.kind == "screening")
    assert line.about == "Call-back pilot"
    assert line.local is not None
    assert line.local.replace(tzinfo=None) - line.at == timedelta(hours=9)

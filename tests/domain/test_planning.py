"""Actions: owned, screened, followed, and changed with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from cxmaturity.domain.errors import ProblemsError, RefusedError
from cxmaturity.domain.indicators import EarlyIndicator, State, checked_again, reading_taken, state
from cxmaturity.domain.planning import (
    Action,
    ActionState,
    Enablement,
    Promise,
    accepted,
    incomplete,
    is_overdue,
    kept,
    moved,
    needs_decision,
    pivoted,
)
from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.results import Result
from cxmaturity.domain.rubric import Condition, RedFlag
from cxmaturity.domain.scoring import score
from cxmaturity.domain.screening import Screening, delivered, screened
from tests.builders import criterion, levels, rate, rubric_of, scored

TODAY = date(2026, 11, 22)
CHECK = date(2026, 11, 15)
NEXT_CHECK = date(2026, 12, 15)
SIGN = EarlyIndicator("Call-backs within a day", 80, "up", CHECK)
CLEAR = Screening("act", 90, (), (), 20, {})


def action(**more: Any) -> Action:
    facts: dict[str, Any] = {
        "title": "Call-back pilot",
        "kind": "initiative",
        "goal": "g1",
        "owner": "Dana",
        "sponsor": "Priya",
        "due": date(2026, 11, 30),
        "promises": (Promise("a", 3),),
        "replaces": "Queueing",
        "indicator": SIGN,
        "enablement": Enablement(told=("front line",)),
    }
    return Action(id="act", subject="U", **{**facts, **more})


def running(**more: Any) -> Action:
    return action(state=ActionState.RUNNING, **more)


def missed(**more: Any) -> Action:
    return running(indicator=reading_taken(SIGN, 60, CHECK), **more)


# the early indicator


@pytest.mark.parametrize(
    ("reading", "read_on", "today", "expected"),
    [
        (None, None, CHECK - timedelta(1), "waiting"),
        (None, None, CHECK, "due"),
        (85, CHECK - timedelta(9), CHECK - timedelta(9), "met"),
        (60, CHECK - timedelta(9), CHECK - timedelta(9), "waiting"),
        (60, CHECK - timedelta(9), CHECK, "due"),
        (60, CHECK, CHECK, "missed"),
        (80, CHECK, CHECK, "met"),
    ],
)
def test_an_early_reading_can_only_speak_for_an_initiative(
    reading: float | None, read_on: date | None, today: date, expected: State
) -> None:
    sign = SIGN if reading is None or read_on is None else reading_taken(SIGN, reading, read_on)
    assert state(sign, today) == expected


def test_an_indicator_that_should_fall_is_met_at_or_below_its_threshold() -> None:
    falling = replace(SIGN, direction="down", threshold=5)
    assert state(reading_taken(falling, 5, CHECK), TODAY) == "met"
    assert state(reading_taken(falling, 5.1, CHECK), TODAY) == "missed"


def test_the_next_check_lies_ahead_and_forgets_the_last_reading() -> None:
    again = checked_again(reading_taken(SIGN, 60, CHECK), NEXT_CHECK, TODAY)
    assert (again.reading, again.check_on) == (None, NEXT_CHECK)
    with pytest.raises(RefusedError, match="still to come"):
        checked_again(SIGN, TODAY, TODAY)


# screening

HELP = levels(-2, -1, 0, 1, 2, scale_id="effect")
QUESTIONS = rubric_of(
    criterion(
        "customers",
        scale=HELP,
        red_flag=RedFlag(Condition("<=", -1), "high", "Name who is hurt", any_assessor=True),
    ),
    criterion("team", scale=HELP),
)


def asked(*rows: list[Rating]) -> Result:
    return score(QUESTIONS, [rating for part in rows for rating in part])


def test_an_initiative_that_helps_and_beats_todays_way_is_clear() -> None:
    found = screened(
        asked(rate("act", {"customers": 2, "team": 1}), rate("today", {"customers": 0, "team": 0})),
        "act",
        "today",
        {},
    )
    assert (found.verdict, found.ahead, found.ahead_by_criterion) == (
        "clear",
        37.5,
        {"customers": 50, "team": 25},
    )


def test_one_persons_harm_blocks_however_good_the_mean_is() -> None:
    rows = [rate("act", {"customers": 2, "team": 2}, f"P{i}") for i in range(9)]
    result = asked(
        *rows, rate("act", {"customers": 2, "team": -1}, "P9"), rate("today", {"customers": 0, "team": 0})
    )
    found = screened(result, "act", "today", {})
    assert (found.verdict, [h.criterion for h in found.harms]) == ("blocked", ["team"])


def test_a_harm_answered_with_a_reason_no_longer_blocks_and_stays_visible() -> None:
    rows = rate("act", {"customers": -1, "team": 2}), rate("today", {"customers": 0, "team": 0})
    found = screened(asked(*rows), "act", "today", {"customers": " for two weeks, with notice "})
    assert found.verdict == "accepted with reasons"
    assert [(h.say, h.answer) for h in found.harms] == [("Name who is hurt", "for two weeks, with notice")]


def test_a_blank_reason_is_no_answer_to_a_harm() -> None:
    rows = rate("act", {"customers": -1, "team": 2}), rate("today", {"customers": 0, "team": 0})
    assert screened(asked(*rows), "act", "today", {"customers": "  "}).verdict == "blocked"


def test_an_open_question_or_todays_way_unscored_leaves_the_screening_incomplete() -> None:
    found = screened(asked(rate("act", {"customers": 1})), "act", "today", {})
    assert found.verdict == "incomplete"
    assert found.in_the_way == (
        "“Team” has no answer yet.",
        "Today's way has no score yet: an initiative must beat the process that it replaces.",
    )
    assert (found.ahead, found.ahead_by_criterion["customers"]) == (None, None)


def test_a_turned_question_sees_harm_at_its_other_end() -> None:
    turned = rubric_of(criterion("strain", scale=HELP, reverse=True))
    result = score(turned, rate("act", {"strain": 1}) + rate("today", {"strain": 0}))
    assert screened(result, "act", "today", {}).verdict == "blocked"


def test_an_action_nobody_was_asked_about_cannot_be_screened() -> None:
    with pytest.raises(RefusedError, match="Nobody has answered"):
        screened(asked(rate("today", {"customers": 0})), "act", "today", {})


def test_asked_again_when_done_each_question_shows_what_was_promised_and_found() -> None:
    before = scored(QUESTIONS, rate("act", {"customers": 2, "team": 1}))["act"]
    after = scored(QUESTIONS, rate("act", {"customers": 1}))["act"]
    assert [(d.promised, d.found, d.held) for d in delivered(before, after)] == [
        (100, 75, False),
        (75, None, None),
    ]


# acceptance and progress


def test_an_action_without_its_parts_is_refused_with_all_of_them_named() -> None:
    empty = Action(id="x", subject="U", title=" ", kind="initiative", effort=9)
    with pytest.raises(ProblemsError) as caught:
        accepted(empty, CLEAR, by="CX", on=TODAY)
    assert [problem.path for problem in caught.value.problems] == [
        *("title", "owner", "sponsor", "due", "goal", "promises", "process", "indicator", "enablement"),
        "effort",
    ]


def test_a_small_action_needs_no_early_indicator() -> None:
    assert incomplete(action(kind="action", indicator=None, enablement=Enablement())) == ()


def test_what_keeps_a_process_need_not_replace_one() -> None:
    assert incomplete(action(replaces="", keeps="Complaints desk")) == ()


def test_harm_that_nobody_answered_keeps_an_action_from_being_accepted() -> None:
    rows = rate("act", {"customers": -1, "team": 2}), rate("today", {"customers": 0, "team": 0})
    with pytest.raises(RefusedError, match="somebody sees harm"):
        accepted(action(), screened(asked(*rows), "act", "today", {}), by="CX", on=TODAY)


def test_the_reasons_for_going_on_are_kept_in_the_history() -> None:
    rows = rate("act", {"customers": -1, "team": 2}), rate("today", {"customers": 0, "team": 0})
    found = accepted(
        action(), screened(asked(*rows), "act", "today", {"customers": "for two weeks"}), by="CX", on=TODAY
    )
    assert found.state is ActionState.ACCEPTED
    assert [(e.move, e.by, e.reason) for e in found.history] == [
        ("accepted", "CX", "Customers: for two weeks")
    ]


def test_an_action_goes_its_way_and_every_step_is_kept() -> None:
    done = accepted(action(), CLEAR, by="CX", on=TODAY)
    done = moved(done, "started", by="Dana", on=TODAY)
    done = moved(done, "paused", by="Dana", on=TODAY, reason="peak season")
    done = moved(done, "resumed", by="Dana", on=TODAY)
    done = moved(done, "done", by="Dana", on=TODAY)
    assert [e.move for e in done.history] == ["accepted", "started", "paused", "resumed", "done"]
    assert done.state is ActionState.DONE


def test_a_step_that_does_not_follow_is_refused() -> None:
    with pytest.raises(RefusedError, match="that is proposed cannot be done"):
        moved(action(), "done", by="Dana", on=TODAY)


@pytest.mark.parametrize("move", ["paused", "stopped"])
def test_to_pause_or_stop_takes_a_reason(move: Any) -> None:
    with pytest.raises(RefusedError, match="Say why"):
        moved(running(), move, by="Dana", on=TODAY, reason=" ")


def test_an_action_is_overdue_from_the_day_after_its_date() -> None:
    due = date(2026, 11, 30)
    assert [is_overdue(running(), day) for day in (due, due + timedelta(1))] == [False, True]
    assert not is_overdue(action(state=ActionState.DONE), date(2027, 1, 1))
    assert not is_overdue(running(due=None), date(2027, 1, 1))


# pivot or keep


def test_a_missed_indicator_asks_for_a_decision_until_one_is_made() -> None:
    assert needs_decision(missed(), TODAY)
    held = kept(missed(), by="Dana", on=TODAY, reason="training came late", check_on=NEXT_CHECK)
    assert not needs_decision(held, TODAY)
    assert [(e.move, e.reason) for e in held.pivots] == [("kept", "training came late")]


def test_what_has_no_indicator_or_is_done_asks_for_nothing() -> None:
    assert not needs_decision(running(indicator=None), TODAY)
    assert not needs_decision(replace(missed(), state=ActionState.DONE), TODAY)


def test_a_pivot_keeps_the_plan_that_it_leaves_behind() -> None:
    old = missed()
    new = replace(old, promises=(Promise("b", 2),), indicator=checked_again(SIGN, NEXT_CHECK, TODAY))
    turned = pivoted(old, new, by="Dana", on=TODAY, reason="customers prefer chat")
    (event,) = turned.pivots
    assert turned.promises == (Promise("b", 2),)
    assert event.was is not None
    assert (event.was.promises, event.reason) == ((Promise("a", 3),), "customers prefer chat")


def test_a_paused_action_may_pivot_between_quarters_without_a_miss() -> None:
    paused = action(state=ActionState.PAUSED)
    turned = pivoted(
        paused, replace(paused, due=date(2027, 2, 1)), by="Dana", on=TODAY, reason="new supplier"
    )
    assert (turned.state, turned.due) == (ActionState.RUNNING, date(2027, 2, 1))


def test_a_pivot_without_reason_change_or_new_check_is_refused() -> None:
    old = missed()
    with pytest.raises(RefusedError, match="Say why"):
        pivoted(old, replace(old, title="x"), by="D", on=TODAY, reason="")
    with pytest.raises(RefusedError, match="choose keep"):
        pivoted(old, old, by="D", on=TODAY, reason="r")
    with pytest.raises(RefusedError, match="check date"):
        pivoted(old, replace(old, title="x"), by="D", on=TODAY, reason="r")


def test_a_pivot_lacks_nothing_that_an_accepted_plan_must_have() -> None:
    with pytest.raises(ProblemsError) as refused:
        pivoted(running(), running(owner="", due=None), by="D", on=TODAY, reason="r")
    assert {problem.path for problem in refused.value.problems} == {"owner", "due"}


def test_a_new_early_sign_is_checked_on_a_day_to_come() -> None:
    past = replace(SIGN, title="another", check_on=date(2025, 1, 1))
    with pytest.raises(RefusedError, match="still to come"):
        pivoted(running(), running(indicator=past), by="D", on=TODAY, reason="r")


def test_without_a_miss_there_is_nothing_to_keep() -> None:
    with pytest.raises(RefusedError, match="nothing to decide"):
        kept(running(), by="D", on=TODAY, reason="r", check_on=NEXT_CHECK)
    with pytest.raises(RefusedError, match="nothing to decide"):
        kept(running(indicator=None), by="D", on=TODAY, reason="r", check_on=NEXT_CHECK)

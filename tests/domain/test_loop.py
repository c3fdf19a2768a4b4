"""Plan, execute, quantify, repeat: where a cycle is, what is due, and what holds it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cxmaturity.domain.assumptions import Assumption, Outcome
from cxmaturity.domain.confirmation import Origin, TracedRating
from cxmaturity.domain.decomposition import Decomposition
from cxmaturity.domain.evidence import EvidenceItem, EvidenceKind
from cxmaturity.domain.indicators import EarlyIndicator, reading_taken
from cxmaturity.domain.loop import (
    LoopFacts,
    LoopStep,
    Momentum,
    count_actions,
    due,
    holds_back,
    momentum,
    where,
)
from cxmaturity.domain.planning import Action, ActionState, PlanEvent
from cxmaturity.domain.rubric import Stages
from tests.builders import criterion, number, one, rate, rubric_of

TODAY = date(2026, 11, 22)
ENDS = date(2026, 12, 31)


@pytest.mark.parametrize(("facts", "now"), [
    (LoopFacts(), LoopStep.PLAN),
    (LoopFacts(targets=3), LoopStep.PLAN),
    (LoopFacts(targets=3, proposed=1), LoopStep.PLAN),
    (LoopFacts(targets=3, running=1, proposed=1), LoopStep.QUANTIFY),
    (LoopFacts(targets=3, running=1, untouched=1), LoopStep.EXECUTE),
    (LoopFacts(targets=3, accepted=1, answers=9, confirmed=8, is_closed=True), LoopStep.REPEAT),
    (LoopFacts(targets=3, accepted=1), LoopStep.EXECUTE),
    (LoopFacts(targets=3, accepted=1, running=1), LoopStep.EXECUTE),
    (LoopFacts(targets=3, running=1), LoopStep.QUANTIFY),
    (LoopFacts(targets=3, done=1, answers=9, confirmed=8), LoopStep.QUANTIFY),
    (LoopFacts(targets=3, done=1, answers=9, confirmed=9, kpis=2, kpis_read=1), LoopStep.QUANTIFY),
    (LoopFacts(targets=3, done=1, answers=9, confirmed=9, kpis=2, kpis_read=2), LoopStep.REPEAT),
    (LoopFacts(targets=3, done=1, answers=9, confirmed=9, is_closed=True), LoopStep.REPEAT),
    (LoopFacts(targets=3, done=1, answers=9, confirmed=9, is_closed=True, is_followed=True), None),
])  # fmt: skip
def test_the_loop_stands_at_the_first_step_that_is_not_done(facts: LoopFacts, now: LoopStep | None) -> None:
    assert where(facts).now == now


def test_each_step_is_judged_alone_and_says_what_is_missing() -> None:
    view = where(LoopFacts(targets=1, answers=4, confirmed=4))
    assert [(step.is_done, step.says) for step in view.steps] == [
        (False, "No action is accepted yet."),
        (False, "Started 0 of 0, done 0."),
        (True, "Confirmed 4 of 4, KPIs read 0 of 0."),
        (False, "Not closed yet."),
    ]


SIGN = EarlyIndicator("First sign", 80, "up", date(2026, 12, 1))
PILOT = Action(
    id="p", subject="U", title="Pilot", owner="Dana", due=ENDS, state=ActionState.RUNNING, indicator=SIGN
)


def test_a_paused_action_has_been_started_and_a_stopped_one_is_gone() -> None:
    states = (
        ActionState.PAUSED,
        ActionState.STOPPED,
        ActionState.ACCEPTED,
        ActionState.PROPOSED,
        ActionState.DONE,
    )
    counts = count_actions(replace(PILOT, state=state) for state in states)
    assert counts == {"proposed": 1, "accepted": 1, "running": 1, "untouched": 0, "done": 1}


def test_what_was_done_or_started_before_a_cycle_does_not_execute_its_plan() -> None:
    before = PlanEvent(date(2026, 9, 30), "d", "started")
    old = [
        replace(PILOT, state=state, history=(before,)) for state in (ActionState.DONE, ActionState.RUNNING)
    ]
    counts = count_actions(old, date(2026, 10, 1))
    assert (counts["done"], counts["running"], counts["untouched"]) == (0, 1, 1)


def test_what_is_due_is_listed_by_date_with_who_has_to_do_it() -> None:
    study = Assumption("s", "x", "Priya", "Read calls", EvidenceKind.DATA, date(2026, 11, 20))
    found = due(
        TODAY, last_day=ENDS, waiting={"Tom": 6, "Ann": 0, "Zoe": 1}, actions=[PILOT], assumptions=[study]
    )
    assert [(d.what, d.title, d.who, d.is_late) for d in found] == [
        ("study", "Read calls", "Priya", True),
        ("check", "First sign", "Dana", False),
        ("action", "Pilot", "Dana", False),
        ("answers", "Confirm 1 answer", "Zoe", False),
        ("answers", "Confirm 6 answers", "Tom", False),
    ]


def test_a_missed_check_becomes_a_decision_and_a_met_one_leaves() -> None:
    missed = replace(PILOT, indicator=reading_taken(replace(SIGN, check_on=TODAY), 60, TODAY))
    met = replace(PILOT, indicator=reading_taken(SIGN, 90, TODAY), due=None)
    assert [d.what for d in due(TODAY, last_day=ENDS, waiting={}, actions=[missed])] == ["decision", "action"]
    assert due(TODAY, last_day=ENDS, waiting={}, actions=[met]) == ()


def test_what_is_done_or_tested_is_not_due() -> None:
    done = replace(PILOT, state=ActionState.DONE)
    bare = replace(PILOT, indicator=None, due=None)
    known = Assumption("s", "x", "P", "y", EvidenceKind.DATA, TODAY, outcome=Outcome.HELD)
    assert due(TODAY, last_day=ENDS, waiting={}, actions=[done, bare], assumptions=[known]) == ()


STAGES = Stages(3, {1: {1: 1.0}})


def test_the_one_thing_is_the_cheapest_blocker_with_its_next_step() -> None:
    rubric = rubric_of(
        criterion("dear", stage=1, effort=5),
        criterion("cheap", stage=1, effort=1, next_step={"l1": "Ask every caller."}),
        stages=STAGES,
    )
    found = holds_back(rubric, one(rubric, {"dear": 1, "cheap": 1}))
    assert found is not None
    assert (found.criterion, found.step, found.next_stage, found.needed) == (
        "cheap",
        "Ask every caller.",
        1,
        2,
    )


def test_an_unanswered_blocker_starts_from_its_worst_level() -> None:
    steps = {"l0": "Begin.", "l4": "Stop it."}
    rubric = rubric_of(criterion("x"), criterion("a", stage=1, reverse=True, next_step=steps), stages=STAGES)
    found = holds_back(rubric, one(rubric, {"x": 1}))
    assert found is not None
    assert found.step == "Stop it."


def test_a_number_that_blocks_has_no_words() -> None:
    rubric = rubric_of(criterion("n", stage=1, scale=number(0, 10)), stages=STAGES)
    found = holds_back(rubric, one(rubric, {"n": 1}))
    assert found is not None
    assert not found.step


def test_where_every_stage_is_reached_nothing_holds_back() -> None:
    rubric = rubric_of(criterion("a", stage=1), stages=STAGES)
    assert holds_back(rubric, one(rubric, {"a": 4})) is None
    assert holds_back(rubric_of(criterion("a")), one(rubric_of(criterion("a")), {"a": 0})) is None


def test_momentum_is_what_is_confirmed_moved_and_fresh() -> None:
    rubric = rubric_of(criterion("a"), criterion("b"))
    rows = rate("U", {"a": 1, "b": 1}) + rate("V", {"a": 1})
    answers = [
        TracedRating(row, origin)
        for row, origin in zip(rows, (Origin.CONFIRMED, Origin.CARRIED, Origin.CARRIED), strict=True)
    ]
    proof = EvidenceItem("e", "t", "", EvidenceKind.DATA, date(2026, 11, 12), "P", ("a",))
    year = Decomposition("U", "Q4 2025", "Q4 2026", 9, {"a": 4}, {"c": 5}, 50, is_break=True)
    found = momentum(rubric, "U", TODAY, answers=answers, evidence=[proof], over_a_year=year)
    assert found == Momentum(0.5, 4, 10)


def test_without_history_momentum_is_unknown_and_not_zero() -> None:
    found = momentum(rubric_of(criterion("a")), "U", TODAY, answers=[], evidence=[], over_a_year=None)
    assert found == Momentum(None, None, None)

"""What the quarterly loop keeps: entries with history, carried answers with their trace, closings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cxmaturity.domain.confirmation import Origin, TracedRating
from cxmaturity.domain.errors import ConflictError
from cxmaturity.domain.indicators import EarlyIndicator
from cxmaturity.domain.planning import Action, ActionState, Enablement, PlanEvent, Promise
from cxmaturity.domain.ratings import Answer, Rating
from cxmaturity.store.bodies import read_as, written
from cxmaturity.store.carried import add_carried, add_change, move_carried, traced_answers, waiting_counts
from cxmaturity.store.closings import Closing, add_closing, closings_of
from cxmaturity.store.engine import Engine
from cxmaturity.store.evaluations import Cycle, add_cycle, remove_evaluation
from cxmaturity.store.loop_entries import (
    Entry,
    books_naming,
    entries_extent,
    entries_of,
    entry_history,
    put_entry,
    rename_entry,
    rewrite_body,
)
from cxmaturity.store.ratings import save
from cxmaturity.store.texts import Text, keep_text
from tests.store.builders import BLANK, NOW

NAMES = {"sAlder": "Alder", "sBirch": "Birch"}
IDS = {"Alder": "sAlder", "Birch": "sBirch"}
GOAL = Entry("goal", "g1", 0, "c1", '{"id": "g1"}', "p1", NOW)
CLOSED = Closing("c1", 1, "closed", "p1", "Dana Weiss", "f" * 64, "{}", NOW)
WAITING = TracedRating(
    Rating("Alder", "field", Answer.LEVEL, 3.0, "l3", "p1"), Origin.CARRIED, date(2026, 8, 1), unchecked=2
)


def carry(engine: Engine, *answers: TracedRating) -> None:
    with engine.write() as transaction:
        add_carried(transaction, "e1", "c1", answers, IDS)


def give(engine: Engine, value: float | None, origin: str, reason: str = "") -> None:
    answer = "unanswered" if value is None else "level"
    given = replace(
        BLANK, answer=answer, value=value, level=f"l{value or 0:g}", origin=origin, request_id=origin
    )
    with engine.write() as transaction:
        stored = save(transaction, given)
        if reason:
            kept = keep_text(transaction, Text("t1", "p1", "reason", reason, NOW))
            add_change(transaction, stored, kept, date(2026, 10, 1))


def test_of_an_entry_the_last_change_holds_and_the_first_stays_readable(engine: Engine) -> None:
    with engine.write() as transaction:
        put_entry(transaction, "e1", GOAL)
        put_entry(transaction, "e1", replace(GOAL, revision=1, body='{"id": "g1", "title": "x"}'))
    assert [entry.body for entry in entries_of(engine, "e1")] == ['{"id": "g1", "title": "x"}']
    assert next(entry.body for entry in entry_history(engine, "e1", "goal", "g1")) == '{"id": "g1"}'
    assert entries_extent(engine, "e1") == 2


def test_two_who_change_one_entry_at_once_do_not_overwrite_each_other(engine: Engine) -> None:
    with engine.write() as transaction:
        put_entry(transaction, "e1", GOAL)
    with pytest.raises(ConflictError), engine.write() as transaction:
        put_entry(transaction, "e1", GOAL)


def test_a_body_can_be_found_by_a_word_and_written_anew(engine: Engine) -> None:
    with engine.write() as transaction:
        put_entry(transaction, "e1", GOAL)
        rewrite_body(transaction, ("e1", "goal", "g1"), 1, "{}")
        rename_entry(transaction, ("e1", "goal", "g1"), "g2")
    assert [(entry.id, entry.body) for _, entry in books_naming(engine, GOAL.actor_id)] == [("g2", "{}")]
    assert books_naming(engine, "g1") == []


def test_an_answer_that_waits_is_there_and_stands_in_no_score(engine: Engine) -> None:
    carry(engine, WAITING)
    (found,) = traced_answers(engine, "e1", "c1", NAMES)
    assert (found.origin, found.unchecked, found.looked_at) == (Origin.CARRIED, 2, date(2026, 8, 1))
    assert engine.read("select count(*) from rating_events") == [(0,)]


@pytest.mark.parametrize(
    ("value", "origin", "came", "unchecked"),
    [
        (3.0, "confirmed", Origin.CONFIRMED, 0),
        (3.0, "bulk confirmed", Origin.BULK_CONFIRMED, 2),
        (4.0, "changed", Origin.CHANGED, 0),
        (3.0, "own", Origin.CONFIRMED, 0),
        (4.0, "own", Origin.CHANGED, 0),
        (None, "own", Origin.CARRIED, 2),
    ],
)
def test_what_was_done_to_a_carried_answer_is_told_by_its_event(
    engine: Engine, value: float | None, origin: str, came: Origin, unchecked: int
) -> None:
    carry(engine, WAITING)
    give(engine, value, origin)
    (found,) = traced_answers(engine, "e1", "c1", NAMES, "p1")
    assert (found.origin, found.unchecked) == (came, unchecked)
    assert found.before is not None
    assert found.before.value == 3.0


def test_a_first_answer_is_fresh_and_another_person_sees_nothing_of_it(engine: Engine) -> None:
    give(engine, 2.0, "own")
    assert [answer.origin for answer in traced_answers(engine, "e1", "c1", NAMES)] == [Origin.FRESH]
    assert traced_answers(engine, "e1", "c1", NAMES, "p2") == []


def test_a_change_keeps_its_reason_and_since_when(engine: Engine) -> None:
    carry(engine, WAITING)
    give(engine, 4.0, "changed", reason="A new team")
    (found,) = traced_answers(engine, "e1", "c1", NAMES)
    assert (found.reason, found.since) == ("A new team", date(2026, 10, 1))


def test_waiting_answers_are_counted_by_person(engine: Engine) -> None:
    carry(engine, WAITING, replace(WAITING, rating=replace(WAITING.rating, criterion="drive")))
    give(engine, 3.0, "confirmed")
    assert waiting_counts(engine, "e1", "c1") == {"p1": (2, 1)}


def test_a_revision_opens_with_what_the_cycle_opened_with(engine: Engine) -> None:
    carry(engine, WAITING, replace(WAITING, rating=replace(WAITING.rating, criterion="drive")))
    with engine.write() as transaction:
        add_cycle(transaction, Cycle("c2", "e1", "Q4 again", 2, None, None, "open"))
        move_carried(transaction, "c1", "c2", ["drive"])
    assert [a.rating.criterion for a in traced_answers(engine, "e1", "c2", NAMES)] == ["drive"]


def test_closings_are_added_and_never_overwritten(engine: Engine) -> None:
    with engine.write() as transaction:
        name = keep_text(transaction, Text("t1", "p1", "signature", "Dana Weiss", NOW))
        add_closing(transaction, "e1", CLOSED, name)
        add_closing(
            transaction,
            "e1",
            replace(CLOSED, revision=2, move="reopened", recorded_at=NOW + timedelta(1)),
            None,
        )
    assert [(c.move, c.words) for c in closings_of(engine, "e1")] == [
        ("closed", "Dana Weiss"),
        ("reopened", ""),
    ]
    with pytest.raises(ConflictError), engine.write() as transaction:
        add_closing(transaction, "e1", CLOSED, None)


def test_removing_an_evaluation_takes_its_loop_along(engine: Engine) -> None:
    carry(engine, WAITING)
    give(engine, 4.0, "changed", reason="A new team")
    with engine.write() as transaction:
        put_entry(transaction, "e1", GOAL)
        name = keep_text(transaction, Text("t2", "p1", "signature", "Dana", NOW))
        add_closing(transaction, "e1", CLOSED, name)
        remove_evaluation(transaction, "e1")
    left = (
        "select (select count(*) from loop_entries) + (select count(*) from carried_answers) "
        "+ (select count(*) from answer_changes) + (select count(*) from cycle_closings) "
        "+ (select count(*) from texts)"
    )
    assert engine.read(left) == [(0,)]


LEFT_BEHIND = Action(id="a1", subject="sAlder", title="Old")
PILOT = Action(
    id="a1",
    subject="sAlder",
    title="Call-back pilot",
    kind="initiative",
    due=date(2026, 12, 1),
    state=ActionState.RUNNING,
    promises=(Promise("field", 3.0),),
    enablement=Enablement("asked", ("team",), (), (), {"p1": "lead a team"}),
    indicator=EarlyIndicator(
        "Calls returned", 80.0, "up", date(2026, 11, 1), reading=70.0, read_on=date(2026, 11, 1)
    ),
    history=(PlanEvent(date(2026, 10, 1), "p1", "pivoted", "too slow", LEFT_BEHIND),),
)


def test_an_action_with_everything_in_it_comes_back_as_it_was() -> None:
    assert read_as(Action, written(PILOT)) == PILOT


def test_a_field_that_is_not_known_yet_or_any_more_is_no_trouble() -> None:
    read = read_as(Action, '{"id": "a1", "subject": "s", "title": "T", "once": 1}')
    assert read == Action(id="a1", subject="s", title="T")

from __future__ import annotations

from dataclasses import replace

import pytest

from cxmaturity.domain.errors import ConflictError, NotFoundError, RefusedError
from cxmaturity.domain.ratings import Answer
from cxmaturity.store.engine import Engine
from cxmaturity.store.evaluations import close_cycle
from cxmaturity.store.ratings import (
    Event,
    answered_by,
    event_counts,
    history,
    own_ratings,
    record,
    save,
)
from cxmaturity.store.texts import Text, add_texts
from tests.store.builders import BLANK, NOW, Rater


def stored(engine: Engine) -> tuple[Event, ...]:
    return history(engine, BLANK)


def test_the_first_answer_is_revision_one_and_each_change_the_next(rater: Rater) -> None:
    assert [rater.gives(3).revision, rater.gives(2, base=1).revision] == [1, 2]


def test_a_changed_answer_keeps_its_history(engine: Engine, rater: Rater) -> None:
    rater.gives(3)
    rater.gives(1, base=1)
    assert [event.value for event in stored(engine)] == [3.0, 1.0]


def test_a_save_that_saw_an_old_revision_is_a_conflict_and_changes_nothing(
    engine: Engine, rater: Rater
) -> None:
    rater.gives(3)
    with pytest.raises(ConflictError):
        rater.gives(1, base=0)
    assert [event.value for event in stored(engine)] == [3.0]


def test_the_same_request_sent_again_is_harmless(engine: Engine) -> None:
    with engine.write() as transaction:
        first = save(transaction, BLANK, 0)
    with engine.write() as transaction:
        again = save(transaction, replace(BLANK, value=0.0), 0)
    assert again == first
    assert len(stored(engine)) == 1


def test_a_closed_cycle_takes_nothing(engine: Engine, rater: Rater) -> None:
    with engine.write() as transaction:
        close_cycle(transaction, "c1")
    with pytest.raises(RefusedError, match="2026 Q4 is closed"):
        rater.gives(3)


def test_a_cycle_that_does_not_exist_takes_nothing(engine: Engine) -> None:
    with pytest.raises(NotFoundError), engine.write() as transaction:
        save(transaction, replace(BLANK, cycle_id="nowhere"), 0)


def test_many_events_are_recorded_together_or_not_at_all(engine: Engine) -> None:
    twice = [replace(BLANK, assessor_id="p5"), replace(BLANK, assessor_id="p5")]
    with pytest.raises(ConflictError), engine.write() as transaction:
        record(transaction, [replace(BLANK, assessor_id="p4"), *twice])
    assert engine.read("select count(*) from rating_events") == [(0,)]


def test_my_sheet_shows_my_last_answer_with_its_note(engine: Engine, rater: Rater) -> None:
    rater.gives(3)
    with engine.write() as transaction:
        add_texts(transaction, [Text("t1", "p1", "note", "They showed us the plan.", NOW)])
        save(transaction, replace(BLANK, value=1.0, level="l1", note_id="t1", request_id="later"), 1)
    mine = own_ratings(engine, "e1", "c1", "sAlder", "p1")["field"]
    assert (mine.level, mine.note, mine.revision) == ("l1", "They showed us the plan.", 2)


def test_my_sheet_does_not_show_what_others_said(engine: Engine, rater: Rater) -> None:
    rater.gives(3)
    assert own_ratings(engine, "e1", "c1", "sAlder", "p2") == {}


def test_my_sheet_shows_the_latest_round(engine: Engine, rater: Rater) -> None:
    rater.gives(3)
    rater.gives(4, round_number=2)
    assert own_ratings(engine, "e1", "c1", "sAlder", "p1")["field"].round == 2


def test_a_cleared_answer_does_not_count_as_given(engine: Engine, rater: Rater) -> None:
    rater.gives(3)
    rater.gives(2, criterion="drive")
    rater.gives(None, base=1, answer=Answer.UNANSWERED)
    assert answered_by(engine, "p1") == {("e1", "c1"): 1}


def test_an_answer_in_two_rounds_is_one_answer_given(engine: Engine, rater: Rater) -> None:
    rater.gives(3)
    rater.gives(4, round_number=2)
    assert answered_by(engine, "p1") == {("e1", "c1"): 1}


def test_events_and_assessors_are_counted_by_cycle(engine: Engine, rater: Rater) -> None:
    rater.gives(3)
    rater.gives(2, base=1)
    Rater(engine, "p2").gives(4)
    assert event_counts(engine, "e1") == {"c1": (3, 2, NOW)}

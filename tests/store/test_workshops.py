from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cxmaturity.domain.errors import ConflictError, NotFoundError
from cxmaturity.domain.workshop.events import Created, DoorLocked, Event, Removed, TimerSet
from cxmaturity.domain.workshop.roster import Participant
from cxmaturity.domain.workshop.settings import RoomSubject, Settings
from cxmaturity.store.engine import Engine
from cxmaturity.store.evaluations import remove_evaluation
from cxmaturity.store.integrity import flaws
from cxmaturity.store.participants import participants_of, record_attendance
from cxmaturity.store.people import Person, add_people, erase_person
from cxmaturity.store.sealed import SealedAnswer, earlier_answers, seal, sealed_answers
from cxmaturity.store.workshops import (
    Pulse,
    Workshop,
    add_workshop,
    all_workshops,
    append_events,
    close_workshop,
    events_of,
    held_workshop,
    one_workshop,
    pulse_of,
    workshop_with_code,
)
from tests.store.builders import NOW

SETTINGS = Settings("Partners", "a" * 64, (RoomSubject("sAlder", "Alder"),), ("field",))
ROOM = Workshop("w1", "e1", "c1", "C7K4MX", "open", 0, "p0", NOW)
CREATED: Event = Created(NOW, "p0", SETTINGS)
ANA = Participant("p1", 1, 517, NOW, "Ana", "Board", NOW)
SAID = SealedAnswer("w1", 1, "sAlder", "field", "p1", "level", "l3", 3.0, "", "", "r1", NOW)


@pytest.fixture(autouse=True)
def room(engine: Engine) -> Workshop:
    with engine.write() as transaction:
        add_workshop(transaction, ROOM)
        return append_events(transaction, ROOM, [CREATED])


def came(engine: Engine, participant: Participant = ANA, base: int = 0) -> None:
    with engine.write() as transaction:
        if not base:
            add_people(transaction, [Person(participant.id, participant.name, "participant", NOW)])
        record_attendance(transaction, "w1", participant, base, NOW)


def said(engine: Engine, answer: SealedAnswer = SAID) -> SealedAnswer:
    with engine.write(beside=True) as transaction:
        return seal(transaction, answer, earlier_answers(transaction, answer))


def test_what_happened_in_a_room_comes_back_as_it_was(engine: Engine, room: Workshop) -> None:
    happened: list[Event] = [
        TimerSet(NOW, "p0", NOW + timedelta(minutes=5), locks=True),
        Removed(NOW, "p0", "p1", "left early"),
    ]
    with engine.write() as transaction:
        append_events(transaction, room, happened)
    assert events_of(engine, "w1") == (CREATED, *happened)


def test_the_room_counts_its_events(engine: Engine, room: Workshop) -> None:
    assert one_workshop(engine, "w1") == replace(ROOM, revision=1) == room


def test_of_two_who_saw_the_same_revision_one_is_told_that_the_other_was_first(
    engine: Engine, room: Workshop
) -> None:
    with engine.write() as transaction:
        append_events(transaction, room, [DoorLocked(NOW, "p0")])
    with pytest.raises(ConflictError), engine.write() as transaction:
        append_events(transaction, room, [DoorLocked(NOW, "p9")])
    assert events_of(engine, "w1")[1].by == "p0"


def test_a_room_that_does_not_exist_is_not_found(engine: Engine) -> None:
    with pytest.raises(NotFoundError, match="no such workshop"):
        one_workshop(engine, "w9")


def test_a_code_leads_to_the_room_that_is_open_although_an_older_one_had_it(
    engine: Engine, room: Workshop
) -> None:
    with engine.write() as transaction:
        close_workshop(transaction, held_workshop(transaction, "w1"))
        add_workshop(transaction, replace(ROOM, id="w0", created_at=NOW - timedelta(days=1)))
    found = workshop_with_code(engine, room.code)
    assert found is not None
    assert (found.id, found.is_open) == ("w0", True)


def test_a_code_that_nobody_ever_had_leads_nowhere(engine: Engine) -> None:
    assert workshop_with_code(engine, "XXXXXX") is None


def test_rooms_come_newest_first(engine: Engine) -> None:
    with engine.write() as transaction:
        add_workshop(transaction, replace(ROOM, id="w2", code="F", created_at=NOW + timedelta(days=1)))
    assert [found.id for found in all_workshops(engine)] == ["w2", "w1"]


def test_somebody_is_as_their_last_change_says_and_named_as_people_are(engine: Engine) -> None:
    came(engine)
    changed = replace(ANA, role="Care", conflicts={"sAlder": NOW})
    came(engine, changed, base=1)
    ((found, revision),) = [(a.participant, a.revision) for a in participants_of(engine, "w1")]
    assert (found, revision) == (changed, 2)


def test_who_gave_no_name_has_none_although_the_table_of_people_calls_them_something(engine: Engine) -> None:
    came(engine, replace(ANA, name="Participant 1"))
    assert participants_of(engine, "w1")[0].participant.name == ""


def test_two_devices_cannot_both_make_the_same_change(engine: Engine) -> None:
    came(engine)
    came(engine, replace(ANA, role="Care"), base=1)
    with pytest.raises(ConflictError):
        came(engine, replace(ANA, role="Sales"), base=1)


def test_an_answer_is_sealed_with_its_note_and_a_later_tap_counts(engine: Engine) -> None:
    said(engine)
    said(engine, replace(SAID, level="l1", value=1.0, note="they asked us", request_id="r2"))
    ((found),) = sealed_answers(engine, "w1")
    assert (found.value, found.revision, found.note) == (1.0, 2, "they asked us")


def test_a_later_round_leaves_the_first_as_it_was(engine: Engine) -> None:
    said(engine)
    said(engine, replace(SAID, round=2, value=4.0, level="l4", reason="persuaded", request_id="r2"))
    found = sealed_answers(engine, "w1")
    assert [(a.round, a.value, a.revision, a.reason) for a in found] == [
        (1, 3.0, 1, ""),
        (2, 4.0, 1, "persuaded"),
    ]


def test_sealed_answers_are_no_ratings_of_the_evaluation(engine: Engine) -> None:
    said(engine)
    assert engine.read("select count(*) from rating_events") == [(0,)]


def test_of_an_erased_person_nothing_is_left_in_a_room_but_numbers(engine: Engine) -> None:
    came(engine)
    said(engine, replace(SAID, note="Ana was here"))
    with engine.write() as transaction:
        erase_person(transaction, "p1", "Erased person", NOW)
    ((found),) = sealed_answers(engine, "w1")
    ((ana),) = participants_of(engine, "w1")
    assert (found.note, found.value, ana.participant.role) == ("", 3.0, "")


def test_with_an_evaluation_its_rooms_go_too(engine: Engine) -> None:
    came(engine)
    said(engine)
    with engine.write() as transaction:
        remove_evaluation(transaction, "e1")
    left = engine.read(
        "select (select count(*) from workshops) + (select count(*) from workshop_events) "
        "+ (select count(*) from participants) + (select count(*) from workshop_answers)"
    )
    assert left == [(0,)]


def test_every_change_in_a_room_shows_in_its_pulse(engine: Engine) -> None:
    came(engine)
    said(engine)
    said(engine, replace(SAID, request_id="r2"))
    assert pulse_of(engine, "w1") == Pulse(events=1, people=1, answers=2)


def test_a_whole_room_has_no_flaw_and_one_with_a_hole_in_its_record_has(engine: Engine) -> None:
    came(engine)
    assert list(flaws(engine)) == []
    with engine.write() as transaction:
        transaction.run("update workshops set revision = 2")
    assert list(flaws(engine)) == ["There are workshops whose record is not whole: 1."]

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cxmaturity.domain.workshop.hosting import LockDoor
from cxmaturity.domain.workshop.steering import Reveal
from cxmaturity.services.application import App
from cxmaturity.services.live_rooms import MOST_ROOMS, LiveRoom, LiveRooms, read_state
from cxmaturity.services.people import erase
from cxmaturity.store.people import set_person
from cxmaturity.store.workshops import one_workshop, pulse_of
from tests.services.hall import Clock, Hall, open_hall, running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(tmp_path: Path, clock: Clock) -> App:
    return open_hall(tmp_path, clock=clock)


@pytest.fixture
def hall(app: App) -> Hall:
    return running(app, "Ana", "Ben")


def elsewhere(hall: Hall) -> Hall:
    """Return the same workshop as another process on the same store has it."""
    return replace(hall, app=replace(hall.app, rooms=LiveRooms()))


def test_a_copy_that_followed_every_change_is_what_the_store_has(hall: Hall) -> None:
    hall.give_all("Ana", 3)
    hall.do(LockDoor)
    hall.do(Reveal, missing=1)
    copy = hall.app.rooms.room(hall.id).state(hall.app.store, hall.app.now())
    stored = read_state(hall.app.store, hall.id)
    assert (copy.room, copy.people, set(copy.answers)) == (stored.room, stored.people, set(stored.answers))
    assert copy.pulse == stored.pulse == pulse_of(hall.app.store, hall.id)


def test_a_phone_answers_without_asking_the_store_for_everything(hall: Hall) -> None:
    before = hall.app.rooms.room(hall.id).state(hall.app.store, hall.app.now())
    hall.give("Ana", hall.cell("Northwind", "field"), 3)
    after = hall.app.rooms.room(hall.id).state(hall.app.store, hall.app.now())
    assert (after.memory is before.memory, len(after.answers)) == (True, 1)


def test_an_answer_given_through_another_process_shows_within_a_second(hall: Hall, clock: Clock) -> None:
    hall.console()
    elsewhere(hall).give_all("Ana", 3)
    clock.pass_by(seconds=1)
    assert hall.console().head.progress.done == 1


def test_a_person_who_came_through_another_process_shows_within_a_second(hall: Hall, clock: Clock) -> None:
    hall.console()
    elsewhere(hall).come("Eve")
    clock.pass_by(seconds=1)
    assert [person.label for person in hall.console().people] == ["Ana", "Ben", "Eve"]


def test_what_somebody_was_renamed_to_elsewhere_shows_within_minutes(hall: Hall, clock: Clock) -> None:
    hall.console()
    with hall.app.store.write() as transaction:
        set_person(transaction, hall.people["Ana"].person_id, "Anna", None)
    clock.pass_by(minutes=5)
    assert hall.console().people[0].label == "Anna"


def test_an_erased_persons_note_and_name_are_in_no_copy(hall: Hall) -> None:
    hall.give("Ana", hall.cell("Northwind", "field"), 3, note="Ana was here")
    hall.do(Reveal, missing=2)
    hall.phone("Ben")
    erase(hall.app, hall.host, hall.people["Ana"].person_id)
    assert "Ana" not in str(hall.phone("Ben").agenda)


def test_an_older_answer_that_arrives_late_changes_nothing(hall: Hall) -> None:
    cell = hall.cell("Northwind", "field")
    room = hall.app.rooms.room(hall.id)
    hall.give("Ana", cell, 3)
    first = room.state(hall.app.store, hall.app.now()).answers[0]
    hall.give("Ana", cell, 1)
    room.took(first)
    assert room.state(hall.app.store, hall.app.now()).answers[0].value == 1.0


def test_a_copy_that_missed_events_is_read_anew(hall: Hall) -> None:
    room = hall.app.rooms.room(hall.id)
    room.state(hall.app.store, hall.app.now())
    elsewhere(hall).do(LockDoor)
    elsewhere(hall).do(Reveal, missing=2)
    room.moved(one_workshop(hall.app.store, hall.id), ())
    assert room.state(hall.app.store, hall.app.now()).room.revision == 6


def test_a_room_that_nobody_has_asked_for_follows_nothing(hall: Hall) -> None:
    state = hall.app.rooms.room(hall.id).state(hall.app.store, hall.app.now())
    unread = LiveRoom(hall.id)
    unread.met(next(iter(state.attendance.values())))
    hall.give("Ana", hall.cell("Northwind", "field"), 3)
    unread.took(hall.app.rooms.room(hall.id).state(hall.app.store, hall.app.now()).answers[0])
    assert unread.state(hall.app.store, hall.app.now()).pulse == pulse_of(hall.app.store, hall.id)


def test_only_so_many_rooms_are_kept_in_memory() -> None:
    rooms = LiveRooms()
    first = rooms.room("w0")
    for number in range(1, MOST_ROOMS + 1):
        rooms.room(f"w{number}")
    assert rooms.room("w0") is not first


def test_a_clock_that_went_backwards_does_not_freeze_a_copy(hall: Hall, clock: Clock) -> None:
    hall.console()
    elsewhere(hall).do(LockDoor)
    clock.now -= timedelta(hours=1)
    assert hall.console().head.door_is_locked

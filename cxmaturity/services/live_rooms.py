"""Copies of live rooms in this process, so that a hundred phones that ask every second cost almost nothing.

The store is the truth. A copy follows every change that this process makes, and compares itself with the
store once a second for what others change. It holds sealed answers and therefore never leaves this layer:
screens get what `sight` lets through.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from threading import RLock

from cxmaturity.domain.ratings import Answer
from cxmaturity.domain.workshop.events import Event, after, fold
from cxmaturity.domain.workshop.guesses import Guesses
from cxmaturity.domain.workshop.room import Room
from cxmaturity.domain.workshop.roster import (
    Mark,
    Participant,
    Progress,
    asked,
    open_cells,
    progress,
    told_apart,
)
from cxmaturity.domain.workshop.settings import Cell
from cxmaturity.services.memory import Memory
from cxmaturity.store.decisions import Decision, decisions_of
from cxmaturity.store.engine import Reader
from cxmaturity.store.participants import Attendance, participants_of
from cxmaturity.store.sealed import SealedAnswer, sealed_answers
from cxmaturity.store.workshops import Pulse, Workshop, events_of, one_workshop, pulse_of

TRUSTED_FOR = timedelta(seconds=1)
READ_ANEW_AFTER = timedelta(minutes=5)  # what people are called may change without the room's knowing
MOST_ROOMS = 50

Place = tuple[int, str, str, str]  # round, subject, criterion, person


@dataclass(frozen=True)
class RoomState:
    """A room at one moment; ``answers`` are the present ones of every round, sealed ones too.

    ``memory`` keeps what was worked out for this room; whoever asks it names all that an answer depends on.
    """

    workshop: Workshop
    room: Room
    events: tuple[Event, ...]
    attendance: Mapping[str, Attendance]
    answers: tuple[SealedAnswer, ...]
    memory: Memory
    decisions: tuple[Decision, ...] = ()

    @cached_property
    def pulse(self) -> Pulse:
        """Return how often anything has changed, as the store counts it."""
        people = sum(one.revision for one in self.attendance.values())
        answers = sum(answer.revision for answer in self.answers)
        return Pulse(len(self.events), people, answers, len(self.decisions))

    @cached_property
    def people(self) -> tuple[Participant, ...]:
        """Return everybody who came, by number."""
        everybody = (attendance.participant for attendance in self.attendance.values())
        return tuple(sorted(everybody, key=lambda person: person.number))

    @cached_property
    def called(self) -> Mapping[str, str]:
        """Return what to call everybody by name, by id; two of one name are told apart."""
        return told_apart(self.people)

    @cached_property
    def marks(self) -> frozenset[Mark]:
        """Return that something was answered, never with what."""
        return frozenset(
            Mark(answer.person_id, answer.round, cell_of(answer))
            for answer in self.answers
            if answer.answer != Answer.UNANSWERED
        )

    @cached_property
    def progress(self) -> Progress:
        """Return who has finished the round under way."""
        return progress(self.room, self.people, self.marks)

    @cached_property
    def left(self) -> Mapping[str, int]:
        """Return how many questions each person has still to answer; who is asked none is not in it."""
        index = self.room.next_round_index
        if self.room.current is None:
            return {}
        return {
            person.id: len(open_cells(self.room, person, self.marks))
            for person in self.people
            if asked(self.room, person, index)
        }

    @cached_property
    def by_person(self) -> Mapping[str, tuple[SealedAnswer, ...]]:
        """Return each person's own answers."""
        found: dict[str, list[SealedAnswer]] = {}
        for answer in self.answers:
            found.setdefault(answer.person_id, []).append(answer)
        return {person: tuple(answers) for person, answers in found.items()}

    @cached_property
    def _open_to_all(self) -> frozenset[tuple[int, Cell]]:
        return frozenset((round_.number, cell) for round_ in self.room.revealed for cell in round_.cells)

    def is_open(self, answer: SealedAnswer) -> bool:
        """Tell whether an answer is to something that has been revealed; what was taken back never is."""
        return (answer.round, cell_of(answer)) in self._open_to_all

    @cached_property
    def revealed(self) -> tuple[SealedAnswer, ...]:
        """Return the answers to what has been revealed."""
        return tuple(one for one in self.answers if self.is_open(one))

    @cached_property
    def revealed_key(self) -> tuple[object, ...]:
        """Return all that anything made from revealed answers depends on."""
        words = tuple((p.id, p.label, p.role, tuple(p.conflicts.items())) for p in self.people)
        return self.room.revision, len(self.revealed), sum(one.revision for one in self.revealed), words

    def participant(self, person_id: str) -> Participant | None:
        """Return the participant with this id, or None."""
        found = self.attendance.get(person_id)
        return found.participant if found else None


def cell_of(answer: SealedAnswer) -> Cell:
    """Return the cell that an answer is about."""
    return Cell(answer.subject_id, answer.criterion)


def read_state(reader: Reader, workshop_id: str, memory: Memory | None = None) -> RoomState:
    """Return a room as the store has it.

    Raises:
        NotFoundError: there is no such room.
    """
    workshop = one_workshop(reader, workshop_id)
    events = events_of(reader, workshop_id)
    attendance = {one.participant.id: one for one in participants_of(reader, workshop_id)}
    answers, decided = sealed_answers(reader, workshop_id), decisions_of(reader, workshop_id)
    return RoomState(workshop, fold(events), events, attendance, answers, memory or Memory(), decided)


class LiveRoom:
    """One room's copy."""

    def __init__(self, workshop_id: str) -> None:
        self._id = workshop_id
        self._guard = RLock()
        self.memory = Memory()
        self._state: RoomState | None = None
        self._places: dict[Place, SealedAnswer] = {}
        self._checked_at: datetime | None = None
        self._read_at: datetime | None = None

    def state(self, reader: Reader, now: datetime) -> RoomState:
        """Return the room as it is, at most a second behind what other processes did."""
        with self._guard:
            if self._state is None or _is_past(self._read_at, now, READ_ANEW_AFTER):
                return self._read(reader, now)
            if _is_past(self._checked_at, now, TRUSTED_FOR):
                self._checked_at = now
                if pulse_of(reader, self._id) != self._state.pulse:
                    return self._read(reader, now)
            return self._state

    def _read(self, reader: Reader, now: datetime) -> RoomState:
        self.memory = Memory()
        self._state = read_state(reader, self._id, self.memory)
        self._places = {_place(answer): answer for answer in self._state.answers}
        self._checked_at = self._read_at = now
        return self._state

    def moved(self, workshop: Workshop, happened: Sequence[Event]) -> None:
        """Follow events that were just stored; where some are unknown here, read everything anew."""
        with self._guard:
            state = self._state
            if state is None or state.room.revision + len(happened) != workshop.revision:
                self._state = None
                return
            room = state.room
            for event in happened:
                room = after(room, event)
            self._state = replace(state, workshop=workshop, room=room, events=(*state.events, *happened))

    def met(self, attendance: Attendance) -> None:
        """Follow a change of one person that was just stored."""
        with self._guard:
            if self._state is not None:
                known = self._state.attendance.get(attendance.participant.id)
                if known is None or known.revision < attendance.revision:
                    everybody = {**self._state.attendance, attendance.participant.id: attendance}
                    self._state = replace(self._state, attendance=everybody)

    def decided(self, decision: Decision) -> None:
        """Follow a decision that was just written down."""
        with self._guard:
            if self._state is not None and len(self._state.decisions) + 1 == decision.revision:
                self._state = replace(self._state, decisions=(*self._state.decisions, decision))

    def took(self, answer: SealedAnswer) -> None:
        """Follow an answer that was just stored."""
        with self._guard:
            known = self._places.get(_place(answer))
            if self._state is not None and (known is None or known.revision < answer.revision):
                self._places[_place(answer)] = answer
                self._state = replace(self._state, answers=tuple(self._places.values()))


class LiveRooms:
    """The copies of the rooms asked for last, and how many wrong codes were tried of late."""

    def __init__(self) -> None:
        self._rooms: OrderedDict[str, LiveRoom] = OrderedDict()
        self._guard = RLock()
        self._guesses = Guesses()
        self._one_by_one = RLock()

    def room(self, workshop_id: str) -> LiveRoom:
        """Return a room's copy, empty at first."""
        with self._guard:
            found = self._rooms.setdefault(workshop_id, LiveRoom(workshop_id))
            self._rooms.move_to_end(workshop_id)
            while len(self._rooms) > MOST_ROOMS:
                self._rooms.popitem(last=False)
            return found

    def forget(self) -> None:
        """Let go of all copies, because something in them must not be kept."""
        with self._guard:
            self._rooms.clear()

    def require_patience(self, address: str, now: datetime) -> None:
        """Let an address that missed try another code.

        Raises:
            RefusedError: too many from there were wrong of late.
        """
        self._guesses.require(address, now)

    @contextmanager
    def looking(self, address: str, now: datetime) -> Iterator[None]:
        """Look whether a code is right: where it may be guessing, one after the other and at a pace.

        Raises:
            BusyError: it is not yet this address's turn again.
        """
        if not self._guesses.is_slowed(address, now):
            yield
            return
        with self._one_by_one:
            self._guesses.require_turn(address, now)
            yield

    def missed(self, address: str, now: datetime) -> bool:
        """Count a wrong code; return whether there were so many, in all, that somebody should look."""
        with self._guard:
            self._guesses = self._guesses.missed(address, now)
            return self._guesses.is_alarming(now)


def _is_past(then: datetime | None, now: datetime, trusted: timedelta) -> bool:
    return then is None or not timedelta() <= now - then < trusted


def _place(answer: SealedAnswer) -> Place:
    return answer.round, answer.subject_id, answer.criterion, answer.person_id

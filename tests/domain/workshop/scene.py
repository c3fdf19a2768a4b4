"""A workshop played out in a test: commands, people and answers, with a clock that ticks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from cxmaturity.domain.ratings import Answer, Rating
from cxmaturity.domain.workshop.agenda import Agenda, agenda
from cxmaturity.domain.workshop.commands import Command, Facts, Kind, Seat, decide
from cxmaturity.domain.workshop.events import Created, Event, after, fold
from cxmaturity.domain.workshop.room import Room
from cxmaturity.domain.workshop.roster import (
    Mark,
    Participant,
    Progress,
    arrive,
    connect,
    declare_conflicts,
    introduce,
    progress,
    round_to_rate_in,
)
from cxmaturity.domain.workshop.settings import Cell, RoomSubject, Settings
from cxmaturity.domain.workshop.sight import Seen, Sight, filtered, sight
from cxmaturity.domain.workshop.steering import Lock, Reveal, StartScoring
from tests.builders import criterion, rubric_of

BEGIN = datetime(2026, 11, 2, 9, 0)  # noqa: DTZ001 - times are naive UTC everywhere
RUBRIC = rubric_of(criterion("field"), criterion("goals", 3.0))
NORTH, SOUTH = RoomSubject("north", "Northwind", "partner"), RoomSubject("south", "Southgate")
SETTINGS = Settings("Partners", "sha", (NORTH, SOUTH), ("field", "goals"))
ALL = SETTINGS.block_cells(0)
NORTH_FIELD = Cell("north", "field")
HOST = Seat("facilitator", "host")
KINDS = {"DK": Answer.DONT_KNOW, "NA": Answer.NOT_APPLICABLE, "": Answer.UNANSWERED}


class Scene:
    """One room with its people and answers; every act takes a second."""

    def __init__(self, **settings: Any) -> None:
        self.events: list[Event] = [Created(BEGIN, "host", replace(SETTINGS, **settings))]
        self.room: Room = fold(self.events)
        self.people: dict[str, Participant] = {}
        self.answers: dict[tuple[str, int, Cell], Rating] = {}
        self.now = BEGIN
        self.chance = Random(4)  # noqa: S311 - which alias somebody gets is no secret in a test

    def tick(self, seconds: int = 1) -> datetime:
        self.now += timedelta(seconds=seconds)
        return self.now

    @property
    def facts(self) -> Facts:
        return Facts(tuple(self.people.values()), self.marks, self.agenda().contested_cells)

    @property
    def marks(self) -> frozenset[Mark]:
        given = ((key, r) for key, r in self.answers.items() if r.answer is not Answer.UNANSWERED)
        return frozenset(Mark(*key) for key, _ in given)

    @property
    def ratings(self) -> list[Rating]:
        return list(self.answers.values())

    def do(self, command: type[Command], seat: Seat = HOST, **what: Any) -> Room:
        seen = what.pop("seen", self.room.revision)
        for event in decide(self.room, command(seen, **what), seat, self.facts, self.tick()):
            self.events.append(event)
            self.room = after(self.room, event)
        return self.room

    def join(self, *names: str, connected: bool = True) -> None:
        for name in names:
            person = arrive(self.room, self.people.values(), name, self.tick(), self.chance)
            person = introduce(person, name.title(), "")
            self.people[name] = connect(person, self.now) if connected else person

    def conflict(self, name: str, *subjects: str) -> None:
        self.people[name] = declare_conflicts(self.room, self.people[name], subjects, self.tick())

    def rate(self, name: str, given: Mapping[Cell, float | str]) -> None:
        for cell, what in given.items():
            number = round_to_rate_in(self.room, self.people[name], cell, self.tick())
            answer = KINDS[what] if isinstance(what, str) else Answer.LEVEL
            value = None if isinstance(what, str) else float(what)
            rating = Rating(*cell, answer, value, assessor=name, round=number, rated_at=self.now)
            self.answers[name, number, cell] = replace(rating, role="Board", segment="EU")

    def rate_all(self, name: str, value: float | str) -> None:
        asked = self.room.current.cells if self.room.current else ()
        self.rate(name, {c: value for c in asked if c.subject not in self.people[name].conflicts})

    def score(self, **values: float | str) -> None:
        """Open round 1, let everybody give one value throughout, and reveal."""
        self.do(StartScoring)
        for name, value in values.items():
            self.rate_all(name, value)
        self.reveal()

    def reveal(self) -> None:
        self.do(Reveal, missing=99)

    def progress(self) -> Progress:
        return progress(self.room, self.people.values(), self.marks)

    def sight(self, kind: Kind, person: str = "") -> Sight:
        return sight(self.room, Seat(kind, person), self.people.values())

    def seen(self, kind: Kind, person: str = "") -> Seen:
        found = self.sight(kind, person)
        return filtered(self.room, self.people.values(), self.ratings, found)

    def agenda(self) -> Agenda:
        return agenda(RUBRIC, self.seen("facilitator").everyone, self.room.accepted)


def scoring(*names: str, **settings: Any) -> Scene:
    """Return a room in its first round with these people in it."""
    scene = Scene(**settings)
    scene.join(*names)
    scene.do(StartScoring)
    return scene


def revealed(**values: float | str) -> Scene:
    """Return a room that looks at round 1, in which each gave one value throughout."""
    scene = Scene()
    scene.join(*values)
    scene.score(**values)
    return scene


def locked(scene: Scene) -> Scene:
    """Return the scene with its round locked."""
    scene.do(Lock)
    return scene

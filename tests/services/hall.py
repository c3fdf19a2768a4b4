"""A workshop played out over the services: a host, people, and a clock that only moves when told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from cxmaturity.domain.ratings import Answer
from cxmaturity.domain.workshop.commands import Command
from cxmaturity.domain.workshop.rounds import ChangeReason
from cxmaturity.domain.workshop.settings import Cell
from cxmaturity.domain.workshop.steering import Reveal, StartScoring
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App, open_app
from cxmaturity.services.joining import arrive, connected, introduce
from cxmaturity.services.rooms import console_view, phone_view
from cxmaturity.services.views import GivenAnswer, NewSubject
from cxmaturity.services.voting import vote
from cxmaturity.services.workshop_screens import ConsoleView, PhoneView
from cxmaturity.services.workshop_views import Invitation, NewWorkshop, OwnVote
from cxmaturity.services.workshops import create_workshop, host_command
from tests.services.builders import START, owner_of

ROOM_RUBRIC = """
schema: cxmaturity.rubric/1
id: fit
version: "1.0.0"
title: Fit
purpose: vendor
subject: vendor
scales:
  five:
    levels:
      - {value: 0, id: none, label: "None"}
      - {value: 1, id: weak, label: "Weak"}
      - {value: 2, id: fair, label: "Fair"}
      - {value: 3, id: good, label: "Good"}
      - {value: 4, id: great, label: "Great"}
defaults: {scale: five}
sections:
  - id: whole
    title: Whole
    criteria:
      - {id: magic, title: Too good, reverse: true, red_flag: {when: ">= 3", severity: high, say: Hm}}
      - {id: field, title: Field, weight: 2}
      - {id: goals, title: Goals}
"""
LEVELS = ("none", "weak", "fair", "good", "great")
KINDS = {"NA": Answer.NOT_APPLICABLE, "DK": Answer.DONT_KNOW, "": Answer.UNANSWERED}


class Clock:
    """The time, which moves a millisecond at each look, and further only when told."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def pass_by(self, **how_long: float) -> None:
        self.now += timedelta(**how_long)


def open_hall(folder: Path, database: str = ":memory:", clock: Clock | None = None) -> App:
    """Open an app with one rubric, a clock that stands still and chance that repeats."""
    (folder / "fit.yaml").write_text(ROOM_RUBRIC, encoding="utf-8")
    app = open_app(database, folder, now=clock or Clock())
    return replace(app, chance=Random(4))  # noqa: S311 - what protects nothing may repeat


def level(value: int) -> GivenAnswer:
    """Return a level as a tap gives it."""
    return GivenAnswer(Answer.LEVEL, LEVELS[value])


@dataclass
class Hall:
    """One workshop with its host and the people who came, by name."""

    app: App
    host: Viewer
    doors: Invitation
    tokens: dict[str, str] = field(default_factory=dict)
    people: dict[str, Viewer] = field(default_factory=dict)
    requests: count[int] = field(default_factory=count)

    @staticmethod
    def of(app: App, *subjects: str, **how: Any) -> Hall:
        names = subjects or ("Northwind", "Southgate")
        chosen = tuple(NewSubject(name, "vendor", "candidate") for name in names)
        fields: dict[str, Any] = {"title": "Partners", "rubric_id": "fit", "subjects": chosen}
        host = owner_of(app)
        return Hall(app, host, create_workshop(app, host, NewWorkshop(**(fields | how))))

    @property
    def id(self) -> str:
        return self.doors.id

    def come(self, *names: str) -> None:
        for name in names:
            self.tokens[name] = arrive(self.app, self.id)
            self.people[name] = connected(self.app, self.id, self.tokens[name])
            introduce(self.app, self.people[name], self.id, name, "")

    def do(self, command: type[Command], **what: Any) -> None:
        seen = what.pop("seen", self.console().head.revision)
        host_command(self.app, self.host, self.id, command(seen, **what))

    def console(self) -> ConsoleView:
        return console_view(self.app, self.host, self.id)

    def phone(self, name: str) -> PhoneView:
        return phone_view(self.app, self.people[name], self.id)

    def cell(self, subject: str, criterion: str) -> Cell:
        found = {one.name: one.id for one in self.console().head.subjects}
        return Cell(found[subject], criterion)

    def give(self, name: str, cell: Cell, what: int | str, **how: Any) -> OwnVote:
        request = how.pop("request", f"tap-{next(self.requests)}")
        reason: ChangeReason | None = how.pop("reason", None)
        given = level(what) if isinstance(what, int) else GivenAnswer(KINDS[what])
        if "note" in how:
            given = GivenAnswer(given.answer, given.level, note=how["note"])
        return vote(self.app, self.people[name], self.id, cell, given, request, reason)

    def give_all(self, name: str, what: int | str) -> None:
        for question in self.phone(name).questions:
            self.give(name, question.cell, what)

    def score(self, values: Mapping[str, int | str]) -> None:
        """Open round 1, let everybody give one answer throughout, and reveal."""
        self.do(StartScoring)
        for name, what in values.items():
            self.give_all(name, what)
        self.do(Reveal, missing=99)


def running(app: App, *names: str, **how: Any) -> Hall:
    """Return a workshop in its first round with these people in it."""
    hall = Hall.of(app, **how)
    hall.come(*names)
    hall.do(StartScoring)
    return hall

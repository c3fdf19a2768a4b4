"""A running app in memory with small rubrics of its own, and short ways to use it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
import json
from pathlib import Path

from cxmaturity.domain.ratings import Answer
from cxmaturity.domain.rubric import Rubric
from cxmaturity.rubrics import read_rubric
from cxmaturity.services.access import Role, Viewer, owner_key, viewer_for
from cxmaturity.services.application import App, open_app
from cxmaturity.services.evaluations import create_evaluation, evaluation
from cxmaturity.services.rating import save_answer
from cxmaturity.services.views import GivenAnswer, NewEvaluation, NewSubject, OwnAnswer
from cxmaturity.store.engine import Engine, Transaction, query
from cxmaturity.store.people import Person, add_people

START = datetime(2026, 11, 30, 9, 0)  # noqa: DTZ001 - the store keeps naive UTC
PARTNER = """
schema: cxmaturity.rubric/1
id: partner
version: "1.0.0"
title: Partner
purpose: vendor
subject: vendor
scales:
  fit:
    levels:
      - {value: 0, id: none, label: "None"}
      - {value: 1, id: weak, label: "Weak"}
      - {value: 2, id: good, label: "Good"}
  price: {min: 0, max: 100, goal: min, step: 0.5}
  staff: {min: 1, max: 9, rated: integer, clamp: true}
defaults: {scale: fit}
sections:
  - id: skill
    title: Skill
    criteria:
      - {id: field, title: Expert in its field}
      - {id: drive, title: Drives us}
      - {id: former, title: Once asked, retired: true}
  - id: effort
    title: Effort
    criteria:
      - {id: cost, title: Yearly cost, scale: price}
      - {id: people, title: People needed, scale: staff, weight: 0}
"""
RATIO = """
schema: cxmaturity.rubric/1
id: tender
version: "1.0.0"
title: Tender
purpose: vendor
subject: vendor
scales:
  price: {min: 0, max: 100}
criteria:
  - {id: price, title: Price, scale: price, formula: lowest_over_this}
"""


def rubric_in(text: str) -> Rubric:
    """Return the rubric of a YAML text that has no problem."""
    rubric, problems = read_rubric(text.encode(), "rubric.yaml")
    if rubric is None:
        raise AssertionError(problems)
    return rubric


def ticking() -> Iterator[datetime]:
    """Yield times a minute apart."""
    for minutes in count():
        yield START + timedelta(minutes=minutes)


def new_app(folder: Path, *texts: str, database: str = ":memory:") -> App:
    """Open an app whose shipped rubrics are these texts and whose clock moves a minute at each look."""
    for number, text in enumerate(texts or (PARTNER, RATIO)):
        (folder / f"{number}.yaml").write_text(text, encoding="utf-8")
    times, ids = ticking(), count(1)
    return open_app(database, folder, now=lambda: next(times), new_id=lambda: f"id-{next(ids):04d}")


def owner_of(app: App) -> Viewer:
    """Return the owner."""
    viewer = viewer_for(app, owner_key(app))
    if viewer is None:
        raise AssertionError("the owner's key opens nothing")
    return viewer


def somebody(app: App, name: str, role: Role = "assessor", only: str = "") -> Viewer:
    """Return a new person who came in by a link."""
    person_id = app.new_id()
    with app.store.write() as transaction:
        add_people(transaction, [Person(person_id, name, "member", app.now())])
    return Viewer(person_id, name, role, only)


def everything(app: App) -> str:
    """Return every cell of every table as one text."""
    tables = [name for (name,) in app.store.read(query("tables"))]
    with app.store.snapshot() as snapshot:
        return json.dumps(
            {name: [batch.to_pylist() for batch in snapshot.batches(name)] for name in tables}, default=str
        )


class Overtaken:
    """A store on which somebody else does something just before the next write gets its turn."""

    def __init__(self, engine: Engine, act: Callable[[], object]) -> None:
        self._engine = engine
        self._acts = [act]

    def __getattr__(self, name: str) -> object:
        return getattr(self._engine, name)

    def write(self, *, beside: bool = False) -> AbstractContextManager[Transaction]:
        """Let the other be faster, once."""
        while self._acts:
            self._acts.pop()()
        return self._engine.write(beside=beside)


def overtaken(app: App, act: Callable[[], object]) -> App:
    """Return the app for somebody whom another overtakes between reading and writing."""
    return replace(app, store=Overtaken(app.store, act))  # type: ignore[arg-type]  # the rest is the engine's


def vendors(*names: str) -> tuple[NewSubject, ...]:
    """Return subjects as a form gives them."""
    return tuple(NewSubject(name) for name in names)


def form(**changed: object) -> NewEvaluation:
    """Return a form without problems, changed as said."""
    fields: dict[str, object] = {
        "title": "Spring choice",
        "rubric_id": "partner",
        "subjects": vendors("Alder", "Birch"),
        "cycle": "Q4 2026",
    }
    return NewEvaluation(**(fields | changed))  # type: ignore[arg-type]  # tests change fields at will


@dataclass
class Room:
    """One evaluation with its owner, and a short way to rate in it."""

    app: App
    owner: Viewer
    id: str
    requests: count[int]

    @staticmethod
    def of(app: App, **changed: object) -> Room:
        """Create an evaluation."""
        owner = owner_of(app)
        return Room(app, owner, create_evaluation(app, owner, form(**changed)), count())

    def subject_id(self, name: str) -> str:
        """Return the id of a subject by its name."""
        subjects = evaluation(self.app, self.owner, self.id).subjects
        return next(subject.id for subject in subjects if subject.name == name)

    def rate(
        self, name: str, criterion: str, level: str, viewer: Viewer | None = None, note: str = ""
    ) -> OwnAnswer:
        """Save a level."""
        return self.give(name, criterion, GivenAnswer(Answer.LEVEL, level, note=note), viewer)

    def give(self, name: str, criterion: str, given: GivenAnswer, viewer: Viewer | None = None) -> OwnAnswer:
        """Save any answer."""
        request = f"request-{next(self.requests)}"
        who = viewer or self.owner
        return save_answer(self.app, who, self.id, self.subject_id(name), criterion, given, request)

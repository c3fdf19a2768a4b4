"""A whole set of ratings becomes an evaluation: people, subjects, cycles and events in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from cxmaturity.domain.ratings import Rating, cycles_in_order
from cxmaturity.domain.rubric import Rubric
from cxmaturity.services.access import Viewer
from cxmaturity.services.acts import Act, ActVerb, Fact, note
from cxmaturity.services.application import App
from cxmaturity.services.registry import kind_for, registered
from cxmaturity.services.titles import free_title
from cxmaturity.services.views import NewSubject, SubjectStatus
from cxmaturity.store.engine import Transaction
from cxmaturity.store.evaluations import (
    Cycle,
    Evaluation,
    Import,
    add_cycle,
    add_evaluation,
    add_import,
    pin_rubric,
)
from cxmaturity.store.people import Person, add_people
from cxmaturity.store.ratings import Event, record
from cxmaturity.store.rubrics import keep_rubric
from cxmaturity.store.subjects import enrol
from cxmaturity.store.texts import Text, add_texts

ONLY_CYCLE = "First cycle"  # the label where the file names none
NOBODY = "Not named"  # the assessor where the file names none


@dataclass(frozen=True, slots=True)
class Arrival:
    """Ratings of one rubric that are to become an evaluation.

    ``statuses`` are those of subjects, by name; ``earlier`` holds the rubric versions of cycles that were
    rated with another one, by the cycle's name. ``own_name`` names the assessor who is the actor, if any.
    """

    rubric: Rubric
    ratings: Sequence[Rating]
    title: str
    actor: Viewer
    file_name: str
    sha256: str
    is_demo: bool = False
    statuses: tuple[tuple[str, SubjectStatus], ...] = ()
    earlier: Mapping[str, Rubric] = field(default_factory=dict)
    own_name: str = ""

    def rubric_of(self, cycle: str) -> Rubric:
        """Return the version that a cycle was rated with."""
        return self.earlier.get(cycle, self.rubric)


def store_arrival(app: App, arrival: Arrival) -> str:
    """Store an arrival and return the id of its evaluation.

    The last cycle stays open, earlier ones are closed; each pins the rubric. An assessor's name means the
    same person throughout the file, and nobody outside it.
    """
    with app.store.write() as transaction:
        return add_arrival(app, transaction, arrival)


def add_arrival(app: App, transaction: Transaction, arrival: Arrival) -> str:
    """Store an arrival in a transaction that does more, and return the id of its evaluation."""
    evaluation_id, now = app.new_id(), app.now()
    title = free_title(transaction, arrival.title)
    for rubric in (arrival.rubric, *arrival.earlier.values()):
        keep_rubric(transaction, rubric, now)
    add_evaluation(transaction, _evaluation(arrival, title, evaluation_id, now))
    shelf = _Shelf(
        app,
        arrival,
        evaluation_id,
        now,
        subjects=_add_subjects(app, transaction, arrival, evaluation_id, now),
        cycles=_add_cycles(app, transaction, arrival, evaluation_id, now),
        people=_add_people(app, transaction, arrival, now),
    )
    shelf.add_ratings(transaction)
    add_import(transaction, _import(app, arrival, evaluation_id, now))
    facts: dict[str, Fact] = {"title": title, "rows": len(arrival.ratings)}
    verb: ActVerb = "load" if arrival.is_demo else "import"
    note(app, transaction, arrival.actor, Act(verb, "evaluation", evaluation_id, evaluation_id, facts))
    return evaluation_id


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Where each name of the file went: its id, by name."""

    app: App
    arrival: Arrival
    evaluation_id: str
    now: datetime
    subjects: dict[str, str]
    cycles: dict[str, str]
    people: dict[str, str]

    def add_ratings(self, transaction: Transaction) -> None:
        """Append one event for each row, and what was written beside it."""
        texts: dict[tuple[str, str, str], Text] = {}
        events = [self._event(rating, texts) for rating in self.arrival.ratings]
        if texts:
            add_texts(transaction, list(texts.values()))
        record(transaction, events)

    def _event(self, rating: Rating, texts: dict[tuple[str, str, str], Text]) -> Event:
        person_id = self.people[rating.assessor]
        return Event(
            evaluation_id=self.evaluation_id,
            cycle_id=self.cycles[rating.cycle],
            round=rating.round,
            subject_id=self.subjects[rating.subject],
            criterion=rating.criterion,
            assessor_id=person_id,
            answer=str(rating.answer),
            level=rating.level,
            value=rating.value,
            confidence=rating.confidence,
            role=rating.role,
            segment=rating.segment,
            origin="demo" if self.arrival.is_demo else "import",
            note_id=self._text(texts, person_id, "note", rating.note),
            evidence_id=self._text(texts, person_id, "evidence", rating.evidence),
            actor_id=self.arrival.actor.person_id,
            request_id=self.evaluation_id,
            rated_at=rating.rated_at,
            recorded_at=self.now,
        )

    def _text(
        self, texts: dict[tuple[str, str, str], Text], person_id: str, kind: str, body: str
    ) -> str | None:
        if not body:
            return None
        key = person_id, kind, body
        if key not in texts:
            texts[key] = Text(self.app.new_id(), person_id, kind, body, self.now)
        return texts[key].id


def _evaluation(arrival: Arrival, title: str, evaluation_id: str, now: datetime) -> Evaluation:
    return Evaluation(
        id=evaluation_id,
        title=title,
        rubric_id=arrival.rubric.id,
        purpose=arrival.rubric.purpose,
        state="open",
        is_demo=arrival.is_demo,
        created_by=arrival.actor.person_id,
        created_at=now,
    )


def _import(app: App, arrival: Arrival, evaluation_id: str, now: datetime) -> Import:
    return Import(
        id=app.new_id(),
        evaluation_id=evaluation_id,
        name=arrival.file_name,
        sha256=arrival.sha256,
        row_count=len(arrival.ratings),
        imported_by=arrival.actor.person_id,
        imported_at=now,
    )


def _add_subjects(
    app: App, transaction: Transaction, arrival: Arrival, evaluation_id: str, now: datetime
) -> dict[str, str]:
    statuses = dict(arrival.statuses)
    names = sorted({rating.subject for rating in arrival.ratings})
    ids = registered(
        app, transaction, [_subject(arrival, name, statuses.get(name, "none")) for name in names]
    )
    enrol(transaction, evaluation_id, ids, arrival.actor.person_id, now)
    return dict(zip(names, ids, strict=True))


def _subject(arrival: Arrival, name: str, status: SubjectStatus) -> NewSubject:
    """Return a subject to be registered; what only stands beside, for comparison, is today's way."""
    kind = "todays way" if status == "comparator" else kind_for(arrival.rubric.subject)
    return NewSubject(name, kind, status)


def _add_cycles(
    app: App, transaction: Transaction, arrival: Arrival, evaluation_id: str, now: datetime
) -> dict[str, str]:
    labels = cycles_in_order(arrival.ratings)
    starts = _starts(arrival.ratings)
    ids: dict[str, str] = {}
    for position, label in enumerate(labels, 1):
        ids[label] = app.new_id()
        ends_on = starts.get(labels[position]) if position < len(labels) else None
        state = "open" if position == len(labels) else "closed"
        shown = label or ONLY_CYCLE
        add_cycle(
            transaction,
            Cycle(ids[label], evaluation_id, shown, position, starts.get(label), ends_on, state),
        )
        pin_rubric(transaction, ids[label], arrival.rubric_of(label).sha256, now)
    return ids


def _starts(ratings: Sequence[Rating]) -> dict[str, date]:
    starts: dict[str, date] = {}
    for rating in ratings:
        if rating.cycle_start is not None:
            starts[rating.cycle] = min(rating.cycle_start, starts.get(rating.cycle, rating.cycle_start))
    return starts


def _add_people(app: App, transaction: Transaction, arrival: Arrival, now: datetime) -> dict[str, str]:
    ids = {name: app.new_id() for name in _in_order(rating.assessor for rating in arrival.ratings)}
    own = {arrival.own_name: arrival.actor.person_id} if arrival.own_name in ids else {}
    others = [name for name in ids if name not in own]
    add_people(transaction, [Person(ids[name], name or NOBODY, "imported", now) for name in others])
    return ids | own


def _in_order(names: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(names))

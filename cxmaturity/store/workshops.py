"""Live rooms and the log of what happened in them. The log is appended to, keyed by revision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from datetime import datetime
import json

from cxmaturity.domain.errors import NotFoundError
from cxmaturity.domain.workshop.events import Event
from cxmaturity.domain.workshop.log import body_of, event_of, kind_of
from cxmaturity.store.engine import Reader, Row, Transaction, query

NONE = "There is no such workshop. Look at its link again."


@dataclass(frozen=True, slots=True)
class Workshop:
    """One room. ``state``: open or closed; ``revision`` is the number of its events."""

    id: str
    evaluation_id: str
    cycle_id: str
    code: str
    state: str
    revision: int
    created_by: str
    created_at: datetime

    @property
    def is_open(self) -> bool:
        """True until the workshop has ended."""
        return self.state == "open"


@dataclass(frozen=True, slots=True)
class Pulse:
    """How many events, changes of people, answers and decisions a room has seen; nothing is taken away."""

    events: int
    people: int
    answers: int
    decisions: int = 0


def add_workshop(transaction: Transaction, workshop: Workshop) -> None:
    """Add a room, still without events."""
    transaction.run(
        "insert into workshops (id, evaluation_id, cycle_id, code, state, revision, created_by, created_at) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8)",
        list(astuple(workshop)),
    )


def one_workshop(reader: Reader, workshop_id: str) -> Workshop:
    """Return the room with this id.

    Raises:
        NotFoundError: there is none.
    """
    return _one(reader.read(query("workshop"), [workshop_id]))


def held_workshop(transaction: Transaction, workshop_id: str) -> Workshop:
    """Return the room as it will be until this transaction ends: nobody else writes about it meanwhile.

    Raises:
        NotFoundError: there is none.
    """
    return _one(transaction.read_held(query("workshop"), [workshop_id]))


def workshop_with_code(reader: Reader, code: str) -> Workshop | None:
    """Return the room that a code opens, else the last that it opened; None where there never was one."""
    rows = reader.read(query("workshop_with_code"), [code])
    return Workshop(*rows[0]) if rows else None


def all_workshops(reader: Reader) -> tuple[Workshop, ...]:
    """Return every room, newest first."""
    return tuple(Workshop(*row) for row in reader.read(query("workshops")))


def append_events(transaction: Transaction, workshop: Workshop, events: Sequence[Event]) -> Workshop:
    """Append what happened after the room's revision, and return the room as it is then.

    Raises:
        ConflictError: somebody else's events have these revisions already.
    """
    for revision, event in enumerate(events, workshop.revision + 1):
        transaction.run(
            "insert into workshop_events (workshop_id, revision, kind, body, actor_id, recorded_at) "
            "values ($1, $2, $3, $4, $5, $6)",
            [workshop.id, revision, kind_of(event), json.dumps(body_of(event)), event.by, event.at],
        )
    revision = workshop.revision + len(events)
    transaction.run("update workshops set revision = $2 where id = $1", [workshop.id, revision])
    return replace(workshop, revision=revision)


def close_workshop(transaction: Transaction, workshop: Workshop) -> Workshop:
    """Close a room for ever; its code opens nothing any more."""
    transaction.run("update workshops set state = 'closed' where id = $1", [workshop.id])
    return replace(workshop, state="closed")


def remove_workshops(transaction: Transaction, evaluation_id: str) -> None:
    """Remove the rooms of an evaluation with all that was said in them; their links open nothing any more."""
    for (workshop_id,) in transaction.read(
        "select id from workshops where evaluation_id = $1", [evaluation_id]
    ):
        for statement in (
            query("remove_decision_texts"),
            "update grants set state = 'revoked' where scope_kind = 'workshop' and scope_id = $1",
            "delete from decisions where workshop_id = $1",
            "delete from workshop_events where workshop_id = $1",
            "delete from workshop_answers where workshop_id = $1",
            "delete from participants where workshop_id = $1",
            "delete from workshops where id = $1",
        ):
            transaction.run(statement, [workshop_id])


def forget_reasons(transaction: Transaction, person_id: str) -> None:
    """Take the reasons that a host gave out of the log of every room. Only for erasing the person."""
    rows = transaction.read(
        "select workshop_id, revision, body from workshop_events "
        "where actor_id = $1 and strpos(body, '\"reason\"') > 0",
        [person_id],
    )
    for workshop_id, revision, body in rows:
        without = json.dumps({**json.loads(body), "reason": ""})
        transaction.run(
            "update workshop_events set body = $3 where workshop_id = $1 and revision = $2",
            [workshop_id, revision, without],
        )


def events_of(reader: Reader, workshop_id: str) -> tuple[Event, ...]:
    """Return what happened in a room, oldest first."""
    rows = reader.read(
        "select kind, recorded_at, actor_id, body from workshop_events "
        "where workshop_id = $1 order by revision",
        [workshop_id],
    )
    return tuple(event_of(kind, at, by, json.loads(body)) for kind, at, by, body in rows)


def pulse_of(reader: Reader, workshop_id: str) -> Pulse:
    """Return how often anything in a room has changed."""
    return Pulse(*reader.read(query("room_pulse"), [workshop_id])[0])


def _one(rows: Sequence[Row]) -> Workshop:
    if not rows:
        raise NotFoundError(NONE)
    return Workshop(*rows[0])

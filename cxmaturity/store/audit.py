"""The record of acts: who did what, when, by which way in. Appended in the act's own transaction."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import datetime

from cxmaturity.store.engine import Reader, Transaction, query


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One act. ``facts`` is short JSON without answers, tokens and people's names; times are naive UTC."""

    id: str
    occurred_at: datetime
    person_id: str
    grant_id: str
    verb: str
    kind: str
    object_id: str
    evaluation_id: str
    facts: str


@dataclass(frozen=True, slots=True)
class Window:
    """Which acts are meant; empty text and None ask for all. ``before`` is the first moment after."""

    person_id: str = ""
    verb: str = ""
    evaluation_id: str = ""
    since: datetime | None = None
    before: datetime | None = None


def add_audit_event(transaction: Transaction, event: AuditEvent) -> None:
    """Append one act."""
    transaction.run(
        "insert into audit_events (id, occurred_at, person_id, grant_id, verb, kind, object_id, "
        "evaluation_id, facts) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        list(astuple(event)),
    )


def audit_events(reader: Reader, window: Window, most: int) -> tuple[AuditEvent, ...]:
    """Return the acts that a window shows, newest first, at most so many."""
    rows = reader.read(query("audit_events"), [*astuple(window), most])
    return tuple(AuditEvent(*row) for row in rows)


def audited_people(reader: Reader) -> dict[str, str]:
    """Return the names of everybody who ever did anything that is recorded, by id."""
    return dict(reader.read(query("audited_people")))


def names_concerned(reader: Reader) -> dict[str, str]:
    """Return whom or what acts were about, by the id of the person, the subject, or the link to a person."""
    return dict(reader.read(query("names_concerned")))

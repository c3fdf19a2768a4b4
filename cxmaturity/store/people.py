"""People: the one place with names. Everything else holds their opaque id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cxmaturity.store.engine import Reader, Transaction, query


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who rates or runs the product. ``kind``: member, imported, participant or consensus."""

    id: str
    name: str
    kind: str
    created_at: datetime


def add_people(transaction: Transaction, people: Sequence[Person]) -> None:
    """Add people in one statement."""
    transaction.run(
        query("add_people"),
        [
            [person.id for person in people],
            [person.name for person in people],
            [person.kind for person in people],
            [person.created_at for person in people],
        ],
    )


def person(reader: Reader, person_id: str) -> Person | None:
    """Return the person with this id, or None; an erased person has no name."""
    rows = reader.read("select id, name, kind, created_at from people where id = $1", [person_id])
    return Person(*rows[0]) if rows else None


def assessor_names(reader: Reader, evaluation_id: str) -> dict[str, str]:
    """Return the names of everybody who ever rated in an evaluation, by id."""
    return dict(reader.read(query("assessor_names"), [evaluation_id]))


def remove_unused_people(transaction: Transaction, person_ids: Sequence[str]) -> None:
    """Remove those of these imported people who rated nothing that is still there."""
    transaction.run(query("remove_unused_people"), [list(person_ids)])

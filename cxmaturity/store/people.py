"""People: the one place with names. Everything else holds their opaque id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cxmaturity.domain.errors import NotFoundError
from cxmaturity.store.engine import Reader, Transaction, query

Erasures = tuple[int, datetime | None]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who rates or runs the product. ``kind``: member, imported, participant or consensus.

    ``erased_at`` is set where only a tombstone is left: a name that names nobody, and no contact.
    """

    id: str
    name: str
    kind: str
    created_at: datetime
    contact: str | None = None
    erased_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Footprint:
    """A person and what is theirs: present answers, texts, and ways in that were given to them."""

    person: Person
    ratings: int
    texts: int
    grants: int


def add_people(transaction: Transaction, people: Sequence[Person]) -> None:
    """Add people in one statement; how to reach them is said later."""
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
    """Return the person with this id, or None; an erased person has a name that names nobody."""
    rows = reader.read(
        "select id, name, kind, created_at, contact, erased_at from people where id = $1", [person_id]
    )
    return Person(*rows[0]) if rows else None


def one_person(reader: Reader, person_id: str) -> Person:
    """Return the person with this id.

    Raises:
        NotFoundError: there is none.
    """
    found = person(reader, person_id)
    if found is None:
        raise NotFoundError("There is no such person.")
    return found


def footprints(reader: Reader) -> tuple[Footprint, ...]:
    """Return everybody with what is theirs, by name."""
    return tuple(Footprint(Person(*row[:6]), *row[6:]) for row in reader.read(query("footprints")))


def rated_in(reader: Reader) -> tuple[tuple[str, str, bool], ...]:
    """Return who rated where, by title: the person's id, the evaluation's title, whether it is a demo."""
    return tuple((person_id, title, is_demo) for person_id, title, is_demo in reader.read(query("rated_in")))


def set_person(transaction: Transaction, person_id: str, name: str, contact: str | None) -> None:
    """Say anew what somebody is called and how to reach them."""
    transaction.run("update people set name = $2, contact = $3 where id = $1", [person_id, name, contact])


def erase_person(transaction: Transaction, person_id: str, tombstone: str, now: datetime) -> None:
    """Blank a person's name, contact, texts and the labels of their ways in, which open nothing any more.

    Numbers and hashes stay, so scores and sealed records stay true; share links that they made stay as well.
    """
    transaction.run(
        "update people set name = $2, contact = null, erased_at = $3 where id = $1",
        [person_id, tombstone, now],
    )
    transaction.run(
        "update texts set body = '', erased_at = $2 where person_id = $1 and erased_at is null",
        [person_id, now],
    )
    transaction.run("update workshop_answers set note = '' where person_id = $1", [person_id])
    transaction.run("update participants set role = '' where person_id = $1", [person_id])
    transaction.run(
        "update grants set label = '', state = 'revoked' where person_id = $1 and kind <> 'share'",
        [person_id],
    )


def erasures(reader: Reader) -> Erasures:
    """Return how many people were erased, and when the last one was: until it changes, no words are gone."""
    ((count, last),) = reader.read("select count(erased_at), max(erased_at) from people")
    return int(count), last


def assessor_names(reader: Reader, evaluation_id: str) -> dict[str, str]:
    """Return the names of everybody who ever rated in an evaluation, by id."""
    return dict(reader.read(query("assessor_names"), [evaluation_id]))


def remove_unused_people(transaction: Transaction, person_ids: Sequence[str]) -> None:
    """Remove those of these imported people who rated nothing that is still there."""
    transaction.run(query("remove_unused_people"), [list(person_ids)])


def names_of(reader: Reader, person_ids: Sequence[str]) -> dict[str, str]:
    """Return the names of these people, by id."""
    rows = reader.read(
        "select id, name from people where id in (select unnest($1::text[]))", [list(person_ids)]
    )
    return dict(rows)


def erased_of(reader: Reader, person_ids: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of those of these people who are erased."""
    rows = reader.read(
        "select id from people where erased_at is not null and id in (select unnest($1::text[]))",
        [list(person_ids)],
    )
    return tuple(person_id for (person_id,) in rows)

"""What a programme plans, cites, measures and agrees on: appended, a row for every change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cxmaturity.store.engine import Reader, Transaction, query

EntryKind = Literal[
    "target", "goal", "action", "evidence", "assumption", "reading", "objective", "respondent", "issue",
    "consensus", "screening", "harm",
]  # fmt: skip
TAKEN_AWAY = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it is now; ``revision`` counts its changes, an empty ``body`` says it was taken away."""

    kind: EntryKind
    id: str
    revision: int
    cycle_id: str
    body: str
    actor_id: str
    recorded_at: datetime


def entries_of(reader: Reader, evaluation_id: str) -> tuple[Entry, ...]:
    """Return every entry of an evaluation as it is now, in the order they were first made."""
    return tuple(Entry(*row) for row in reader.read(query("loop_entries"), [evaluation_id]))


def entry_history(reader: Reader, evaluation_id: str, kind: EntryKind, entry_id: str) -> tuple[Entry, ...]:
    """Return every revision of one entry, oldest first."""
    rows = reader.read(
        "select kind, entry_id, revision, cycle_id, body, actor_id, recorded_at from loop_entries "
        "where evaluation_id = $1 and kind = $2 and entry_id = $3 order by revision",
        [evaluation_id, kind, entry_id],
    )
    return tuple(Entry(*row) for row in rows)


def entries_extent(reader: Reader, evaluation_id: str) -> int:
    """Return how many rows there are, changes included: while it stays, nobody changed any.

    Erasing somebody writes rows anew without adding one: see `people.erasures`.
    """
    ((count,),) = reader.read("select count(*) from loop_entries where evaluation_id = $1", [evaluation_id])
    return int(count)


def revision_of(reader: Reader, evaluation_id: str, kind: EntryKind, entry_id: str) -> int:
    """Return the revision in which an entry stands, 0 where there is none."""
    ((revision,),) = reader.read(
        "select coalesce(max(revision), 0) from loop_entries "
        "where evaluation_id = $1 and kind = $2 and entry_id = $3",
        [evaluation_id, kind, entry_id],
    )
    return int(revision)


def put_entry(transaction: Transaction, evaluation_id: str, entry: Entry) -> None:
    """Append the next revision of an entry; ``entry.revision`` is the one that its author saw (0: none).

    Raises:
        ConflictError: somebody else changed it since.
    """
    transaction.run(
        "insert into loop_entries (evaluation_id, kind, entry_id, revision, cycle_id, body, actor_id, "
        "recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        [
            evaluation_id,
            entry.kind,
            entry.id,
            entry.revision + 1,
            entry.cycle_id,
            entry.body,
            entry.actor_id,
            entry.recorded_at,
        ],
    )


def screening_entries(reader: Reader) -> list[tuple[str, str]]:
    """Return, for every action that is screened anywhere, its programme's id and where it is screened."""
    return reader.read(
        "select distinct evaluation_id, body from loop_entries where kind = 'screening' "
        "order by evaluation_id, body"
    )


def authors_of(reader: Reader, evaluation_id: str, kind: EntryKind) -> tuple[str, ...]:
    """Return the ids of everybody who ever wrote an entry of a kind."""
    rows = reader.read(
        "select distinct actor_id from loop_entries where evaluation_id = $1 and kind = $2 order by actor_id",
        [evaluation_id, kind],
    )
    return tuple(person_id for (person_id,) in rows)


def books_naming(reader: Reader, person_id: str) -> list[tuple[str, Entry]]:
    """Return every row of the evaluations in whose notebook a person wrote or is named, entry by entry."""
    rows = reader.read(query("books_naming"), [person_id, f'"{person_id}"'])
    return [(evaluation_id, Entry(*row)) for evaluation_id, *row in rows]


def rewrite_body(
    transaction: Transaction, place: tuple[str, EntryKind, str], revision: int, body: str
) -> None:
    """Write one row's body anew. Only for erasing what somebody may ask to have erased."""
    transaction.run(
        "update loop_entries set body = $5 "
        "where evaluation_id = $1 and kind = $2 and entry_id = $3 and revision = $4",
        [*place, revision, body],
    )


def rename_entry(transaction: Transaction, place: tuple[str, EntryKind, str], entry_id: str) -> None:
    """Give an entry another id, where words that are erased stood in it."""
    transaction.run(
        "update loop_entries set entry_id = $4 where evaluation_id = $1 and kind = $2 and entry_id = $3",
        [*place, entry_id],
    )

"""The registry of what is scored, shared by all evaluations, and who of it takes part where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cxmaturity.store.engine import Reader, Transaction, query


@dataclass(frozen=True, slots=True)
class Subject:
    """A vendor, unit, channel, initiative …; ``name`` is unique within its kind."""

    id: str
    name: str
    kind: str
    status: str


def name_key(name: str) -> str:
    """Return what two spellings of one name share: case and white space do not tell names apart."""
    return " ".join(name.split()).casefold()


def known_subjects(reader: Reader, kind: str, names: Iterable[str]) -> dict[str, Subject]:
    """Return the subjects of a kind that these names or aliases mean, by `name_key`."""
    keys = sorted({name_key(name) for name in names})
    rows = reader.read(query("known_subjects"), [kind, keys])
    return {key: Subject(*row) for key, *row in rows}


def add_subjects(transaction: Transaction, subjects: Sequence[Subject], now: datetime) -> None:
    """Add subjects, each with its own name as its first alias.

    Raises:
        ConflictError: a name is taken already within its kind.
    """
    ids = [subject.id for subject in subjects]
    names = [subject.name for subject in subjects]
    kinds = [subject.kind for subject in subjects]
    transaction.run(query("add_subjects"), [ids, names, kinds, [subject.status for subject in subjects], now])
    transaction.run(query("add_aliases"), [kinds, [name_key(name) for name in names], ids, names, now])


def subjects_of(reader: Reader, evaluation_id: str) -> tuple[Subject, ...]:
    """Return the subjects of an evaluation that are not withdrawn, by name."""
    return tuple(Subject(*row) for row in reader.read(query("subjects_of_evaluation"), [evaluation_id]))


def enrol(
    transaction: Transaction, evaluation_id: str, subject_ids: Sequence[str], actor_id: str, now: datetime
) -> None:
    """Let subjects take part in an evaluation; one that was withdrawn comes back with its ratings."""
    ids = list(subject_ids)
    transaction.run(query("enrol_again"), [evaluation_id, ids])
    transaction.run(query("enrol"), [evaluation_id, ids, actor_id, now])


def withdraw(transaction: Transaction, evaluation_id: str, subject_id: str, now: datetime) -> None:
    """Take a subject out of an evaluation's results; its ratings stay."""
    transaction.run(
        "update evaluation_subjects set withdrawn_at = $3 "
        "where evaluation_id = $1 and subject_id = $2 and withdrawn_at is null",
        [evaluation_id, subject_id, now],
    )


def set_status(transaction: Transaction, subject_id: str, status: str) -> None:
    """Say anew what a subject is to us, such as partner, candidate or comparator."""
    transaction.run("update subjects set status = $2 where id = $1", [subject_id, status])


def remove_unused_subjects(transaction: Transaction, subject_ids: Sequence[str]) -> None:
    """Remove those of these subjects, with their names, that no evaluation has ever scored."""
    transaction.run(query("remove_unused_subjects"), [list(subject_ids)])
    transaction.run("delete from subject_aliases where subject_id not in (select id from subjects)")

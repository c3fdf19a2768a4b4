"""The registry of what is scored, shared by all evaluations, and who of it takes part where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cxmaturity.domain.errors import NotFoundError
from cxmaturity.store.engine import Reader, Transaction, query


@dataclass(frozen=True, slots=True)
class Subject:
    """A vendor, unit, channel, initiative …; ``name`` is unique within its kind."""

    id: str
    name: str
    kind: str
    status: str


@dataclass(frozen=True, slots=True)
class Registered:
    """A subject as the registry knows it. ``merged_into`` is the one that it turned out to be, if any.

    ``aliases`` are all names it goes by, its present one included; ``evaluations`` counts where it took part.
    """

    subject: Subject
    parent_id: str | None
    merged_into: str | None
    created_at: datetime
    evaluations: int
    aliases: tuple[str, ...]


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
    """Return the subjects of an evaluation that are not withdrawn, in the order of joining, then by name.

    What only stands beside comes last; merged ones stand as the survivor.
    """
    return tuple(Subject(*row) for row in reader.read(query("subjects_of_evaluation"), [evaluation_id]))


def enrolment_order(reader: Reader, evaluation_id: str) -> tuple[str, ...]:
    """Return who ever took part, in the order of joining, then by id; a merged one as its survivor.

    Those who joined in the same second joined together; the order of naming tells nothing here.
    """
    return tuple(id_ for (id_,) in reader.read(query("enrolment_order"), [evaluation_id]))


def subjects_with(reader: Reader, subject_ids: Sequence[str]) -> tuple[Subject, ...]:
    """Return the subjects with these ids, by name, merged ones as themselves."""
    rows = reader.read(
        "select id, name, kind, status from subjects where id in (select unnest($1::text[])) "
        'order by name collate "C", id',
        [list(subject_ids)],
    )
    return tuple(Subject(*row) for row in rows)


def registry(reader: Reader) -> tuple[Registered, ...]:
    """Return every subject, also those that were merged into another, by kind and name."""
    aliases: dict[str, list[str]] = {}
    rows = reader.read("select subject_id, alias from subject_aliases order by added_at, name_key")
    for subject_id, alias in rows:
        aliases.setdefault(subject_id, []).append(alias)
    found = reader.read(query("registry"))
    return tuple(
        Registered(Subject(id_, name, kind, status), parent, merged, made, used, tuple(aliases.get(id_, ())))
        for id_, name, kind, status, parent, merged, made, used in found
    )


def demo_subjects(reader: Reader) -> frozenset[str]:
    """Return the ids of subjects that took part in demo evaluations only."""
    return frozenset(subject_id for (subject_id,) in reader.read(query("demo_subjects")))


def one_subject(reader: Reader, subject_id: str) -> Registered:
    """Return the subject with this id.

    Raises:
        NotFoundError: there is none.
    """
    for found in registry(reader):
        if found.subject.id == subject_id:
            return found
    raise NotFoundError("There is no such subject in the registry.")


def identities(reader: Reader, subject_ids: Sequence[str]) -> dict[str, str]:
    """Return every id under which ratings of these subjects may lie, each with the subject's own id.

    A subject is found under its own id and under those that were merged into it.
    """
    rows = reader.read(
        "select id, coalesce(merged_into, id) from subjects "
        "where coalesce(merged_into, id) in (select unnest($1::text[])) order by id",
        [list(subject_ids)],
    )
    return dict(rows)


def rename_subject(transaction: Transaction, subject: Subject, name: str, now: datetime) -> None:
    """Give a subject another name; it still goes by its earlier ones.

    Raises:
        ConflictError: another subject of its kind goes by that name.
    """
    transaction.run("update subjects set name = $2 where id = $1", [subject.id, name])
    add_alias(transaction, subject, name, now)


def add_alias(transaction: Transaction, subject: Subject, alias: str, now: datetime) -> None:
    """Let a subject go by one more name; one that it goes by already is written as it is now.

    Raises:
        ConflictError: another subject of its kind goes by that name.
    """
    key = name_key(alias)
    transaction.run(
        "delete from subject_aliases where kind = $1 and name_key = $2 and subject_id = $3",
        [subject.kind, key, subject.id],
    )
    transaction.run(query("add_aliases"), [[subject.kind], [key], [subject.id], [alias], now])


def set_parent(transaction: Transaction, subject_id: str, parent_id: str | None) -> None:
    """Say anew what a subject belongs to."""
    transaction.run("update subjects set parent_id = $2 where id = $1", [subject_id, parent_id])


def merge_subjects(transaction: Transaction, gone_id: str, survivor_id: str) -> None:
    """Let one subject be another from now on: its names mean the survivor, its ratings show under it.

    No rating is rewritten. What was merged into it before follows, so that one step always leads to the end.
    """
    for statement in (
        "update subjects set merged_into = $2 where id = $1 or merged_into = $1",
        "update subjects set parent_id = $2 where parent_id = $1",
        "update subject_aliases set subject_id = $2 where subject_id = $1",
    ):
        transaction.run(statement, [gone_id, survivor_id])


def enrol(
    transaction: Transaction, evaluation_id: str, subject_ids: Sequence[str], actor_id: str, now: datetime
) -> None:
    """Let subjects take part in an evaluation; one that was withdrawn comes back with its ratings.

    Each joins a microsecond after the one before it, so that they stand in the order of naming.
    """
    ids = list(dict.fromkeys(subject_ids))
    joined = [now + timedelta(microseconds=place) for place in range(len(ids))]
    transaction.run(query("enrol_again"), [evaluation_id, ids])
    transaction.run(query("enrol"), [evaluation_id, ids, actor_id, joined])


def withdraw(transaction: Transaction, evaluation_id: str, subject_id: str, now: datetime) -> None:
    """Take a subject out of an evaluation's results; its ratings stay."""
    transaction.run(
        "update evaluation_subjects set withdrawn_at = $3 where evaluation_id = $1 and withdrawn_at is null "
        "and subject_id in (select id from subjects where id = $2 or merged_into = $2)",
        [evaluation_id, subject_id, now],
    )


def set_status(transaction: Transaction, subject_id: str, status: str) -> None:
    """Say anew what a subject is to us, such as partner, candidate or comparator."""
    transaction.run("update subjects set status = $2 where id = $1", [subject_id, status])


def remove_unused_subjects(transaction: Transaction, subject_ids: Sequence[str]) -> None:
    """Remove those of these subjects, with their names, that no evaluation has ever scored."""
    transaction.run(query("remove_unused_subjects"), [list(subject_ids)])
    transaction.run("delete from subject_aliases where subject_id not in (select id from subjects)")

"""Evaluations, their cycles, and the imports that made some of them."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import date, datetime

from cxmaturity.domain.errors import NotFoundError
from cxmaturity.store.engine import Reader, Transaction, query
from cxmaturity.store.shares import remove_shares
from cxmaturity.store.workshops import remove_workshops


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A running programme: a vendor evaluation or a self-assessment."""

    id: str
    title: str
    rubric_id: str
    purpose: str
    state: str
    is_demo: bool
    created_by: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Cycle:
    """One cycle: local dates from ``starts_on`` up to, without, ``ends_on``.

    ``state`` is open, closed, or revised where a later cycle with a corrected rubric stands in its place.
    ``rubric_sha256`` is None until the first rating pins the rubric version.
    """

    id: str
    evaluation_id: str
    label: str
    position: int
    starts_on: date | None
    ends_on: date | None
    state: str
    rubric_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Import:
    """A ratings file that became an evaluation."""

    id: str
    evaluation_id: str
    name: str
    sha256: str
    row_count: int
    imported_by: str
    imported_at: datetime


def add_evaluation(transaction: Transaction, evaluation: Evaluation) -> None:
    """Add an evaluation, still without subjects and cycles."""
    transaction.run(
        "insert into evaluations (id, title, rubric_id, purpose, state, is_demo, created_by, created_at) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8)",
        list(astuple(evaluation)),
    )


def all_evaluations(reader: Reader) -> tuple[Evaluation, ...]:
    """Return every evaluation, newest first."""
    rows = reader.read(
        "select id, title, rubric_id, purpose, state, is_demo, created_by, created_at from evaluations "
        "order by created_at desc, id"
    )
    return tuple(Evaluation(*row) for row in rows)


def one_evaluation(reader: Reader, evaluation_id: str) -> Evaluation:
    """Return the evaluation with this id.

    Raises:
        NotFoundError: there is none.
    """
    rows = reader.read(
        "select id, title, rubric_id, purpose, state, is_demo, created_by, created_at from evaluations "
        "where id = $1",
        [evaluation_id],
    )
    if not rows:
        raise NotFoundError("There is no such evaluation. It may have been removed.")
    return Evaluation(*rows[0])


def remove_evaluation(transaction: Transaction, evaluation_id: str) -> None:
    """Remove an evaluation with its cycles, ratings and what people wrote in it; people and subjects stay.

    Its shared pages go with it, and links that were for it only open nothing any more.
    """
    for name in ("remove_texts", "remove_loop_texts", "remove_ratings", "remove_cycles", "remove_enrolments"):
        transaction.run(query(name), [evaluation_id])
    remove_shares(transaction, evaluation_id)
    for statement in (
        "delete from imports where evaluation_id = $1",
        "delete from evaluation_weights where evaluation_id = $1",
        "delete from loop_entries where evaluation_id = $1",
        "delete from carried_answers where evaluation_id = $1",
        "delete from answer_changes where evaluation_id = $1",
        "delete from cycle_closings where evaluation_id = $1",
        "update grants set state = 'revoked' where scope_kind = 'evaluation' and scope_id = $1",
    ):
        transaction.run(statement, [evaluation_id])
    remove_workshops(transaction, evaluation_id)
    transaction.run("delete from evaluations where id = $1", [evaluation_id])


def add_cycle(transaction: Transaction, cycle: Cycle) -> None:
    """Add a cycle."""
    transaction.run(
        "insert into cycles (id, evaluation_id, label, position, starts_on, ends_on, state, rubric_sha256, "
        "pinned_at) values ($1, $2, $3, $4, $5, $6, $7, $8, null)",
        list(astuple(cycle)),
    )


def cycles_of(reader: Reader, evaluation_id: str) -> tuple[Cycle, ...]:
    """Return the cycles of an evaluation, oldest first."""
    rows = reader.read(
        "select id, evaluation_id, label, position, starts_on, ends_on, state, rubric_sha256 from cycles "
        "where evaluation_id = $1 order by position",
        [evaluation_id],
    )
    return tuple(Cycle(*row) for row in rows)


def held_cycle(transaction: Transaction, cycle_id: str) -> Cycle:
    """Return a cycle that stays as it is until the transaction ends: nobody slips past a close or a pin.

    Raises:
        NotFoundError: there is none.
    """
    rows = transaction.read_held(
        "select id, evaluation_id, label, position, starts_on, ends_on, state, rubric_sha256 from cycles "
        "where id = $1",
        [cycle_id],
    )
    if not rows:
        raise NotFoundError("There is no such cycle. It may have been removed.")
    return Cycle(*rows[0])


def change_evaluation(transaction: Transaction, evaluation_id: str, title: str, state: str) -> None:
    """Say anew what an evaluation is called and whether it is open or archived."""
    transaction.run(
        "update evaluations set title = $2, state = $3 where id = $1", [evaluation_id, title, state]
    )


def change_cycle(transaction: Transaction, cycle: Cycle) -> None:
    """Say anew what a cycle is called, from when to when it runs, and in which state it is."""
    transaction.run(
        "update cycles set label = $2, starts_on = $3, ends_on = $4, state = $5 where id = $1",
        [cycle.id, cycle.label, cycle.starts_on, cycle.ends_on, cycle.state],
    )


def close_cycle(transaction: Transaction, cycle_id: str) -> None:
    """Close a cycle; it takes no more ratings."""
    transaction.run("update cycles set state = 'closed' where id = $1", [cycle_id])


def pin_rubric(transaction: Transaction, cycle_id: str, sha256: str, now: datetime) -> None:
    """Pin the rubric version of a cycle; a cycle that has one keeps it."""
    transaction.run(
        "update cycles set rubric_sha256 = $2, pinned_at = $3 where id = $1 and rubric_sha256 is null",
        [cycle_id, sha256, now],
    )


def add_import(transaction: Transaction, made: Import) -> None:
    """Record that a file became an evaluation."""
    transaction.run(
        "insert into imports (id, evaluation_id, name, sha256, row_count, imported_by, imported_at) "
        "values ($1, $2, $3, $4, $5, $6, $7)",
        list(astuple(made)),
    )


def imports_of_file(reader: Reader, sha256: str) -> tuple[Import, ...]:
    """Return the imports of a file with exactly this content, oldest first."""
    rows = reader.read(
        "select id, evaluation_id, name, sha256, row_count, imported_by, imported_at from imports "
        "where sha256 = $1 order by imported_at, id",
        [sha256],
    )
    return tuple(Import(*row) for row in rows)

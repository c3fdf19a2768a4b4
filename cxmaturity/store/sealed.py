"""Answers given in a room, sealed: only the room itself reads them, and shows them once they are revealed."""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace
from datetime import datetime

from cxmaturity.store.engine import Reader, Transaction, query


@dataclass(frozen=True, slots=True)
class SealedAnswer:
    """One answer as given. The first five fields and ``revision``, 0 until stored, are its key.

    ``value`` is raw points. ``note`` lies here, and not with other texts, until it may be seen.
    """

    workshop_id: str
    round: int
    subject_id: str
    criterion: str
    person_id: str
    answer: str
    level: str
    value: float | None
    note: str
    reason: str
    request_id: str
    recorded_at: datetime
    revision: int = 0


def earlier_answers(reader: Reader, answer: SealedAnswer) -> tuple[SealedAnswer, ...]:
    """Return every revision of what this person said to this cell, in all rounds, oldest first."""
    place = [answer.workshop_id, answer.subject_id, answer.criterion, answer.person_id]
    return tuple(SealedAnswer(*row) for row in reader.read(query("sealed_history"), place))


def seal(transaction: Transaction, answer: SealedAnswer, earlier: tuple[SealedAnswer, ...]) -> SealedAnswer:
    """Append an answer after the latest of its round, and return what is stored.

    Raises:
        ConflictError: the same person saved the same answer from another device in this moment.
    """
    revision = 1 + max((one.revision for one in earlier if one.round == answer.round), default=0)
    saved = replace(answer, revision=revision)
    transaction.run(
        "insert into workshop_answers (workshop_id, round, subject_id, criterion, person_id, answer, level, "
        "value, note, reason, request_id, recorded_at, revision) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        list(astuple(saved)),
    )
    return saved


def sealed_answers(reader: Reader, workshop_id: str) -> tuple[SealedAnswer, ...]:
    """Return everybody's present answers of every round of a room."""
    return tuple(SealedAnswer(*row) for row in reader.read(query("sealed_answers"), [workshop_id]))

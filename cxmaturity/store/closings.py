"""Closings and reopenings of cycles: what was signed, by whom, with which hash. Nothing is overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cxmaturity.store.engine import Reader, Transaction


@dataclass(frozen=True, slots=True)
class Closing:
    """One closing or reopening of a cycle; ``words`` are the name it was signed with, or the reason."""

    cycle_id: str
    revision: int
    move: Literal["closed", "reopened"]
    person_id: str
    words: str
    result_sha256: str
    figures: str
    recorded_at: datetime


def closings_of(reader: Reader, evaluation_id: str) -> tuple[Closing, ...]:
    """Return every closing and reopening of an evaluation's cycles, oldest first."""
    rows = reader.read(
        "select cycle_id, revision, move, cycle_closings.person_id, coalesce(texts.body, ''), result_sha256, "
        "figures, recorded_at from cycle_closings left join texts on texts.id = cycle_closings.words_id "
        "where evaluation_id = $1 order by recorded_at, revision",
        [evaluation_id],
    )
    return tuple(Closing(*row) for row in rows)


def add_closing(transaction: Transaction, evaluation_id: str, closing: Closing, words_id: str | None) -> None:
    """Append a closing or a reopening.

    Raises:
        ConflictError: somebody else closed or reopened the cycle since.
    """
    transaction.run(
        "insert into cycle_closings (evaluation_id, cycle_id, revision, move, person_id, words_id, "
        "result_sha256, figures, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        [
            evaluation_id,
            closing.cycle_id,
            closing.revision,
            closing.move,
            closing.person_id,
            words_id,
            closing.result_sha256,
            closing.figures,
            closing.recorded_at,
        ],
    )

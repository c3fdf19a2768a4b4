"""What people wrote beside their ratings, kept apart so that it can be erased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from cxmaturity.store.engine import Reader, Transaction, query

ERASED = "(erased)"  # what is shown where something was written by a person who was erased since


@dataclass(frozen=True, slots=True)
class Text:
    """A note or a piece of evidence, by one person."""

    id: str
    person_id: str
    kind: str
    body: str
    created_at: datetime

    @property
    def sha256(self) -> str:
        """Return the hash that stays when the body is erased."""
        return sha256(self.body.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Written:
    """A note beside a present answer, with what it is about and who wrote it."""

    subject: str
    subject_id: str
    criterion: str
    text: str
    person_id: str
    person: str


def keep_text(transaction: Transaction, text: Text) -> str | None:
    """Keep a text and return its id; None where nothing was written.

    What the same person wrote before in the same words is not kept twice, unless it was erased.
    """
    if not text.body:
        return None
    rows = transaction.read(
        "select id from texts where person_id = $1 and kind = $2 and sha256 = $3 and erased_at is null",
        [text.person_id, text.kind, text.sha256],
    )
    if rows:
        return str(rows[0][0])
    add_texts(transaction, [text])
    return text.id


def add_texts(transaction: Transaction, texts: Sequence[Text]) -> None:
    """Add texts in one statement."""
    transaction.run(
        query("add_texts"),
        [
            [text.id for text in texts],
            [text.person_id for text in texts],
            [text.kind for text in texts],
            [text.body for text in texts],
            [text.sha256 for text in texts],
            [text.created_at for text in texts],
        ],
    )


def written_in(reader: Reader, evaluation_id: str, cycle_id: str) -> tuple[Written, ...]:
    """Return what people wrote beside their present answers of one cycle, by subject and criterion."""
    return tuple(Written(*row) for row in reader.read(query("comments"), [evaluation_id, cycle_id]))

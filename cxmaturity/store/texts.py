"""What people wrote beside their ratings, kept apart so that it can be erased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from cxmaturity.store.engine import Transaction, query


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

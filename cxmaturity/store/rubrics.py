"""Rubric versions that were ever used, kept as canonical JSON under their hash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cxmaturity.domain.rubric import Rubric
from cxmaturity.store.engine import Reader, Transaction


def keep_rubric(transaction: Transaction, rubric: Rubric, now: datetime) -> None:
    """Keep a rubric version; one that is known already stays as it is."""
    if rubric_text(transaction, rubric.sha256) is not None:
        return
    transaction.run(
        "insert into rubrics (sha256, rubric_id, version, title, purpose, canonical, added_at) "
        "values ($1, $2, $3, $4, $5, $6, $7)",
        [rubric.sha256, rubric.id, rubric.version, rubric.title, rubric.purpose, rubric.canonical, now],
    )


def rubric_text(reader: Reader, sha256: str) -> str | None:
    """Return the canonical JSON of a rubric version, or None."""
    rows = reader.read("select canonical from rubrics where sha256 = $1", [sha256])
    return rows[0][0] if rows else None


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """One version of a rubric that was ever kept."""

    rubric_id: str
    sha256: str
    version: str
    added_at: datetime


def kept_versions(reader: Reader) -> tuple[KeptVersion, ...]:
    """Return every version that was ever kept, oldest first."""
    rows = reader.read(
        "select rubric_id, sha256, version, added_at from rubrics "
        'order by added_at, rubric_id, version collate "C", sha256'
    )
    return tuple(KeptVersion(*row) for row in rows)


def remove_unused_rubrics(transaction: Transaction, hashes: Sequence[str]) -> None:
    """Remove those of these versions that no cycle pins."""
    transaction.run(
        "delete from rubrics where sha256 in (select unnest($1::text[])) "
        "and sha256 not in (select rubric_sha256 from cycles where rubric_sha256 is not null)",
        [list(hashes)],
    )

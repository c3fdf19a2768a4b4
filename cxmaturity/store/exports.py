"""Present answers with the names that people know, for files that leave the store."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cxmaturity.domain.ratings import Answer, Rating
from cxmaturity.store.engine import Reader, Row, query

Key = tuple[str, str]  # where a name must be the only one, and what it names


def exported_ratings(reader: Reader) -> list[Rating]:
    """Return every present answer of every round, by evaluation, cycle and round.

    Two evaluations, subjects or assessors of one name get numbers, so that names tell them apart; an assessor
    without a name is called by the id. Answers about withdrawn subjects are left out.
    """
    rows = reader.read(query("exported_ratings"))
    evaluations = _apart((("", row[0]), row[1]) for row in rows)
    subjects = _apart(((row[0], row[5]), row[6]) for row in rows)
    assessors = _apart(((row[0], row[11]), row[12] or row[11]) for row in rows)
    return [
        replace(
            _rating(row),
            evaluation=evaluations["", row[0]],
            subject=subjects[row[0], row[5]],
            assessor=assessors[row[0], row[11]],
        )
        for row in rows
    ]


def _rating(row: Row) -> Rating:
    return Rating(
        subject=row[6],
        criterion=row[7],
        answer=Answer(row[8]),
        value=row[10],
        level=row[9],
        cycle=row[2],
        round=row[4],
        cycle_start=row[3],
        role=row[13],
        segment=row[14],
        note=row[15],
        evidence=row[16],
        confidence=row[17],
        rated_at=row[18],
    )


def _apart(named: Iterable[tuple[Key, str]]) -> dict[Key, str]:
    """Return a name for each key that no other key of the same place has: the second “Ann” is “Ann (2)”."""
    found: dict[Key, str] = {}
    taken: set[tuple[str, str]] = set()
    for key, name in named:
        if key in found:
            continue
        number, one = 1, name
        while (key[0], one.casefold()) in taken:
            number += 1
            one = f"{name} ({number})"
        found[key] = one
        taken.add((key[0], one.casefold()))
    return found

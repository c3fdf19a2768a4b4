"""Rating events: append-only, keyed by revision, so that nothing is lost and history comes for free.

A save says which revision it saw; a key that exists already means that somebody saved first. Clearing an
answer is an event too. ``value`` is raw points, times are naive UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime

from cxmaturity.domain.errors import ConflictError, RefusedError
from cxmaturity.domain.ratings import Answer
from cxmaturity.store.engine import CONFLICT, Reader, Transaction, query
from cxmaturity.store.evaluations import held_cycle

ROWS_PER_STATEMENT = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One answer given. The first seven fields are its key; the fields are the columns, in this order."""

    evaluation_id: str
    cycle_id: str
    round: int = 1
    subject_id: str
    criterion: str
    assessor_id: str
    revision: int = 1
    answer: str
    level: str = ""
    value: float | None = None
    confidence: float | None = None
    role: str = ""
    segment: str = ""
    origin: str = "own"
    note_id: str | None = None
    evidence_id: str | None = None
    actor_id: str
    request_id: str
    rated_at: datetime | None = None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class OwnRating:
    """One person's present answer to one criterion, with what they wrote."""

    criterion: str
    answer: Answer
    level: str
    value: float | None
    note: str
    evidence: str
    round: int
    revision: int
    recorded_at: datetime


NAMES = tuple(field.name for field in fields(Event))


def record(transaction: Transaction, events: Sequence[Event]) -> None:
    """Append events as they are, many rows a statement.

    Raises:
        ConflictError: one of the keys exists already.
    """
    for start in range(0, len(events), ROWS_PER_STATEMENT):
        chunk = events[start : start + ROWS_PER_STATEMENT]
        transaction.run(query("record_events"), [[getattr(event, name) for event in chunk] for name in NAMES])


def save(transaction: Transaction, event: Event, base_revision: int | None = None) -> Event:
    """Append one answer after the revision its author saw, and return what is stored.

    Without ``base_revision`` it follows whatever is last: one person's later tap wins. The same
    ``request_id`` again changes nothing and returns what was stored the first time.

    Raises:
        ConflictError: somebody saved in between, so that ``base_revision`` is not the last one.
        RefusedError: the cycle is closed.
    """
    cycle = held_cycle(transaction, event.cycle_id)
    earlier = history(transaction, event)
    for stored in earlier:
        if stored.request_id == event.request_id:
            return stored
    if cycle.state != "open":
        raise RefusedError(
            f"{cycle.label} is closed and takes no more ratings. Open the next cycle to go on."
        )
    last = earlier[-1].revision if earlier else 0
    if base_revision not in {None, last}:
        raise ConflictError(CONFLICT)
    saved = replace(event, revision=last + 1)
    record(transaction, [saved])
    return saved


def carry_answers(
    transaction: Transaction, from_cycle: str, to_cycle: str, criteria: Sequence[str], now: datetime
) -> int:
    """Give every present answer to these criteria in another cycle too, and return how many there are.

    The earlier cycle keeps its own. What is carried has the origin "revision".
    """
    transaction.run(query("carry_answers"), [from_cycle, to_cycle, list(criteria), now])
    ((carried,),) = transaction.read("select count(*) from rating_events where cycle_id = $1", [to_cycle])
    return int(carried)


def history(reader: Reader, key: Event) -> tuple[Event, ...]:
    """Return every revision of one answer, oldest first; only the key's first six fields are looked at."""
    place = [key.evaluation_id, key.cycle_id, key.round, key.subject_id, key.criterion, key.assessor_id]
    rows = reader.read(query("answer_history"), place)
    return tuple(Event(**dict(zip(NAMES, row, strict=True))) for row in rows)


def own_ratings(
    reader: Reader, evaluation_id: str, cycle_id: str, subject_id: str, assessor_id: str
) -> dict[str, OwnRating]:
    """Return one person's present answers about one subject in one cycle, by criterion."""
    rows = reader.read(query("own_ratings"), [evaluation_id, cycle_id, subject_id, assessor_id])
    return {row[0]: OwnRating(row[0], Answer(row[1]), *row[2:]) for row in rows}


def answered_by(reader: Reader, assessor_id: str) -> dict[tuple[str, str], int]:
    """Return how many answers a person has given, by (evaluation id, cycle id); cleared ones do not count."""
    rows = reader.read(query("answered_by"), [assessor_id])
    return {(evaluation_id, cycle_id): count for evaluation_id, cycle_id, count in rows}


def brought_cycles(reader: Reader, person_id: str) -> frozenset[tuple[str, str]]:
    """Return the cycles that a file or a workshop fills, and not this person: (evaluation id, cycle id)."""
    rows = reader.read(query("brought_cycles"), [person_id])
    return frozenset((evaluation_id, cycle_id) for evaluation_id, cycle_id in rows)


def answered_of(
    reader: Reader, evaluation_id: str, cycle_id: str, assessor_id: str
) -> frozenset[tuple[str, str]]:
    """Return what a person has answered in a cycle, as (subject id, criterion id)."""
    rows = reader.read(query("answered_of"), [evaluation_id, cycle_id, assessor_id])
    return frozenset((subject_id, criterion) for subject_id, criterion in rows)


def has_answers(reader: Reader, evaluation_id: str, subject_id: str, round_number: int) -> bool:
    """Tell whether anybody answered about a subject in a round."""
    rows = reader.read(
        "select 1 from rating_events where evaluation_id = $1 and subject_id = $2 and round = $3 limit 1",
        [evaluation_id, subject_id, round_number],
    )
    return bool(rows)


def event_counts(reader: Reader, evaluation_id: str) -> dict[str, tuple[int, int, datetime | None]]:
    """Return, by cycle id, how many events there are, from how many assessors, and when the last one came."""
    rows = reader.read(query("event_counts"), [evaluation_id])
    return {cycle_id: (events, assessors, last) for cycle_id, events, assessors, last in rows}

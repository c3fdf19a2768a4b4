"""Answers with the way they came: carried from the cycle before, confirmed, changed, or given anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TypedDict

from cxmaturity.domain.confirmation import Origin, TracedRating
from cxmaturity.domain.ratings import Answer, Rating
from cxmaturity.store.engine import Reader, Row, Transaction, query
from cxmaturity.store.ratings import Event

ORIGINS = {str(origin): origin for origin in Origin}
ROWS_PER_STATEMENT = 50_000


class _Cited(TypedDict):
    """What is cited beside an answer, and since when."""

    evidence_id: str
    cited_on: date | None


def traced_answers(
    reader: Reader, evaluation_id: str, cycle_id: str, names: Mapping[str, str], assessor_id: str = ""
) -> list[TracedRating]:
    """Return every answer of a cycle with its trace, one per subject, criterion and assessor.

    ``names`` maps each id under which answers lie to the name of the subject that it stands for.
    """
    place = [evaluation_id, cycle_id, list(names), list(names.values()), assessor_id]
    return [_traced(row) for row in reader.read(query("traced_answers"), place)]


def answers_given(
    reader: Reader, evaluation_id: str, cycle_id: str, names: Mapping[str, str], subject: str
) -> list[Rating]:
    """Return every answer about a subject ever given in a cycle, replaced ones too, oldest first."""
    place = [evaluation_id, cycle_id, list(names), list(names.values()), subject]
    return [
        Rating(name, criterion, Answer(answer), value, level, assessor, rated_at=at)
        for name, criterion, answer, value, level, assessor, at in reader.read(query("answers_given"), place)
    ]


def add_carried(
    transaction: Transaction,
    evaluation_id: str,
    cycle_id: str,
    answers: Sequence[TracedRating],
    ids: Mapping[str, str],
) -> None:
    """Let a cycle open with these answers, all unconfirmed; ``ids`` are its subjects' ids by name."""
    for start in range(0, len(answers), ROWS_PER_STATEMENT):
        chunk = answers[start : start + ROWS_PER_STATEMENT]
        rated = [answer.rating for answer in chunk]
        transaction.run(
            query("add_carried"),
            [
                evaluation_id,
                cycle_id,
                [ids[rating.subject] for rating in rated],
                [rating.criterion for rating in rated],
                [rating.assessor for rating in rated],
                [str(rating.answer) for rating in rated],
                [rating.level for rating in rated],
                [rating.value for rating in rated],
                [answer.unchecked for answer in chunk],
                [answer.looked_at for answer in chunk],
                [answer.evidence_id or None for answer in chunk],
                [answer.cited_on for answer in chunk],
            ],
        )


def move_carried(transaction: Transaction, from_cycle: str, to_cycle: str, criteria: Sequence[str]) -> None:
    """Let a cycle that stands in another's place open with what that one opened with."""
    transaction.run(
        "insert into carried_answers (evaluation_id, cycle_id, subject_id, criterion, assessor_id, answer, "
        "level, value, unchecked, looked_at, evidence_id, cited_on) select evaluation_id, $2::text, "
        "subject_id, criterion, assessor_id, answer, level, value, unchecked, looked_at, evidence_id, "
        "cited_on from carried_answers "
        "where cycle_id = $1 and criterion in (select unnest($3::text[]))",
        [from_cycle, to_cycle, list(criteria)],
    )


def waiting_counts(reader: Reader, evaluation_id: str, cycle_id: str) -> dict[str, tuple[int, int]]:
    """Return, by assessor, how many answers a cycle opened with and how many of them are settled by now."""
    rows = reader.read(query("waiting_counts"), [evaluation_id, cycle_id])
    return {person: (opened, settled) for person, opened, settled in rows}


def turnouts(
    reader: Reader, evaluation_id: str, cycle_id: str, before_id: str, names: Mapping[str, str]
) -> dict[str, tuple[int, int]]:
    """Return, by subject, how many of those who counted in the cycle before have confirmed all, of how many.

    ``names`` maps each id under which answers lie to the name of the subject that it stands for.
    """
    opened = waiting_counts(reader, evaluation_id, cycle_id).values()
    if all(settled >= count for count, settled in opened):
        return {}
    place = [evaluation_id, cycle_id, before_id, list(names), list(names.values())]
    rows = reader.read(query("turnout"), place)
    return {name: (confirmed, people) for name, confirmed, people in rows}


def add_change(transaction: Transaction, event: Event, reason_id: str | None, since: date) -> None:
    """Keep what changed beside an answer that was just stored."""
    transaction.run(
        "insert into answer_changes (evaluation_id, cycle_id, round, subject_id, criterion, assessor_id, "
        "revision, reason_id, since) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        [
            event.evaluation_id,
            event.cycle_id,
            event.round,
            event.subject_id,
            event.criterion,
            event.assessor_id,
            event.revision,
            reason_id,
            since,
        ],
    )


def _traced(row: Row) -> TracedRating:
    subject, criterion, assessor, answer, level, value, origin, at = row[:8]
    note, evidence, reason, since = row[13:17]
    before = _before(subject, criterion, assessor, row[8:11], row[19])
    unchecked, looked_at = row[11] or 0, row[12]
    if answer is None and before is not None:
        cited: _Cited = {"evidence_id": row[18] or "", "cited_on": row[20]}
        return TracedRating(before, Origin.CARRIED, looked_at, before, unchecked, **cited)
    rating = Rating(
        subject,
        criterion,
        Answer(answer),
        value,
        level,
        assessor,
        note=note,
        evidence=evidence,
        rated_at=at,
    )
    came = _origin(origin, rating, before)
    cited = _cited(row[17], row[18], row[20], at)
    if came is Origin.BULK_CONFIRMED:
        return TracedRating(rating, came, looked_at, before, unchecked, **cited)
    return TracedRating(rating, came, at.date(), before, 0, reason, since, **cited)


def _cited(given: str | None, brought: str | None, brought_on: date | None, at: datetime) -> _Cited:
    """Return what is cited beside a given answer; what came along keeps its day."""
    if not given:
        return {"evidence_id": "", "cited_on": None}
    return {"evidence_id": given, "cited_on": brought_on if given == brought else at.date()}


def _before(
    subject: str, criterion: str, assessor: str, kept: Sequence[str | float | None], evidence: str
) -> Rating | None:
    answer, level, value = kept
    if answer is None:
        return None
    number = float(value) if value is not None else None
    return Rating(subject, criterion, Answer(str(answer)), number, str(level), assessor, evidence=evidence)


def _origin(origin: str, rating: Rating, before: Rating | None) -> Origin:
    """Return how an event came about; a tap outside the short path is told by what it did to the answer."""
    if origin in ORIGINS:
        return ORIGINS[origin]
    if before is None:
        return Origin.FRESH
    is_same = (rating.answer, rating.value) == (before.answer, before.value)
    return Origin.CONFIRMED if is_same else Origin.CHANGED

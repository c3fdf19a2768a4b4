"""What one person said about one criterion of one subject, and the kinds of missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
import re

OVERALL = "_overall"


class Answer(StrEnum):
    """The four things a cell can hold; three of them are kinds of missing."""

    LEVEL = "level"
    NOT_APPLICABLE = "not_applicable"
    DONT_KNOW = "dont_know"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Rating:
    """One assessor's answer; ``value`` is raw points and is set only where ``answer`` is LEVEL.

    ``level`` is the level's id on an anchored scale, empty on a numeric one. ``rated_at`` is naive UTC.
    """

    subject: str
    criterion: str
    answer: Answer
    value: float | None = None
    level: str = ""
    assessor: str = ""
    evaluation: str = ""
    cycle: str = ""
    round: int = 1
    cycle_start: date | None = None
    role: str = ""
    segment: str = ""
    note: str = ""
    evidence: str = ""
    confidence: float | None = None
    rated_at: datetime | None = None


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key that puts ``Q2`` before ``Q10``."""
    parts = re.findall(r"\d+|\D+", text)
    return tuple((0, int(p), "") if p.isdecimal() else (1, 0, p.casefold()) for p in parts)


def cycles_in_order(ratings: Iterable[Rating]) -> list[str]:
    """Return the cycles named: by ``cycle_start`` where every cycle has one, else in natural order."""
    starts: dict[str, date | None] = {}
    for rating in ratings:
        known = starts.get(rating.cycle)
        starts[rating.cycle] = min(filter(None, (known, rating.cycle_start)), default=None)
    dated = {cycle: start for cycle, start in starts.items() if start is not None}
    if len(dated) == len(starts):
        return sorted(starts, key=lambda cycle: (dated[cycle], natural(cycle), cycle))
    return sorted(starts, key=lambda cycle: (natural(cycle), cycle))


def as_of(ratings: Iterable[Rating], round_number: int | None = None) -> list[Rating]:
    """Return each assessor's latest non-empty answer in rounds up to ``round_number`` (the last by default).

    An empty answer stands only where the assessor gave no other for that criterion of that subject.
    """
    latest: dict[tuple[str, str, str], Rating] = {}
    for rating in sorted(ratings, key=lambda r: r.round):
        if round_number is not None and rating.round > round_number:
            continue
        key = (rating.subject, rating.criterion, rating.assessor)
        if rating.answer is not Answer.UNANSWERED or key not in latest:
            latest[key] = rating
    return list(latest.values())

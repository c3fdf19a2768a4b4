"""Answers carried forward from the cycle before: seen at once, counted only once somebody confirms them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from cxmaturity.domain.calendar import day_text
from cxmaturity.domain.comparison import translated
from cxmaturity.domain.errors import Problem, ProblemsError, RefusedError
from cxmaturity.domain.ratings import Answer, Rating
from cxmaturity.domain.rubric import Rubric

MINUTES_EACH = 1.5  # to look at one answer again: read, recall, confirm or change
UNCHECKED_LIMIT = 2  # openings in a row into which an answer may be carried without a look at it alone


class Origin(StrEnum):
    """How an answer came into its cycle."""

    FRESH = "fresh"
    CARRIED = "carried"
    CONFIRMED = "confirmed"
    BULK_CONFIRMED = "bulk confirmed"
    CHANGED = "changed"
    CONSENSUS = "consensus"


@dataclass(frozen=True, slots=True)
class TracedRating:
    """A rating and where it came from.

    ``before`` is the answer of the cycle before. ``unchecked`` counts the cycles in a row into which it was
    carried without anybody looking at it alone: a confirmation in bulk counts in the score, not here.
    ``reason`` and ``since`` say what changed, and since when. ``looked_at`` is the day of the last look.
    What is cited beside it (``evidence_id`` is the text's) came on ``cited_on``: it keeps that day as long as
    the answer is confirmed.
    """

    rating: Rating
    origin: Origin
    looked_at: date | None = None
    before: Rating | None = None
    unchecked: int = 0
    reason: str = ""
    since: date | None = None
    evidence_id: str = ""
    cited_on: date | None = None

    @property
    def counts(self) -> bool:
        """True unless it still waits for its confirmation."""
        return self.origin is not Origin.CARRIED


def fresh(rating: Rating, on: date) -> TracedRating:
    """Return a first answer, given in this cycle."""
    return TracedRating(rating, Origin.FRESH, looked_at=on)


def carried(
    answers: Iterable[TracedRating], cycle: str, starts_on: date | None, old: Rubric, new: Rubric
) -> list[TracedRating]:
    """Return the answers with which the next cycle opens, all unconfirmed.

    Consensus values stay behind: people answer alone again. Empty answers and those that the new rubric
    version has to ask anew (see `comparison.translated`) stay behind too.
    """
    opened = []
    for answer in answers:
        moved = translated(answer.rating, old, new)
        is_empty = answer.rating.answer is Answer.UNANSWERED
        if moved is None or is_empty or answer.origin is Origin.CONSENSUS:
            continue
        rating = replace(moved, cycle=cycle, cycle_start=starts_on, round=1, rated_at=None)
        opened.append(
            TracedRating(
                rating,
                Origin.CARRIED,
                answer.looked_at,
                answer.rating,
                answer.unchecked + 1,
                evidence_id=answer.evidence_id,
                cited_on=answer.cited_on,
            )
        )
    return opened


def confirmed(answer: TracedRating, on: date) -> TracedRating:
    """Return a carried answer that somebody looked at and found still right."""
    if answer.origin not in {Origin.CARRIED, Origin.BULK_CONFIRMED}:
        return answer
    return replace(answer, origin=Origin.CONFIRMED, looked_at=on, unchecked=0)


def confirmed_in_bulk(answers: Iterable[TracedRating], criteria: Collection[str]) -> list[TracedRating]:
    """Return the answers, those carried ones to ``criteria`` confirmed together and recorded as such."""
    return [
        replace(answer, origin=Origin.BULK_CONFIRMED)
        if answer.origin is Origin.CARRIED and answer.rating.criterion in criteria
        else answer
        for answer in answers
    ]


def changed(
    answer: TracedRating, rating: Rating, *, reason: str, since: date | None, on: date
) -> TracedRating:
    """Return an answer that replaces another; the same answer again is a confirmation.

    A new level is asked what changed and since when; evidence is asked for too, but its absence only keeps
    the level out of the evidenced score.

    Raises:
        ProblemsError: no reason, no date, or a date to come.
    """
    if (rating.answer, rating.value) == (answer.rating.answer, answer.rating.value):
        return confirmed(answer, on)
    problems = []
    if not reason.strip():
        problems.append(Problem("reason", 0, "say what changed, in a few words"))
    if since is None:
        problems.append(Problem("since", 0, "say since when it is so; a rough date will do"))
    elif since > on:
        problems.append(Problem("since", 0, f"{day_text(since)} is still to come; rate what is so today"))
    if problems:
        raise ProblemsError(problems)
    return replace(
        answer,
        rating=rating,
        origin=Origin.CHANGED,
        looked_at=on,
        unchecked=0,
        reason=reason.strip(),
        since=since,
    )


def agreed(rating: Rating, reason: str, on: date) -> TracedRating:
    """Return a consensus value that a facilitator sets; the individual answers stay beside it.

    Raises:
        RefusedError: it is not a level, or nobody said how it came about.
    """
    if rating.answer is not Answer.LEVEL or not reason.strip():
        raise RefusedError("A consensus value is a level, with a word on how the room came to it.")
    return TracedRating(rating, Origin.CONSENSUS, looked_at=on, reason=reason.strip())


def counting(answers: Iterable[TracedRating]) -> list[Rating]:
    """Return the individual ratings that count: no unconfirmed one ever does, and no consensus."""
    return [a.rating for a in answers if a.counts and a.origin is not Origin.CONSENSUS]


def official(answers: Sequence[TracedRating]) -> list[Rating]:
    """Return the ratings behind the official score: where a consensus stands, it replaces the individuals."""
    settled = [a.rating for a in answers if a.origin is Origin.CONSENSUS]
    places = {(rating.subject, rating.criterion) for rating in settled}
    return settled + [r for r in counting(answers) if (r.subject, r.criterion) not in places]


def share_confirmed(answers: Sequence[TracedRating]) -> float | None:
    """Return the share (0–1) of individual answers that count; None where there are none."""
    own = [a for a in answers if a.origin is not Origin.CONSENSUS]
    return sum(a.counts for a in own) / len(own) if own else None


def unchecked_too_often(answers: Iterable[TracedRating], limit: int = UNCHECKED_LIMIT) -> tuple[str, ...]:
    """Return the criteria with an answer carried ``limit`` times in a row without a look at it alone."""
    return tuple(dict.fromkeys(a.rating.criterion for a in answers if a.unchecked >= limit))


class Reason(StrEnum):
    """Why an answer is on the ten-minute path."""

    NEW = "not answered yet"
    PRIORITISED = "a priority of this cycle"
    STALE = "its evidence is stale"
    BELOW_TARGET = "below its target"
    KPI_MOVED = "its KPI moved"
    UNCHECKED = "carried twice without a look"


@dataclass(frozen=True, slots=True)
class Look:
    """A criterion to look at on the ten-minute path, and why."""

    criterion: str
    title: str
    reasons: tuple[Reason, ...]


def ten_minute_path(
    rubric: Rubric, answers: Sequence[TracedRating], noticed: Mapping[Reason, Collection[str]]
) -> tuple[Look, ...]:
    """Return what one person has to look at for one subject, in file order; the rest is confirmed in bulk.

    ``answers`` are that person's for that subject. ``noticed`` gives the criteria that are prioritised,
    stale, below target, or whose KPI moved; new and unchecked ones are found here. What was looked at in
    this cycle already is done.
    """
    done = {a.rating.criterion for a in answers if a.counts and a.origin is not Origin.BULK_CONFIRMED}
    known = {a.rating.criterion for a in answers}
    found = {
        **noticed,
        Reason.NEW: {c.id for c in rubric.criteria() if c.id not in known},
        Reason.UNCHECKED: unchecked_too_often(answers),
    }
    looks = []
    for criterion in rubric.criteria():
        reasons = tuple(reason for reason in Reason if criterion.id in found.get(reason, ()))
        if reasons and criterion.id not in done:
            looks.append(Look(criterion.id, criterion.title, reasons))
    return tuple(looks)


def minutes(looks: Sequence[Look]) -> int:
    """Return how long the path takes, in whole minutes: a minute and a half for each answer."""
    return round(MINUTES_EACH * len(looks))

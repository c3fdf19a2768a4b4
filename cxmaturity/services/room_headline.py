"""The sentence above a workshop's result: what the talk changed, who is first, and who answered how much."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from cxmaturity.charts.formats import counted, listed, percent
from cxmaturity.domain.provisional import is_too_early
from cxmaturity.domain.results import Result, SubjectResult
from cxmaturity.domain.workshop.turnout import Turnout
from cxmaturity.services.headlines import Headline, headline_of, outside, sure_words
from cxmaturity.services.subject_headline import name_of

MOST_NAMED = 3  # people of whom each count is told; of more the least and the most


def room_headline(
    rounds: Sequence[Result], final: Result, compared: Collection[str], turnout: Turnout, missing: int
) -> Headline:
    """Return the headline of a workshop: that the talk put another one first, otherwise who is first.

    ``missing`` people had not finished the last round. In an anonymous room nobody's count is told: the
    turnout's ``in_part`` is empty then.
    """
    words = headline_of(final, None, turnout.people, compared)
    parts = [*outside(final, compared), *turnout_words(turnout, len(rounds), missing)]
    said = _passed(rounds, final, compared) or words.headline
    return Headline(said, " ".join(f"{part}." for part in parts))


def turnout_words(turnout: Turnout, rounds: int, missing: int) -> Iterator[str]:
    """Yield how many people rated, how much of what they were asked, and who answered only a part."""
    people = [subject.people for subject in turnout.subjects]
    low, high = min(people, default=0), max(people, default=0)
    rated = counted(turnout.people, "person rated", "people rated")
    each = f"{low} to {high}" if high > low else f"{low}"
    yield rated if low == turnout.people else f"{each} of {rated} each one"
    if turnout.given < turnout.asked:
        share = percent(turnout.given / turnout.asked)
        yield f"{turnout.given} of {turnout.asked} answers asked for are in ({share})"
    if turnout.in_part:
        yield _in_part(turnout)
    if missing:
        yield f"{counted(missing, 'person', 'people')} had not finished round {rounds}"


def _in_part(turnout: Turnout) -> str:
    counts = turnout.in_part
    some = listed(map(str, counts)) if len(counts) <= MOST_NAMED else f"{counts[-1]} to {counts[0]}"
    return f"{len(counts)} of {turnout.people} rated only part: {some} of {turnout.questions} questions"


def _passed(rounds: Sequence[Result], final: Result, compared: Collection[str]) -> str:
    """Return that the talk put another one first, and how sure that is; empty where it did not."""
    if len(rounds) < 2:
        return ""
    was, now = (_leaders(result, compared) for result in (rounds[0], final))
    if len(now) != 1 or not was or set(names(now)) & set(names(was)) or is_too_early(final.rubric, now[0]):
        return ""
    return f"After the talk {name_of(now[0])} passed {listed(map(name_of, was))}{_how_sure(final, now[0])}."


def names(subjects: Sequence[SubjectResult]) -> list[str]:
    """Return what subjects are called."""
    return [subject.subject for subject in subjects]


def _how_sure(final: Result, first: SubjectResult) -> str:
    said = sure_words(first, final.robustness)
    return f" and leads{said}" if final.robustness and final.robustness.verdict == "clear" else said


def _leaders(result: Result, compared: Collection[str]) -> list[SubjectResult]:
    ranked = [subject for subject in result.ranked if subject.subject not in compared]
    return [subject for subject in ranked if subject.rank == ranked[0].rank]

"""Whether enough is answered to say anything: below that, a score is provisional wherever it is shown.

So is the score of a running cycle in which some who counted last time have not confirmed yet: what it differs
by comes from who is missing, not from what changed.
"""

from __future__ import annotations

from collections.abc import Iterable

from cxmaturity.domain.numbers import TOLERANCE
from cxmaturity.domain.progress import Change
from cxmaturity.domain.results import Result, SubjectResult
from cxmaturity.domain.rubric import Rubric

HALF = 0.5  # what sentences ask for where a rubric names no min_coverage


def is_provisional(rubric: Rubric, subject: SubjectResult) -> bool:
    """Tell whether a score rests on fewer answers than the rubric asks for, or people are still to confirm.

    False where there is no score.
    """
    return _is_below(rubric.min_coverage, subject) or _awaits_people(subject)


def is_too_early(rubric: Rubric, subject: SubjectResult) -> bool:
    """Tell whether nothing should be claimed of a score yet: no change, no band, no stage, no cause.

    That is a provisional one, and one of which less than half is answered where the rubric asks for nothing.
    """
    return is_too_thin(rubric, subject) or _awaits_people(subject)


def is_too_thin(rubric: Rubric, subject: SubjectResult) -> bool:
    """Tell whether a score rests on so few answers that it should not even be named in a sentence."""
    return _is_below(rubric.min_coverage or HALF, subject)


def _awaits_people(subject: SubjectResult) -> bool:
    return subject.score is not None and subject.turnout is not None


def _is_below(least: float, subject: SubjectResult) -> bool:
    if subject.score is None or subject.coverage is None:
        return False
    return subject.status == "provisional" or subject.coverage < least - TOLERANCE


def answered_of(rubric: Rubric, subject: SubjectResult) -> tuple[int, int]:
    """Return how many criteria are answered, of how many that are asked; ``add`` criteria stay out."""
    added = {criterion.id for criterion in rubric.criteria() if criterion.add}
    states = [score.state for name, score in subject.criteria.items() if name not in added]
    return states.count("answered"), states.count("answered") + states.count("unanswered")


def early_in(results: Iterable[Result], name: str) -> frozenset[int]:
    """Return the places of the cycles in which it is too early to say anything of this subject."""
    found = [(result, result.subject(name)) for result in results]
    return frozenset(
        place
        for place, (result, subject) in enumerate(found)
        if subject is not None and is_too_early(result.rubric, subject)
    )


def firm_changes(changes: Iterable[Change], before: Result, after: Result) -> tuple[Change, ...]:
    """Return the changes of subjects for which both cycles hold enough answers to be compared."""
    early = {
        subject.subject
        for result in (before, after)
        for subject in result.subjects
        if is_too_early(result.rubric, subject)
    }
    return tuple(change for change in changes if change.subject not in early)

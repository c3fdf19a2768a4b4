"""By which figure a red flag is up: always the one that its rubric's rule looks at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cxmaturity.charts.formats import number
from cxmaturity.charts.stance_words import level, median, near
from cxmaturity.domain.numbers import compare
from cxmaturity.domain.outside import Condition
from cxmaturity.domain.results import RedFlagRaised, SubjectResult
from cxmaturity.domain.rubric import Criterion, Rubric

BOUNDS: Final = {
    ">=": "at {} or above",
    ">": "above {}",
    "<=": "at {} or below",
    "<": "below {}",
    "==": "at {}",
    "!=": "not at {}",
}


def flag_words(criterion: Criterion, counts: Mapping[float, int], value: float | None) -> str:
    """Return the figure that raises a criterion's red flag, ``value`` being what the answers combine to.

    Where any single person raises it, ``2 of 6 people at 3 or above, median 3 of 4``; else the combined
    value, ``3.3 of 4 together, at 3 or above``.
    """
    flag = criterion.red_flag
    if flag is None or not counts:
        return ""
    bound, top = _bound(flag.when), level(criterion.maximum)
    people = sum(counts.values())
    if people == 1:
        return f"{level(next(iter(counts)))} of {top}, {bound}"
    if not flag.any_assessor:
        return f"{number(value)} of {top} together, {bound}"
    hits = sum(n for given, n in counts.items() if compare(given, flag.when.operator, flag.when.number).all())
    return f"{hits} of {people} people {bound}, median {near(criterion, median(counts))} of {top}"


def raised_words(rubric: Rubric, subject: SubjectResult, flag: RedFlagRaised) -> str:
    """Return the figure by which a red flag of a result is up, the same as the room was shown."""
    criterion, score = rubric.criterion(flag.criterion), subject.criteria.get(flag.criterion)
    said = flag_words(criterion, score.tally, score.value) if criterion and score else ""
    return said or f"at {number(flag.value)}"


def _bound(when: Condition) -> str:
    return BOUNDS[when.operator].format(level(when.number))

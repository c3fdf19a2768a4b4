"""The evidenced score out of counts: every level that nothing valid supports is capped before scoring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from cxmaturity.domain.evidence import EvidenceItem, Unsupported, is_fresh, just_below, newest
from cxmaturity.domain.ladder import is_at_least
from cxmaturity.domain.numbers import TOLERANCE
from cxmaturity.domain.results import SubjectResult
from cxmaturity.domain.rubric import Criterion, Rubric
from cxmaturity.domain.tally import LEVEL, Tallies


def evidenced_tallies(rubric: Rubric, tallies: Tallies, items: Sequence[EvidenceItem], on: date) -> Tallies:
    """Return the counts with every unsupported level capped just below ``required_from``.

    The same as scoring `evidence.evidenced` ratings, without needing to know who gave them: of equal answers
    as many keep their level as have a citation of their own. A cap only ever makes an answer worse.
    """
    asked = {criterion.id: criterion for criterion in rubric.criteria()}
    value, kept = tallies.value.copy(), tallies.count.copy()
    for row in np.flatnonzero(tallies.kind == LEVEL):
        criterion = asked.get(tallies.criteria[tallies.criterion[row]])
        rule = criterion.evidence if criterion else None
        if criterion is None or rule is None or rule.required_from is None:
            continue
        given = float(value[row])
        if is_at_least(criterion, given, rule.required_from):
            subject = tallies.subjects[tallies.subject[row]]
            value[row] = just_below(criterion, rule.required_from)
            kept[row] = _carried(criterion, subject, given, items, on, int(kept[row]))
    return _divided(tallies, value, kept)


def _carried(
    criterion: Criterion, subject: str, given: float, items: Sequence[EvidenceItem], on: date, count: int
) -> int:
    """Return how many of so many equal answers evidence carries: all, or those that cite some themselves."""
    shared = [item for item in items if item.beside is None]
    best = newest(shared, subject, criterion.id, on)
    if best is not None and is_fresh(best, criterion, on):
        return count
    citing = (i for i in items if i.beside is not None and abs(i.beside - given) <= TOLERANCE)
    return min(count, sum(i.serves(subject, criterion.id) and is_fresh(i, criterion, on) for i in citing))


def _divided(tallies: Tallies, value: np.ndarray, kept: np.ndarray) -> Tallies:
    """Return the counts with each row in two: ``kept`` answers as they were, the others at ``value``."""
    stays, goes = kept > 0, kept < tallies.count
    both = np.concatenate([np.flatnonzero(stays), np.flatnonzero(goes)])
    return replace(
        tallies,
        subject=tallies.subject[both],
        criterion=tallies.criterion[both],
        kind=tallies.kind[both],
        value=np.concatenate([tallies.value[stays], value[goes]]),
        count=np.concatenate([kept[stays], (tallies.count - kept)[goes]]),
    )


def unsupported(
    rubric: Rubric, claimed: SubjectResult, capped: SubjectResult, items: Sequence[EvidenceItem], on: date
) -> tuple[Unsupported, ...]:
    """Return each criterion that counts for less where only supported levels count, in file order.

    ``claimed`` and ``capped`` are a subject's results from all answers and from `evidenced_tallies`: nobody's
    own answer is looked at.
    """
    found = []
    for criterion in rubric.criteria():
        one, other = claimed.criteria.get(criterion.id), capped.criteria.get(criterion.id)
        rule = criterion.evidence
        if one is None or other is None or rule is None or rule.required_from is None:
            continue
        if one.value is None or other.value is None or abs(one.value - other.value) <= TOLERANCE:
            continue
        shared = [item for item in items if item.beside is None]
        best = newest(shared, claimed.subject, criterion.id, on)
        found.append(
            Unsupported(
                subject=claimed.subject,
                criterion=criterion.id,
                title=criterion.title,
                claimed=one.value,
                allowed=just_below(criterion, rule.required_from),
                why="none" if best is None else "stale",
                newest=best,
            )
        )
    return tuple(found)

"""The evidenced score out of counts: every level that nothing valid supports is capped before scoring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from cxmaturity.domain.evidence import EvidenceItem, is_fresh, just_below, newest
from cxmaturity.domain.ladder import is_at_least
from cxmaturity.domain.rubric import Criterion, Rubric
from cxmaturity.domain.tally import LEVEL, Tallies


def evidenced_tallies(rubric: Rubric, tallies: Tallies, items: Sequence[EvidenceItem], on: date) -> Tallies:
    """Return the counts with every unsupported level capped just below ``required_from``.

    The same as scoring `evidence.evidenced` ratings, without needing to know who gave them. A cap only ever
    makes an answer worse.
    """
    asked = {criterion.id: criterion for criterion in rubric.criteria()}
    value = tallies.value.copy()
    for place, name in enumerate(tallies.criteria):
        criterion = asked.get(name)
        rule = criterion.evidence if criterion else None
        if criterion is None or rule is None or rule.required_from is None:
            continue
        for row, subject in enumerate(tallies.subjects):
            if not _is_supported(criterion, subject, items, on):
                cells = (tallies.subject == row) & (tallies.criterion == place) & (tallies.kind == LEVEL)
                value[cells] = [_capped(criterion, each, rule.required_from) for each in value[cells]]
    return replace(tallies, value=value)


def _is_supported(criterion: Criterion, subject: str, items: Sequence[EvidenceItem], on: date) -> bool:
    best = newest(items, subject, criterion.id, on)
    return best is not None and is_fresh(best, criterion, on)


def _capped(criterion: Criterion, value: float, bound: float) -> float:
    if not is_at_least(criterion, value, bound):
        return value
    return just_below(criterion, bound)

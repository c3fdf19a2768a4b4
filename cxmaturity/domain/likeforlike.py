"""Trends across versions of a rubric: each cycle by its own rubric, and what they share beside it."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from cxmaturity.domain.applicability import ROOT
from cxmaturity.domain.calendar import Period
from cxmaturity.domain.comparison import is_same, overlap_along, succession
from cxmaturity.domain.gates import ceiling
from cxmaturity.domain.panel import combine
from cxmaturity.domain.provisional import is_too_early
from cxmaturity.domain.results import Result
from cxmaturity.domain.rubric import Rubric, Section
from cxmaturity.domain.standing import cells_of, gated
from cxmaturity.domain.tally import Tallies

Scores = dict[str, float | None]


@dataclass(frozen=True, slots=True)
class RatedCycle:
    """One cycle, scored with the rubric version that it pinned."""

    label: str
    rubric: Rubric
    tallies: Tallies
    result: Result
    period: Period | None = None

    def score(self, subject: str) -> float | None:
        """Return a subject's score in this cycle."""
        found = self.result.subject(subject)
        return None if found is None else found.score

    def is_firm(self, subject: str) -> bool:
        """Tell whether a subject has a score here on answers enough to claim anything of it."""
        found = self.result.subject(subject)
        return found is not None and found.score is not None and not is_too_early(self.rubric, found)


@dataclass(frozen=True, slots=True)
class Ground:
    """What cycles have in common.

    ``rubric`` is the newest with everything else weighing nothing; ``tallies`` are each cycle's, under the
    newest ids.
    """

    rubric: Rubric
    common: frozenset[str]
    tallies: tuple[Tallies, ...]


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One cycle of one subject.

    ``overlap`` (percent) and ``is_break`` compare the rubric with that of the cycle before. ``like_for_like``
    is the score over the criteria that all cycles of the trend share, with the newest weights; a provisional
    score, on too few answers, has none, as it is compared with nothing.
    """

    label: str
    period: Period | None
    version: str
    score: float | None
    like_for_like: float | None
    overlap: float | None
    is_break: bool
    is_provisional: bool = False


def common_ground(cycles: Sequence[RatedCycle]) -> Ground:
    """Return what these cycles, oldest first, have in common; all of it where the rubric never changed."""
    rubrics = [cycle.rubric for cycle in cycles]
    common = frozenset(succession(rubrics).values())
    names = [succession(rubrics[place:]) for place in range(len(rubrics))]
    tallies = tuple(
        cycle.tallies
        if is_same(cycle.rubric, rubrics[-1])
        else under(cycle.tallies, {old: new for old, new in names[place].items() if new in common})
        for place, cycle in enumerate(cycles)
    )
    return Ground(restricted(rubrics[-1], common), common, tallies)


def trends(cycles: Sequence[RatedCycle]) -> dict[str, tuple[TrendPoint, ...]]:
    """Return every subject's cycles, oldest first, each by its own rubric and like for like beside it."""
    if not cycles:
        return {}
    alike = _scored_alike(cycles, common_ground(cycles))
    steps = [(None, cycles[0]), *pairwise(cycles)]
    overlaps = [None if a is None else _overlap(a.rubric, b.rubric) for a, b in steps]
    names = dict.fromkeys(s.subject for cycle in reversed(cycles) for s in cycle.result.subjects)
    return {
        name: tuple(
            TrendPoint(
                label=cycle.label,
                period=cycle.period,
                version=cycle.rubric.version,
                score=cycle.score(name),
                like_for_like=same.get(name) if cycle.is_firm(name) else None,
                overlap=overlaps[place],
                is_break=before is not None and not is_same(before.rubric, cycle.rubric),
                is_provisional=cycle.score(name) is not None and not cycle.is_firm(name),
            )
            for place, ((before, cycle), same) in enumerate(zip(steps, alike, strict=True))
        )
        for name in names
    }


def _scored_alike(cycles: Sequence[RatedCycle], ground: Ground) -> list[Scores]:
    """Return each cycle's scores on common ground; one that is all common ground keeps its own."""
    newest = cycles[-1].rubric
    return [
        {subject.subject: subject.score for subject in cycle.result.subjects}
        if ground.rubric is newest and is_same(cycle.rubric, newest)
        else scores_of(ground.rubric, tallies)
        for cycle, tallies in zip(cycles, ground.tallies, strict=True)
    ]


def scores_of(rubric: Rubric, tallies: Tallies) -> Scores:
    """Return every subject's score and nothing else: what `scoring.score_tallies` gives, without the rest."""
    cells = cells_of(rubric, combine(rubric, tallies))
    nodes, gates = gated(rubric, cells)
    share = nodes[ROOT].share
    scores = np.minimum(100 * share, ceiling(gates, share.shape)).tolist()
    return {
        name: None if np.isnan(score) else score for name, score in zip(tallies.subjects, scores, strict=True)
    }


def _overlap(old: Rubric, new: Rubric) -> float:
    return 100.0 if is_same(old, new) else overlap_along([old, new])


def values_over(cycles: Sequence[RatedCycle], subject: str) -> dict[str, tuple[float | None, ...]]:
    """Return each criterion's raw values, one per cycle, under the newest ids.

    None where a cycle has no value, or asked it in a way that does not compare with the newest rubric.
    """
    rubrics = [cycle.rubric for cycle in cycles]
    rows = []
    for place, cycle in enumerate(cycles):
        found = cycle.result.subject(subject)
        scores = found.criteria if found else {}
        rows.append(
            {new: scores[old].value for old, new in succession(rubrics[place:]).items() if old in scores}
        )
    ids = [criterion.id for criterion in rubrics[-1].criteria()] if rubrics else []
    return {name: tuple(row.get(name) for row in rows) for name in ids}


def under(tallies: Tallies, names: Mapping[str, str]) -> Tallies:
    """Return tallies under new ids; what has none gets an id that no rubric can have, and so leaves."""
    return replace(tallies, criteria=tuple(names.get(name, f"{name} before") for name in tallies.criteria))


def restricted(rubric: Rubric, criteria: Container[str]) -> Rubric:
    """Return the rubric in which only these criteria weigh and knock out.

    The others stay, without weight: conditions (``applies_if``) may read them.
    """
    if all(criterion.id in criteria for criterion in rubric.criteria()):
        return rubric
    return replace(rubric, root=_restricted(rubric.root, criteria))


def _restricted(section: Section, criteria: Container[str]) -> Section:
    children = tuple(
        _restricted(child, criteria)
        if isinstance(child, Section)
        else child
        if child.id in criteria
        else replace(child, weight=0.0, gate=None)
        for child in section.children
    )
    return replace(section, children=children)

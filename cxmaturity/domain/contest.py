"""Who competes and who only stands beside: today's way of working is scored, and never ranked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from cxmaturity.domain.results import Result, SubjectResult
from cxmaturity.domain.rubric import Rubric
from cxmaturity.domain.scoring import score_tallies
from cxmaturity.domain.tally import Tallies


def score_beside(
    rubric: Rubric, tallies: Tallies, compared: Collection[str], *, cycle: str | None = None
) -> Result:
    """Score a cycle in which some subjects only stand beside, for comparison.

    The others are scored as if those were not there, so nothing about them depends on the comparison. Those
    beside are scored with everybody (a price is compared with all prices), have no rank, and come last.
    Where all stand beside, all compete.
    """
    contest = score_tallies(rubric, competing(tallies, compared), cycle=cycle)
    beside = set(tallies.subjects).difference(one.subject for one in contest.subjects)
    if not beside:
        return contest
    everybody = score_tallies(rubric, tallies, cycle=cycle)
    apart = tuple(_unranked(subject) for subject in everybody.subjects if subject.subject in beside)
    return replace(contest, subjects=(*contest.subjects, *apart))


def competing(tallies: Tallies, compared: Collection[str]) -> Tallies:
    """Return the counts of those that compete: all but the compared ones, or all where every one is that."""
    beside = set(compared).intersection(tallies.subjects)
    return without(tallies, beside) if 0 < len(beside) < len(tallies.subjects) else tallies


def without(tallies: Tallies, names: Collection[str]) -> Tallies:
    """Return the counts of all subjects but these."""
    kept = [index for index, name in enumerate(tallies.subjects) if name not in names]
    places = np.full(len(tallies.subjects), -1, dtype=np.int64)
    places[kept] = np.arange(len(kept))
    rows = np.isin(tallies.subject, kept)
    return Tallies(
        subjects=tuple(tallies.subjects[index] for index in kept),
        criteria=tallies.criteria,
        subject=places[tallies.subject[rows]],
        criterion=tallies.criterion[rows],
        kind=tallies.kind[rows],
        value=tallies.value[rows],
        count=tallies.count[rows],
        raters=tallies.raters[kept],
    )


def _unranked(subject: SubjectResult) -> SubjectResult:
    """Return a subject beside the contest; that it is not rated, or too little, is still said."""
    stands = subject.status in {"ranked", "excluded"}
    return replace(subject, rank=None, would_rank=None, status="compared" if stands else subject.status)

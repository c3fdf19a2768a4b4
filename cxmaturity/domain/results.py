"""What scoring returns: plain, immutable, ready to be shown or asked "why?".

Scores are on 0–100. ``None`` means "no value" (nothing counted), never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from cxmaturity.domain.rubric import Aggregate, Rubric

Status = Literal["ranked", "excluded", "provisional", "unscored", "compared"]
State = Literal["answered", "unanswered", "not_applicable", "does_not_apply"]
Disagreement = Literal["split", "spread", "lone"]
Verdict = Literal["clear", "leaning", "too close"]


@dataclass(frozen=True, slots=True)
class Part:
    """One child's share in its parent: the answer to "why?".

    ``weight`` is the weight in force for this subject (0–1, summing to 1 over the children that count);
    None where the aggregate has no weights of its own (min, max, median).
    ``counts`` is False where the child left the aggregate.
    """

    id: str
    title: str
    weight: float | None
    score: float | None
    counts: bool


@dataclass(frozen=True, slots=True)
class NodeScore:
    """One node of the rubric for one subject. ``also`` holds further aggregates as scores."""

    id: str
    title: str
    aggregate: Aggregate
    score: float | None
    points: float | None
    min_points: float | None
    max_points: float | None
    coverage: float | None
    parts: tuple[Part, ...] = ()
    also: Mapping[Aggregate, float | None] | None = None
    applies: bool = True


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """One criterion for one subject. ``value`` is the combined raw value; ``score`` is 100 × share.

    ``n`` counts the levels that were combined; ``tally`` maps each raw value given to its count.
    ``spread`` is the interquartile range of raw values (None under 2). ``level`` is the nearest level's id.
    """

    id: str
    title: str
    state: State
    value: float | None
    points: float | None
    score: float | None
    n: int
    not_applicable: int
    dont_know: int
    spread: float | None
    flag: Disagreement | None
    level: str
    tally: Mapping[float, int]


@dataclass(frozen=True, slots=True)
class GateTrip:
    """A gate that tripped; ``node`` is a criterion's or a section's id, ``value`` what tripped it."""

    node: str
    title: str
    then: Literal["exclude", "cap", "flag"]
    value: float
    below: float | None
    above: float | None
    cap: float | None


@dataclass(frozen=True, slots=True)
class RedFlagRaised:
    """A red flag that is up."""

    criterion: str
    title: str
    severity: Literal["medium", "high", "critical"]
    say: str
    value: float


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many of the people whose answers counted last time have confirmed all of theirs in this cycle."""

    confirmed: int
    people: int


@dataclass(frozen=True, slots=True)
class SubjectResult:
    """Everything about one subject. ``low`` and ``high`` bound the score for every possible missing answer.

    ``uncapped`` is the score before any capping gate. ``turnout`` is there in a running cycle only, as long
    as somebody who counted last time has still to confirm.
    """

    subject: str
    status: Status
    rank: int | None
    would_rank: int | None
    score: float | None
    uncapped: float | None
    points: float | None
    min_points: float | None
    max_points: float | None
    low: float | None
    high: float | None
    coverage: float | None
    band: str | None
    stage: int | None
    next_stage: int | None
    blockers: tuple[str, ...]
    blockers_needed: int
    gates: tuple[GateTrip, ...]
    red_flags: tuple[RedFlagRaised, ...]
    nodes: Mapping[str, NodeScore]
    criteria: Mapping[str, CriterionScore]
    turnout: Turnout | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far assessors agree; each figure is None where it is undefined."""

    krippendorff_alpha_ordinal: float | None
    krippendorff_alpha_interval: float | None
    icc_2_1: float | None
    icc_2_k: float | None
    kendall_w: float | None
    n_assessors: int


@dataclass(frozen=True, slots=True)
class Robustness:
    """How sure the ranking is. ``rank_acceptability[s][r]`` is the share of draws with s at rank r + 1.

    ``interval`` is the central 80 % of each subject's drawn scores (low, high). ``assessors`` counts the
    people drawn from, 0 where only weights were drawn.
    """

    draws: int
    seed: int
    kind: Literal["weights", "ratings", "both"]
    p_first: Mapping[str, float]
    rank_acceptability: Mapping[str, tuple[float, ...]]
    expected_rank: Mapping[str, float]
    interval: Mapping[str, tuple[float, float]]
    verdict: Verdict | None
    assessors: int = 0


@dataclass(frozen=True, slots=True)
class WeightFlip:
    """The nearest weight of one criterion at which somebody else is first (weights as shares of 1)."""

    criterion: str
    title: str
    weight: float
    flips_at: float
    new_first: str


@dataclass(frozen=True, slots=True)
class ScoreFlip:
    """The smallest change of one combined raw value that changes who is first."""

    subject: str
    criterion: str
    title: str
    value: float
    flips_at: float
    share_change: float
    new_first: str


@dataclass(frozen=True, slots=True)
class Result:
    """A scored cycle: subjects in rank order, then the others."""

    rubric: Rubric
    cycle: str | None
    round: int | None
    subjects: tuple[SubjectResult, ...]
    agreement: Agreement
    robustness: Robustness | None = None

    def subject(self, name: str) -> SubjectResult | None:
        """Return the result of the subject with this name, or None."""
        return next((s for s in self.subjects if s.subject == name), None)

    @property
    def ranked(self) -> tuple[SubjectResult, ...]:
        """Return the subjects that have a rank, best first."""
        return tuple(s for s in self.subjects if s.rank is not None)

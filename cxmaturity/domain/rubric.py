"""What is asked and how it is scored: a rubric as immutable data.

A `Rubric` is built only by ``cxmaturity.rubrics`` (from YAML or from the stored canonical JSON), which
checks everything; code that holds one may rely on every rule of the format.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from cxmaturity.domain.background import (
    KPI,
    CriterionMigration,
    Evidence,
    Measure,
    Migration,
    Reference,
    Source,
)
from cxmaturity.domain.expression import Expression
from cxmaturity.domain.outside import Condition, Gate, RedFlag

__all__ = [
    "KPI",
    "NOTHING",
    "Aggregate",
    "Assessors",
    "Band",
    "Condition",
    "Criterion",
    "CriterionMigration",
    "Evidence",
    "Gate",
    "Level",
    "Measure",
    "Migration",
    "Policy",
    "RedFlag",
    "Reference",
    "Rubric",
    "Scale",
    "Section",
    "Source",
    "Stages",
]

STEP_TOLERANCE = 1e-9
Policy = Literal["exclude", "zero", "full"]
NOTHING: Mapping[str, str] = MappingProxyType({})


class Aggregate(StrEnum):
    """How a node combines its children."""

    WEIGHTED_MEAN = "weighted_mean"
    MEAN = "mean"
    SUM = "sum"
    MIN = "min"
    MAX = "max"
    MEDIAN = "median"
    GEOMETRIC_MEAN = "geometric_mean"
    POOLED = "pooled"


@dataclass(frozen=True, slots=True)
class Level:
    """One step of an anchored scale; ``points`` are its raw points."""

    id: str
    value: float
    label: str
    points: float
    description: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """Levels, or a number between ``minimum`` and ``maximum``; both bounds are raw points."""

    id: str
    minimum: float
    maximum: float
    levels: tuple[Level, ...] = ()
    goal: Literal["max", "min"] = "max"
    unit: str = ""
    step: float | None = None
    rated: Literal["integer"] | None = None
    clamp: bool = False
    title: str = ""
    description: str = ""

    @property
    def is_numeric(self) -> bool:
        """True where the answer is a number instead of a level."""
        return not self.levels

    @property
    def span(self) -> float:
        """Return the width of the range in raw points; always above 0."""
        return self.maximum - self.minimum

    def is_on_grid(self, number: float) -> bool:
        """Return whether a number lies on the steps of the scale, to nine digits of their count."""
        steps = 0.0 if self.step is None else (number - self.minimum) / self.step
        return abs(steps - round(steps)) <= STEP_TOLERANCE * max(1.0, abs(steps))

    def level(self, level_id: str) -> Level | None:
        """Return the level with this id, or None."""
        return next((level for level in self.levels if level.id == level_id), None)

    def nearest_level(self, points: float) -> Level | None:
        """Return the level whose raw points lie nearest, the lower one on a tie; None on a numeric scale."""
        return min(self.levels, key=lambda level: (abs(level.points - points), level.points), default=None)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is asked. ``weight`` is the stated weight within its parent, not normalised."""

    id: str
    title: str
    scale: Scale
    weight: float = 1.0
    reverse: bool = False
    clamp: bool = False
    unanswered: Policy = "exclude"
    not_applicable: Policy = "exclude"
    gate: Gate | None = None
    red_flag: RedFlag | None = None
    stage: int | None = None
    applies_if: Expression | None = None
    formula: Literal["lowest_over_this"] | None = None
    add: bool = False
    retired: str = ""
    since: str = ""
    question: str = ""
    description: str = ""
    why: str = ""
    anchors: Mapping[str, str] = field(default_factory=lambda: NOTHING)  # level id → what it looks like
    next_step: Mapping[str, str] = field(default_factory=lambda: NOTHING)  # level id → what to do next
    evidence: Evidence | None = None
    follow_up: tuple[str, ...] = ()
    effort: int = 3
    impact: int | None = None
    depends_on: tuple[str, ...] = ()
    kpis: tuple[str, ...] = ()
    measure: Measure | None = None
    moment: str = ""
    step: str = ""
    owner: str = ""
    roles: tuple[str, ...] = ()
    default_target: str = ""
    tags: tuple[str, ...] = ()

    @property
    def is_turned(self) -> bool:
        """True where a high raw answer is bad: ``reverse`` here or ``goal: min`` on the scale."""
        return self.reverse or self.scale.goal == "min"

    @property
    def minimum(self) -> float:
        """Return the lowest points, the same before and after turning."""
        return self.scale.minimum

    @property
    def maximum(self) -> float:
        """Return the highest points, the same before and after turning."""
        return self.scale.maximum


@dataclass(frozen=True, slots=True)
class Section:
    """A node above criteria; ``children`` holds its own criteria first, then its sections."""

    id: str
    title: str
    children: tuple[Criterion | Section, ...]
    weight: float = 1.0
    aggregate: Aggregate = Aggregate.WEIGHTED_MEAN
    also: tuple[Aggregate, ...] = ()
    round: int | None = None
    gate: Gate | None = None
    applies_if: Expression | None = None
    description: str = ""
    question: str = ""
    why: str = ""
    moment: str = ""
    step: str = ""
    owner: str = ""
    tags: tuple[str, ...] = ()

    def criteria(self) -> Iterator[Criterion]:
        """Yield every criterion below, in file order, retired ones too."""
        for child in self.children:
            if isinstance(child, Criterion):
                yield child
            else:
                yield from child.criteria()

    def sections(self) -> Iterator[Section]:
        """Yield this section and every section below, parents first."""
        yield self
        for child in self.children:
            if isinstance(child, Section):
                yield from child.sections()


@dataclass(frozen=True, slots=True)
class Band:
    """A name for the scores from ``minimum`` up to the next band."""

    id: str
    label: str
    minimum: float
    description: str = ""


@dataclass(frozen=True, slots=True)
class Stages:
    """Stage s → stage t → share of stage t's criteria that must reach ``pass_level`` points."""

    pass_level: float
    require: Mapping[int, Mapping[int, float]]
    labels: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Assessors:
    """How several people's raw points on one criterion become one value."""

    aggregate: Literal["mean", "median", "trimmed_mean"] = "mean"
    minimum: int = 1
    missing: Literal["ignore", "zero"] = "ignore"
    round: int | None = None


@dataclass(frozen=True, slots=True)
class Rubric:
    """A whole rubric version; ``root`` carries the rubric's own id and title.

    ``sha256`` identifies the content (canonical JSON in ``canonical``), not the file.
    """

    id: str
    version: str
    title: str
    purpose: Literal["vendor", "maturity", "initiative", "audit"]
    subject: str
    root: Section
    scales: Mapping[str, Scale]
    sha256: str
    canonical: str
    description: str = ""
    owner: str = ""
    assessors: Assessors = Assessors()
    min_coverage: float = 0.0
    bands: tuple[Band, ...] = ()
    stages: Stages | None = None
    kpis: tuple[KPI, ...] = ()
    sources: tuple[Source, ...] = ()
    migrations: tuple[Migration, ...] = ()
    tags: tuple[str, ...] = ()
    default_scale: str = ""  # the scale of criteria that name none; "" where there is no such scale

    def criteria(self) -> tuple[Criterion, ...]:
        """Return the criteria that are asked, in file order; retired ones are left out."""
        return tuple(criterion for criterion in self.root.criteria() if not criterion.retired)

    def criterion(self, criterion_id: str) -> Criterion | None:
        """Return the criterion with this id, retired or not, or None."""
        return next((c for c in self.root.criteria() if c.id == criterion_id), None)

    def with_weights(self, weights: Mapping[str, float]) -> Rubric:
        """Return the rubric with some nodes' weights replaced; identity (``sha256``) stays."""
        return replace(self, root=_reweighted(self.root, weights))


def _reweighted(section: Section, weights: Mapping[str, float]) -> Section:
    children = tuple(
        _reweighted(child, weights)
        if isinstance(child, Section)
        else replace(child, weight=weights.get(child.id, child.weight))
        for child in section.children
    )
    return replace(section, weight=weights.get(section.id, section.weight), children=children)

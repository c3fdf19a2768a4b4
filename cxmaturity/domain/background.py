"""What stands behind a rubric without entering a score: sources, evidence, KPIs, older versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rubric's ideas or figures come from."""

    id: str
    title: str
    author: str = ""
    year: int | None = None
    url: str = ""
    grade: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What supports a level, from which level it is required, and how long it stays fresh."""

    required_from: float | None = None
    examples: tuple[str, ...] = ()
    max_age_days: int | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A KPI that proposes a level: level id → the figure from which that level is proposed."""

    kpi: str
    thresholds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Reference:
    """A published figure for a KPI, its source and grade (A publisher's own, B quoted, C colour only)."""

    at: float
    label: str
    source: str = ""
    grade: str = ""


@dataclass(frozen=True, slots=True)
class KPI:
    """A measured figure: what it is, how it is counted and which way is better."""

    id: str
    title: str
    unit: str = ""
    direction: Literal["up", "down"] = "up"
    definition: str = ""
    method: str = ""
    clock: str = ""
    cadence: str = ""
    reference: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class CriterionMigration:
    """What became of an older version's criterion: ``to`` is empty where it was retired."""

    to: str
    relation: Literal["equal", "subset", "superset", "intersect", "retired"]


@dataclass(frozen=True, slots=True)
class Migration:
    """How ratings of an older version are read with this one."""

    from_version: str
    criteria: Mapping[str, CriterionMigration]
    scale: Literal["clamp", "reset", "rescale"] | None = None

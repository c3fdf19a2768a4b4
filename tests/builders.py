"""Small rubrics and ratings, said tersely."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cxmaturity.domain.ratings import Answer, Rating
from cxmaturity.domain.results import SubjectResult
from cxmaturity.domain.rubric import Aggregate, Criterion, Level, Rubric, Scale, Section
from cxmaturity.domain.scoring import score

MISSING = {
    "NA": Answer.NOT_APPLICABLE,
    "DK": Answer.DONT_KNOW,
    "": Answer.UNANSWERED,
}


def levels(*points: float, scale_id: str = "levels", **more: Any) -> Scale:
    """Return an anchored scale whose levels ``l0, l1 …`` have these raw points."""
    steps = tuple(Level(f"l{i}", float(i), f"Level {i}", float(p)) for i, p in enumerate(points))
    return Scale(scale_id, float(min(points)), float(max(points)), steps, **more)


def number(minimum: float, maximum: float, scale_id: str = "number", **more: Any) -> Scale:
    """Return a numeric scale."""
    return Scale(scale_id, float(minimum), float(maximum), **more)


FIVE = levels(0, 1, 2, 3, 4, scale_id="five")


def criterion(name: str, weight: float = 1.0, scale: Scale = FIVE, **more: Any) -> Criterion:
    """Return a criterion, by default on five levels of 0 to 4 points."""
    return Criterion(name, name.title(), scale, weight, **more)


def section(
    name: str, *children: Criterion | Section, aggregate: str = "weighted_mean", **more: Any
) -> Section:
    """Return a section."""
    return Section(name, name.title(), children, aggregate=Aggregate(aggregate), **more)


def rubric_of(*children: Criterion | Section, aggregate: str = "weighted_mean", **more: Any) -> Rubric:
    """Return a rubric named ``r``; the keywords ``round``, ``also`` and ``gate`` go to its root."""
    of_root = {key: more.pop(key) for key in ("round", "also", "gate") if key in more}
    root = section("r", *children, aggregate=aggregate, **of_root)
    scales = {c.scale.id: c.scale for c in root.criteria()}
    facts: dict[str, Any] = {"purpose": "vendor", "subject": "vendor", "sha256": "", "canonical": "", **more}
    return Rubric(id="r", version="1.0.0", title="R", root=root, scales=scales, **facts)


def rate(subject: str, given: Mapping[str, float | str], assessor: str = "P", **more: Any) -> list[Rating]:
    """Return one assessor's ratings: raw points, ``"NA"``, ``"DK"`` or ``""`` by criterion."""
    return [
        _rating(Rating(subject, name, Answer.LEVEL, assessor=assessor, **more), what)
        for name, what in given.items()
    ]


def _rating(blank: Rating, what: float | str) -> Rating:
    if isinstance(what, str):
        return replace(blank, answer=MISSING[what])
    return replace(blank, value=float(what))


def panel(subject: str, name: str, *given: float | str) -> list[Rating]:
    """Return one criterion's ratings by assessors ``P0, P1 …``."""
    return [row for i, what in enumerate(given) for row in rate(subject, {name: what}, f"P{i}")]


def scored(rubric: Rubric, *rows: list[Rating]) -> dict[str, SubjectResult]:
    """Return the results by subject."""
    return {s.subject: s for s in score(rubric, [rating for part in rows for rating in part]).subjects}


def one(rubric: Rubric, given: Mapping[str, float | str]) -> SubjectResult:
    """Return the result of one subject rated by one assessor."""
    return scored(rubric, rate("A", given))["A"]

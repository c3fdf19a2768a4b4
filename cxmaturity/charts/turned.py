"""Criteria on which a high answer is bad: their scores are turned, and every chart of scores says so."""

from __future__ import annotations

from collections.abc import Iterable

from cxmaturity.charts.formats import number
from cxmaturity.domain.rubric import Criterion, Section

TURNED = " (turned)"


def title_of(part: Criterion | Section) -> str:
    """Return a criterion's or section's title as a chart of scores shows it."""
    return part.title + (TURNED if is_turned(part) else "")


def is_turned(part: Criterion | Section) -> bool:
    """Tell whether high answers lower this part: a turned criterion, or a section of nothing else."""
    if isinstance(part, Criterion):
        return part.is_turned
    criteria = list(part.criteria())
    return bool(criteria) and all(criterion.is_turned for criterion in criteria)


def turned_note(parts: Iterable[Criterion | Section], top: float) -> str:
    """Return what the top of the scale means for each turned part: ``turned: 4 = All of it backed``."""
    best = dict.fromkeys(_best_word(part) for part in parts if is_turned(part))
    return "" if not best else "turned: " + ", ".join(f"{number(top, 0)} = {word}" for word in best)


def _best_word(part: Criterion | Section) -> str:
    """Return the words of the lowest answer, which is the best one."""
    criterion = part if isinstance(part, Criterion) else next(iter(part.criteria()))
    lowest = min(criterion.scale.levels, key=lambda level: level.points, default=None)
    if lowest is not None:
        return f"“{lowest.label}”"
    return f"{criterion.minimum:g} {criterion.scale.unit}".strip()

"""The levels of a criterion as rungs from worst to best, whichever way its numbers run."""

from __future__ import annotations

import numpy as np

from cxmaturity.domain.numbers import TOLERANCE
from cxmaturity.domain.panel import worst_raw
from cxmaturity.domain.reading import number_text
from cxmaturity.domain.rubric import Criterion

RUNGS_OF_A_NUMBER = 10  # a scale without levels or steps climbs in tenths of its range


def earned(criterion: Criterion, value: float) -> float:
    """Return the points that a raw value earns: more is better.

    A price (``formula``) earns more where it is lower; only the order means something there.
    """
    is_low_better = worst_raw(criterion) == criterion.maximum
    return criterion.minimum + criterion.maximum - value if is_low_better else value


def rungs(criterion: Criterion) -> tuple[float, ...]:
    """Return the raw values one can stand on, worst first."""
    scale = criterion.scale
    if scale.levels:
        return tuple(sorted({level.points for level in scale.levels}, key=lambda v: earned(criterion, v)))
    size = scale.step or (1.0 if scale.rated == "integer" else scale.span / RUNGS_OF_A_NUMBER)
    count = int(scale.span / size + TOLERANCE)
    return tuple(
        sorted((scale.minimum + i * size for i in range(count + 1)), key=lambda v: earned(criterion, v))
    )


def rung_above(criterion: Criterion, value: float) -> float | None:
    """Return the nearest better raw value one can stand on; None at the top."""
    better = (v for v in rungs(criterion) if earned(criterion, v) > earned(criterion, value) + TOLERANCE)
    return next(better, None)


def rung_below(criterion: Criterion, value: float) -> float | None:
    """Return the nearest worse raw value one can stand on; None at the bottom."""
    worse = (v for v in rungs(criterion)[::-1] if earned(criterion, v) < earned(criterion, value) - TOLERANCE)
    return next(worse, None)


def height(criterion: Criterion, value: float) -> float:
    """Return how many rungs a raw value stands above the worst one; between rungs, a fraction."""
    steps = [earned(criterion, rung) for rung in rungs(criterion)]
    return float(np.interp(earned(criterion, value), steps, range(len(steps))))


def climbed(criterion: Criterion, before: float, after: float) -> float:
    """Return the levels gained between two raw values; negative where it got worse."""
    return height(criterion, after) - height(criterion, before)


def is_at_least(criterion: Criterion, value: float, wanted: float) -> bool:
    """Tell whether a raw value is as good as another or better."""
    return earned(criterion, value) >= earned(criterion, wanted) - TOLERANCE


def level_text(criterion: Criterion, value: float) -> str:
    """Return what people call a raw value: the nearest level's label, or the number with its unit."""
    level = criterion.scale.nearest_level(value)
    return level.label if level else f"{number_text(round(value, 3))} {criterion.scale.unit}".strip()

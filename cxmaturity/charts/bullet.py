"""One figure on its way: a ring at the baseline, a dot at the actual, an ink tick at the objective."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import altair as alt
import pandas as pd

from cxmaturity.charts.formats import number
from cxmaturity.charts.picture import Picture
from cxmaturity.charts.theme import BODY, SMALL, Tokens, configured, layered

HEIGHT = 64
ABOVE, MIDDLE, BELOW = 10, 30, 52  # px from the top
MARGIN = 0.12  # of the span, left free on either side
Side = Literal["left", "center", "right"]
APART = 0.22  # of the width, under which two labels would touch


@dataclass(frozen=True, slots=True)
class Way:
    """A figure's way: where it began, where it is, where it is to get to, all measured alike."""

    title: str
    unit: str
    baseline: float
    actual: float
    objective: float


def bullet(way: Way, tokens: Tokens) -> Picture:
    """Draw one figure's way; every mark is named beside it, so nothing has to be looked up."""
    points = {"baseline": way.baseline, "now": way.actual, "objective": way.objective}
    return Picture(
        chart=configured(_drawn(way, tokens), tokens),
        title=way.title,
        note=f"{way.unit} · ring: baseline, dot: now, tick: objective",
        alt=f"{way.title}: " + ", ".join(f"{name} {number(value)}" for name, value in points.items()),
        table=pd.DataFrame({"": list(points), way.unit: list(points.values())}),
    )


def _drawn(way: Way, tokens: Tokens) -> alt.LayerChart:
    low, high = _domain(way)
    frame = pd.DataFrame([{"baseline": way.baseline, "actual": way.actual, "objective": way.objective}])
    frame = frame.assign(low=low, high=high)
    scale = alt.Scale(domain=[low, high], nice=False, zero=False)
    base = alt.Chart(frame)
    at = alt.value(MIDDLE)

    def x(name: str) -> alt.X:
        return alt.X(f"{name}:Q", scale=scale, axis=None)

    track = base.mark_rule(size=2, color=tokens.line, opacity=1).encode(x=x("low"), x2="high:Q", y=at)
    moved = base.mark_rule(size=4, color=tokens.accent, opacity=1)
    ring = base.mark_point(size=80, fill=tokens.paper, stroke=tokens.faint, strokeWidth=2, opacity=1)
    tick = base.mark_tick(orient="vertical", size=22, thickness=2.5, color=tokens.ink, opacity=1)
    dot = base.mark_point(size=110, fill=tokens.accent, stroke=tokens.accent, opacity=1)
    marks = [
        track,
        moved.encode(x=x("baseline"), x2="actual:Q", y=at),
        ring.encode(x=x("baseline"), y=at),
        tick.encode(x=x("objective"), y=at),
        dot.encode(x=x("actual"), y=at),
    ]
    return layered(HEIGHT, *marks, *_labels(base, way, tokens, scale))


def _labels(base: alt.Chart, way: Way, tokens: Tokens, scale: alt.Scale) -> list[alt.Chart]:
    """Return the words at the marks: the actual above, where it came from and goes to below."""
    low, high = _domain(way)
    is_tight = abs(way.objective - way.baseline) < APART * (high - low)
    goes_right = way.objective >= way.baseline
    sides: tuple[Side, Side] = ("right", "left") if goes_right else ("left", "right")
    aligned: tuple[Side, Side] = sides if is_tight else ("center", "center")
    said: tuple[tuple[str, str, int, Side, str], ...] = (
        ("actual", f"now {number(way.actual)}", ABOVE, "center", tokens.ink),
        ("baseline", f"from {number(way.baseline)}", BELOW, aligned[0], tokens.mute),
        ("objective", f"to {number(way.objective)}", BELOW, aligned[1], tokens.mute),
    )
    return [
        base.mark_text(
            align=align,
            baseline="middle",
            color=colour,
            fontWeight=600 if y == ABOVE else 400,
            fontSize=BODY if y == ABOVE else SMALL,
        ).encode(x=alt.X(f"{name}:Q", scale=scale, axis=None), y=alt.value(y), text=alt.value(text))
        for name, text, y, align, colour in said
    ]


def _domain(way: Way) -> tuple[float, float]:
    values = (way.baseline, way.actual, way.objective)
    low, high = min(values), max(values)
    free = MARGIN * (high - low) or max(abs(high) * MARGIN, 1.0)
    return low - free, high + free

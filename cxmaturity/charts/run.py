"""One subject over its cycles: each by its own rubric, like for like beside it, a break where it changed."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from cxmaturity.charts.cycle_marks import WORD, break_marks, dots, paths
from cxmaturity.charts.formats import number
from cxmaturity.charts.picture import Picture
from cxmaturity.charts.theme import BODY, Tokens, configured, layered
from cxmaturity.charts.words import rows_as_text, trend_finding
from cxmaturity.domain.likeforlike import TrendPoint

HEIGHT = 190
ALIKE = 0.05  # score points from which the two lines can be told apart


def run(points: Sequence[TrendPoint], tokens: Tokens, name: str = "Maturity") -> Picture:
    """Draw a line that breaks where the rubric changed; dashed grey is the same questions throughout."""
    frame = _frame(points, name)
    breaks = [point for point in points if point.is_break]
    note = "Score of 100, each cycle by its own rubric"
    if differs(points):
        note += " · dashed: the same questions throughout"
    if breaks:
        note += f" · a new version from {', '.join(point.label for point in breaks)}"
    if any(point.is_provisional for point in points):
        note += f" · {WORD}"
    return Picture(
        chart=configured(_drawn(frame, points, tokens), tokens),
        title=_finding(points, name),
        note=note,
        alt=rows_as_text(
            f"Line over {len(points)} cycles.", [f"{p.label} {number(p.score, 0)}" for p in points]
        ),
        table=_table(points),
    )


def differs(points: Sequence[TrendPoint]) -> bool:
    """Tell whether the same questions throughout give another line than each cycle by its own rubric."""
    both = [(p.score, p.like_for_like) for p in points]
    return any(own is not None and alike is not None and abs(own - alike) > ALIKE for own, alike in both)


def _finding(points: Sequence[TrendPoint], name: str) -> str:
    if points and points[-1].is_provisional:
        return f"Too early to say what moved in {points[-1].label}"
    return trend_finding(name, [point.like_for_like for point in points])


def _frame(points: Sequence[TrendPoint], name: str) -> pd.DataFrame:
    version = 0
    rows = []
    for point in points:
        version += int(point.is_break)
        rows.append(
            {
                "cycle": point.label,
                "series": name,
                "order": version,
                "line": version,
                "value": point.score,
                "early": point.is_provisional,
                "alike": point.like_for_like,
                "label": number(point.score, 0) + ("*" if point.is_provisional else ""),
            }
        )
    return pd.DataFrame(rows)


def _drawn(frame: pd.DataFrame, points: Sequence[TrendPoint], tokens: Tokens) -> alt.LayerChart:
    few = "datum.label" if len(points) <= 6 else "slice(datum.label, 0, 9)"
    axis = alt.Axis(labelAngle=0, labelOverlap=True, labelPadding=8, labelExpr=few)
    x = alt.X("cycle:O", sort=[point.label for point in points], axis=axis, scale=alt.Scale(padding=0.4))
    y = alt.Y("value:Q", scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(values=[0, 50, 100]))
    base = alt.Chart(frame).encode(x=x)
    layers = []
    if differs(points):
        dashed = base.mark_line(strokeWidth=1.5, strokeDash=[4, 4], color=tokens.faint, opacity=1)
        layers.append(dashed.encode(y=alt.Y("alike:Q")))
    layers += break_marks([point.label for point in points if point.is_break], x, tokens)
    place = {"x": x, "y": y}
    text = base.mark_text(dy=-14, color=tokens.ink, fontSize=BODY, opacity=1).encode(y=y, text="label:N")
    return layered(HEIGHT, *layers, *paths(frame, place, tokens), *dots(frame, place, tokens, 60), text)


def _table(points: Sequence[TrendPoint]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Cycle": [point.label for point in points],
            "Rubric": [point.version for point in points],
            "Score": [point.score for point in points],
            "Like for like": [point.like_for_like for point in points],
            "Same as before, %": [point.overlap for point in points],
        }
    )

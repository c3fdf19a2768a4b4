"""How scores run over cycles: one slope for all, and small multiples on the same scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from cxmaturity.charts.formats import number, shortened, signed
from cxmaturity.charts.picture import Picture
from cxmaturity.charts.theme import BODY, Tokens, configured, layered
from cxmaturity.charts.words import rows_as_text, slope_finding, trend_finding
from cxmaturity.domain.results import Result

COLOURED = 4
MOST_LINES = 12
APART = 6.5  # points of 100 between two labels at the right edge
HEIGHT = 240
SMALL_HEIGHT = 72
Line = Sequence[float | None]


def subject_lines(results: Sequence[tuple[str, Result]]) -> dict[str, list[float | None]]:
    """Return each subject's score per cycle, best of the newest cycle first; None where it has none."""
    names = list(dict.fromkeys(s.subject for _, result in reversed(results) for s in result.subjects))
    found = {name: [result.subject(name) for _, result in results] for name in names}
    return {name: [s.score if s is not None else None for s in row] for name, row in found.items()}


def section_lines(results: Sequence[tuple[str, Result]], name: str) -> dict[str, list[float | None]]:
    """Return one subject's scores for each top-level node of the newest rubric that ever had one."""
    if not results:
        return {}
    lines: dict[str, list[float | None]] = {}
    for child in results[-1][1].rubric.root.children:
        line = [_node(result, name, child.id) for _, result in results]
        if any(score is not None for score in line):
            lines[child.title] = line
    return lines


def _node(result: Result, name: str, node: str) -> float | None:
    subject = result.subject(name)
    if subject is None:
        return None
    if node in subject.nodes:
        return subject.nodes[node].score
    return subject.criteria[node].score if node in subject.criteria else None


def slope(cycles: Sequence[str], lines: Mapping[str, Line], tokens: Tokens) -> Picture:
    """Draw one line a subject, named at its right end; four are coloured, further ones are grey.

    The scale is always 0 to 100, so that a flat line looks flat.
    """
    shown = dict(list(lines.items())[:MOST_LINES])
    frame = _frame(cycles, shown)
    note = "Score of 100, same scale for every cycle"
    if len(lines) > MOST_LINES:
        note += f" · first {MOST_LINES} of {len(lines)}, all in the table"
    return Picture(
        chart=configured(_drawn(frame, _ends(cycles, shown), cycles, tokens), tokens),
        title=slope_finding(cycles, lines),
        note=note,
        alt=rows_as_text(f"Lines over {len(cycles)} cycles.", [_spoken(n, row) for n, row in lines.items()]),
        table=_table(cycles, lines),
    )


def multiple(name: str, cycles: Sequence[str], line: Line, tokens: Tokens) -> Picture:
    """Draw one small line with its newest value; a row of these shares the scale 0 to 100."""
    frame = _frame(cycles, {name: line})
    last = frame[frame["value"].notna()].tail(1)
    step = _last_step(line)
    note = number(line[-1] if line else None, 0) + (
        f" · {signed(step, 0)} since {cycles[-2]}" if step is not None else ""
    )
    x = alt.X("cycle:O", sort=list(cycles), axis=None, scale=alt.Scale(padding=0.2))
    y = alt.Y("value:Q", scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(values=[0, 50, 100], labels=False))
    base = alt.Chart(frame).encode(x=x, y=y)
    path = base.mark_line(color=tokens.accent, strokeWidth=2.5, opacity=1)
    end = alt.Chart(last).encode(x=x, y=y).mark_point(filled=True, size=90, color=tokens.accent, opacity=1)
    return Picture(
        chart=configured(layered(SMALL_HEIGHT, path, end), tokens),
        title=trend_finding(name, line),
        note=note,
        alt=rows_as_text("Line from 0 to 100.", [_spoken(name, line)]),
        table=_table(cycles, {name: line}),
    )


def _last_step(line: Line) -> float | None:
    if len(line) < 2 or line[-1] is None or line[-2] is None:
        return None
    return line[-1] - line[-2]


def _frame(cycles: Sequence[str], lines: Mapping[str, Line]) -> pd.DataFrame:
    rows = [
        {"series": name, "order": i, "cycle": cycle, "value": value}
        for i, (name, row) in enumerate(lines.items())
        for cycle, value in zip(cycles, row, strict=True)
    ]
    return pd.DataFrame(rows, columns=["series", "order", "cycle", "value"])


def _ends(cycles: Sequence[str], lines: Mapping[str, Line]) -> pd.DataFrame:
    """Return the labels at the right edge, pushed apart so that no two overlap."""
    last = [(name, i, row[-1]) for i, (name, row) in enumerate(lines.items()) if row and row[-1] is not None]
    rows, above = [], 200.0
    for name, i, value in sorted(last, key=lambda item: -(item[2] or 0.0)):
        at = min(value or 0.0, above - APART)
        above = at
        rows.append({"series": name, "order": i, "cycle": cycles[-1], "value": value, "at": at})
    frame = pd.DataFrame(rows, columns=["series", "order", "cycle", "value", "at"])
    frame["label"] = [
        f"{number(v, 0)}  {shortened(n, 16)}" for n, v in zip(frame["series"], frame["value"], strict=True)
    ]
    if len(lines) == 1:
        frame["label"] = [number(v, 0) for v in frame["value"]]
    return frame


def _drawn(frame: pd.DataFrame, ends: pd.DataFrame, cycles: Sequence[str], tokens: Tokens) -> alt.LayerChart:
    few = "datum.label" if len(cycles) <= 6 else "slice(datum.label, 0, 9)"
    below = alt.Axis(labelAngle=0, labelOverlap=True, labelPadding=10, labelExpr=few)
    x = alt.X("cycle:O", sort=list(cycles), axis=below, scale=alt.Scale(padding=0.4))
    y = alt.Y("value:Q", scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(values=[0, 25, 50, 75, 100]))
    count = frame["series"].nunique()
    colour = _colour(count, tokens)
    line = (
        alt.Chart(frame)
        .mark_line(strokeWidth=2.5, opacity=1)
        .encode(x=x, y=y, color=colour, detail="order:O")
    )
    dots = alt.Chart(frame).mark_point(filled=True, size=60, opacity=1).encode(x=x, y=y, color=colour)
    named = alt.Chart(ends).encode(x=x, y=alt.Y("at:Q"))
    label = named.mark_text(
        align="left", dx=10 if count == 1 else 24, fontSize=BODY, fontWeight=600, color=tokens.ink, opacity=1
    ).encode(text="label:N")
    if count == 1:
        values = alt.Chart(frame[:-1]).mark_text(dy=-14, color=tokens.mute, opacity=1)
        beside = values.encode(x=x, y=y, text=alt.Text("value:Q", format=".0f"))
    else:
        beside = named.mark_point(shape="square", filled=True, size=70, xOffset=16, opacity=1).encode(
            color=colour
        )
    return layered(HEIGHT, line, dots, label, beside)


def _colour(count: int, tokens: Tokens) -> alt.Color:
    """Return one colour for one line, four for the first four of several, grey for the rest."""
    grey = [tokens.rule] * max(0, count - COLOURED)
    colours = [tokens.accent] if count == 1 else [*tokens.series, *grey][:count]
    return alt.Color("order:O", scale=alt.Scale(domain=list(range(count)), range=colours), legend=None)


def _spoken(name: str, line: Line) -> str:
    return f"{shortened(name, 40)} " + ", ".join(number(value, 0) for value in line)


def _table(cycles: Sequence[str], lines: Mapping[str, Line]) -> pd.DataFrame:
    columns: dict[str, list[object]] = {"": list(lines)}
    for i, cycle in enumerate(cycles):
        columns[cycle] = [row[i] for row in lines.values()]
    return pd.DataFrame(columns)

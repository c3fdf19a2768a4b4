"""How scores run over cycles: one slope for all, and small multiples on the same scale."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

import altair as alt
import pandas as pd

from cxmaturity.charts.cycle_marks import (
    NONE,
    WORD,
    Early,
    Line,
    break_marks,
    dots,
    firm_lines,
    frame_of,
    paths,
)
from cxmaturity.charts.formats import number, shortened, signed, wrapped
from cxmaturity.charts.picture import Picture
from cxmaturity.charts.theme import BODY, Tokens, configured, layered
from cxmaturity.charts.words import rows_as_text, slope_finding
from cxmaturity.domain.comparison import is_same
from cxmaturity.domain.provisional import early_in
from cxmaturity.domain.results import Result

COLOURED = 4
MOST_LINES = 12
APART = 6.5  # points of 100 that a line of a label takes at the right edge
BESIDE, LETTER = 24, 7.2  # px before a label, and px of one of its letters
LINE = 15  # px of such a line
LABEL = 16  # characters of such a line
HEIGHT = 240
SMALL_HEIGHT = 72


def subject_lines(results: Sequence[tuple[str, Result]]) -> dict[str, list[float | None]]:
    """Return each subject's score per cycle, best of the newest cycle first; None where it has none."""
    names = list(dict.fromkeys(s.subject for _, result in reversed(results) for s in result.subjects))
    found = {name: [result.subject(name) for _, result in results] for name in names}
    return {name: [s.score if s is not None else None for s in row] for name, row in found.items()}


def early_cycles(results: Sequence[tuple[str, Result]]) -> dict[str, frozenset[int]]:
    """Return, for each subject that has any, the places of its cycles on too few answers."""
    plain = [result for _, result in results]
    found = {name: early_in(plain, name) for name in subject_lines(results)}
    return {name: places for name, places in found.items() if places}


def version_breaks(results: Sequence[tuple[str, Result]]) -> frozenset[int]:
    """Return the places of the cycles that opened with another version of the rubric."""
    rubrics = [result.rubric for _, result in results]
    return frozenset(k for k, (one, two) in enumerate(pairwise(rubrics), 1) if not is_same(one, two))


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


def slope(
    cycles: Sequence[str],
    lines: Mapping[str, Line],
    tokens: Tokens,
    early: Early = NONE,
    breaks: Collection[int] = (),
) -> Picture:
    """Draw one line a subject, named at its right end; four are coloured, further ones are grey.

    The scale is always 0 to 100, so that a flat line looks flat. ``early`` names each line's provisional
    cycles: they are hollow, dashed and starred, and no movement is read from them. Nor is any read
    over a change of the rubric (``breaks``): lines break there, the title is about the cycles since.
    """
    shown = dict(list(lines.items())[:MOST_LINES])
    frame = frame_of(cycles, shown, early, breaks)
    note = "Score of 100, same scale for every cycle"
    if any(early.values()):
        note += f" · {WORD}"
    if breaks:
        note += f" · a new version from {', '.join(cycles[k] for k in sorted(breaks))}"
    if len(lines) > MOST_LINES:
        note += f" · first {MOST_LINES} of {len(lines)}, all in the table"
    return Picture(
        chart=configured(_drawn(frame, _ends(cycles, shown, early), cycles, tokens, breaks), tokens),
        title=_finding(cycles, lines, early, breaks),
        note=note,
        alt=rows_as_text(
            f"Lines over {len(cycles)} cycles.",
            [_spoken(name, row, early.get(name, ())) for name, row in lines.items()],
        ),
        table=_table(cycles, lines, early),
    )


def _finding(
    cycles: Sequence[str], lines: Mapping[str, Line], early: Early, breaks: Collection[int] = ()
) -> str:
    """Return what the lines show; where every newest score is provisional, that it is too early to say."""
    last = len(cycles) - 1
    known = [name for name, row in lines.items() if row and row[-1] is not None]
    if known and all(last in early.get(name, ()) for name in known):
        return f"Too early to say what moved in {cycles[-1]}"
    start = max(breaks, default=0)
    if start and start == last:
        return f"A new version in {cycles[-1]}: nothing compares with it yet"
    firm = {name: row[start:] for name, row in firm_lines(lines, early).items()}
    return slope_finding(cycles[start:], firm)


def multiple(
    name: str,
    cycles: Sequence[str],
    line: Line,
    tokens: Tokens,
    early: Collection[int] = (),
    breaks: Collection[int] = (),
) -> Picture:
    """Draw one small line with its newest value; a row of these shares the scale 0 to 100."""
    frame = frame_of(cycles, {name: line}, {name: early}, breaks)
    last = frame[frame["value"].notna()].tail(1)
    place = {
        "x": alt.X("cycle:O", sort=list(cycles), axis=None, scale=alt.Scale(padding=0.2)),
        "y": alt.Y(
            "value:Q", scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(values=[0, 50, 100], labels=False)
        ),
    }
    return Picture(
        chart=configured(
            layered(SMALL_HEIGHT, *paths(frame, place, tokens), *dots(last, place, tokens, 90)), tokens
        ),
        title=_finding(cycles, {name: line}, {name: early}, breaks),
        note=_newest(cycles, line, early, breaks),
        alt=rows_as_text("Line from 0 to 100.", [_spoken(name, line, early)]),
        table=_table(cycles, {name: line}, {name: early}),
    )


def _newest(cycles: Sequence[str], line: Line, early: Collection[int], breaks: Collection[int]) -> str:
    """Return the newest value and its step since the cycle before, unless the two do not compare."""
    value = number(line[-1] if line else None, 0)
    if len(line) - 1 in early and line[-1] is not None:
        return f"{value} · provisional"
    step = None if len(line) - 2 in early or len(line) - 1 in breaks else _last_step(line)
    return value + (f" · {signed(step, 0)} since {cycles[-2]}" if step is not None else "")


def _last_step(line: Line) -> float | None:
    if len(line) < 2 or line[-1] is None or line[-2] is None:
        return None
    return line[-1] - line[-2]


def _ends(cycles: Sequence[str], lines: Mapping[str, Line], early: Early) -> pd.DataFrame:
    """Return the labels at the right edge, long names on two lines, pushed apart so that no two overlap."""
    last = [(name, i, row[-1]) for i, (name, row) in enumerate(lines.items()) if row and row[-1] is not None]
    rows, floor = [], 200.0
    for name, i, value in sorted(last, key=lambda item: -(item[2] or 0.0)):
        figure = number(value, 0) + ("*" if len(cycles) - 1 in early.get(name, ()) else "")
        words = wrapped(name.replace("|", " "), LABEL) if len(lines) > 1 else ("",)
        half = len(words) * APART / 2
        at = min(value or 0.0, floor - half)
        floor = at - half
        label = f"{figure}  {'|'.join(words)}".rstrip()
        rows.append(
            {"series": name, "order": i, "cycle": cycles[-1], "at": at, "label": label, "lines": len(words)}
        )
    return pd.DataFrame(rows, columns=["series", "order", "cycle", "at", "label", "lines"])


def _drawn(
    frame: pd.DataFrame, ends: pd.DataFrame, cycles: Sequence[str], tokens: Tokens, breaks: Collection[int]
) -> alt.LayerChart:
    few = "datum.label" if len(cycles) <= 6 else "slice(datum.label, 0, 9)"
    below = alt.Axis(labelAngle=0, labelOverlap=True, labelSeparation=10, labelPadding=10, labelExpr=few)
    count = frame["series"].nunique()
    x = alt.X("cycle:O", sort=list(cycles), axis=below, scale=_before_labels(ends, count))
    y = alt.Y("value:Q", scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(values=[0, 25, 50, 75, 100]))
    place = {"x": x, "y": y, "color": _colour(count, tokens)}
    named = alt.Chart(ends).encode(x=x, y=alt.Y("at:Q"))
    labels = [
        named.transform_filter(f"datum.lines == {lines}")
        .mark_text(
            align="left",
            baseline="middle",
            lineBreak="|",
            lineHeight=LINE,
            dx=10 if count == 1 else BESIDE,
            dy=-LINE * (lines - 1) / 2,
            fontSize=BODY,
            fontWeight=600,
            color=tokens.ink,
            opacity=1,
        )
        .encode(text="label:N")
        for lines in sorted(set(ends["lines"]))
    ]
    if count == 1:
        values = alt.Chart(frame[:-1]).mark_text(dy=-14, color=tokens.mute, opacity=1)
        beside = values.encode(x=x, y=y, text=alt.Text("value:Q", format=".0f"))
    else:
        beside = named.mark_point(shape="square", filled=True, size=70, xOffset=16, opacity=1).encode(
            color=place["color"]
        )
    starts = break_marks([cycles[k] for k in sorted(breaks)], x, tokens)
    return layered(
        HEIGHT, *starts, *paths(frame, place, tokens), *dots(frame, place, tokens, 60), *labels, beside
    )


def _before_labels(ends: pd.DataFrame, count: int) -> alt.Scale:
    """Return the scale of the cycles, which ends where the longest name at the right edge begins."""
    if count < 2:
        return alt.Scale(padding=0.4)
    longest = max((len(line) for label in ends["label"] for line in label.split("|")), default=0)
    return alt.Scale(padding=0.2, rangeMax=alt.ExprRef(f"width - {BESIDE + LETTER * longest:.0f}"))


def _colour(count: int, tokens: Tokens) -> alt.Color:
    """Return one colour for one line, four for the first four of several, grey for the rest."""
    grey = [tokens.rule] * max(0, count - COLOURED)
    colours = [tokens.accent] if count == 1 else [*tokens.series, *grey][:count]
    return alt.Color("order:O", scale=alt.Scale(domain=list(range(count)), range=colours), legend=None)


def _spoken(name: str, line: Line, early: Collection[int] = ()) -> str:
    said = (number(value, 0) + (" provisional" if k in early else "") for k, value in enumerate(line))
    return f"{shortened(name, 40)} " + ", ".join(said)


def _table(cycles: Sequence[str], lines: Mapping[str, Line], early: Early) -> pd.DataFrame:
    columns: dict[str, list[object]] = {"": list(lines)}
    for i, cycle in enumerate(cycles):
        columns[cycle] = [row[i] for row in lines.values()]
    if any(early.values()):
        columns["Provisional in"] = [
            ", ".join(cycles[k] for k in sorted(early.get(name, ()))) for name in lines
        ]
    return pd.DataFrame(columns)

"""Where each person stands: levels as rows, a dot for everybody; on the wall with names inside."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal

import altair as alt
import numpy as np
import pandas as pd

from cxmaturity.charts.formats import NOTHING, shortened
from cxmaturity.charts.picture import Picture
from cxmaturity.charts.stance_words import (
    Kind,
    Stance,
    level,
    median,
    middle_half,
    short_names,
    since,
    spoken,
    stance_finding,
    stance_note,
)
from cxmaturity.charts.theme import Tokens, configured, layered
from cxmaturity.charts.words import rows_as_text
from cxmaturity.domain.rubric import Criterion

Align = Literal["left", "center", "right"]
Weight = Literal[400, 600, 700]
MARGIN: Final = -0.95  # slots: where the middle half is drawn, left of the dots
BINS: Final = 5  # rows for a number that has no levels
MOST_LINES: Final = 3  # lines of dots in one row; beyond, a dot stands for several people


@dataclass(frozen=True, slots=True)
class Size:
    """How large a picture is drawn. ``row`` px a level, ``line`` px a line of dots, ``dot`` px² a dot.

    ``slots`` dots fit beside each other; the labels take ``left`` slots before the first one.
    """

    row: int
    line: int
    dot: int
    slots: int
    left: float
    value: int
    label: int
    letters: int
    gap: float
    name: int


WALL: Final = Size(82, 46, 1800, 12, 6.4, 32, 21, 24, 0.75, 18)
PAGE: Final = Size(44, 14, 88, 14, 13, 15, 13, 21, 1.4, 0)
NAMED: Final = Size(44, 25, 400, 7, 8, 15, 13, 22, 0.75, 11)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: raw points it stands for, its label, and the answers in it (of all rows, best on top)."""

    value: float
    label: str
    stances: tuple[Stance, ...]
    is_level: bool = True


def stances(
    criterion: Criterion,
    given: Sequence[Stance],
    kind: Kind,
    tokens: Tokens,
    size: Size = PAGE,
) -> Picture:
    """Draw everybody's answer, the viewer's own larger. A split shows no median and no middle half."""
    rows = _rows(criterion, sorted(given, key=lambda stance: not stance.is_own))
    counts = Counter(stance.value for stance in given)
    worth = max(1, -(-max((len(row.stances) for row in rows), default=0) // (size.slots * MOST_LINES)))
    size = _roomy(size, max((len(row.stances) for row in rows), default=0) // worth)
    finding = stance_finding(criterion, kind, counts, since(given))
    return Picture(
        chart=configured(_drawn(rows, worth, kind, _Canvas(len(rows), size, tokens)), tokens),
        title=f"{criterion.title}: {finding}",
        note=stance_note(criterion, kind, given, worth),
        alt=rows_as_text("Dots, one per person.", spoken(counts)),
        table=_table(criterion, given),
    )


def _rows(criterion: Criterion, given: Sequence[Stance]) -> list[_Row]:
    """Return a row a level, best first; a number without levels is put into five equal parts."""
    levels = criterion.scale.levels
    if levels:
        best_first = sorted(levels, key=lambda one: one.points, reverse=not criterion.is_turned)
        return [
            _Row(one.points, one.label, tuple(s for s in given if s.value == one.points))
            for one in best_first
        ]
    edges = np.linspace(criterion.minimum, criterion.maximum, BINS + 1)
    places = np.clip(np.digitize([s.value for s in given], edges) - 1, 0, BINS - 1) if given else np.array([])
    parts: dict[int, list[Stance]] = defaultdict(list)
    for stance, place in zip(given, places, strict=True):
        parts[int(place)].append(stance)
    rows = [
        _Row((low + high) / 2, f"{low:g} to {high:g}", tuple(parts[i]), is_level=False)
        for i, (low, high) in enumerate(pairwise(edges.tolist()))
    ]
    return rows if criterion.is_turned else rows[::-1]


def _roomy(size: Size, most: int) -> Size:
    """Return the size with rows high enough for the fullest one, and no higher."""
    lines = min(MOST_LINES, -(-most // size.slots))
    return replace(size, row=max(size.row, lines * size.line + 4))


def _drawn(rows: Sequence[_Row], worth: int, kind: Kind, canvas: _Canvas) -> alt.LayerChart:
    layers = _frame(rows, canvas)
    if kind != "split":
        layers += _middle(rows, canvas)
    dots = pd.DataFrame(_dots(rows, worth, canvas.size), columns=["x", "y", "text", "own", "old"])
    layers += [
        layer
        for is_own, color in ((False, canvas.tokens.accent), (True, canvas.tokens.ink))
        for layer in _marks(dots[dots["own"] == is_own], color, canvas, grown=1.3 if is_own else 1.0)
    ]
    return layered(canvas.size.row * len(rows), *layers)


def _marks(dots: pd.DataFrame, color: str, canvas: _Canvas, *, grown: float) -> list[alt.Chart]:
    """Return full dots for answers of the latest round, hollow ones for earlier, each with its name in it."""
    size, paper = int(canvas.size.dot * grown), canvas.tokens.paper
    layers = []
    for old, ink in ((False, paper), (True, color)):
        part = dots[dots["old"] == old]
        if part.empty:
            continue
        layers.append(canvas.dots(part, size, color))
        if old:
            layers.append(canvas.dots(part, int(size * 0.7), paper))
        if canvas.size.name:
            layers.append(canvas.text(part, canvas.size.name, ink, "center", weight=700))
    return layers


@dataclass(frozen=True, slots=True)
class _Canvas:
    """Where marks go: x in slots, y in rows from the top."""

    rows: int
    size: Size
    tokens: Tokens

    @property
    def left(self) -> float:
        """Return the left edge."""
        return -self.size.left

    @property
    def right(self) -> float:
        """Return the right edge."""
        return self.size.slots + 0.5

    def text(
        self, frame: pd.DataFrame, size: int, color: str, align: Align, weight: Weight = 400
    ) -> alt.Chart:
        """Return the column ``text`` written at ``x`` and ``y``."""
        chart = alt.Chart(frame).mark_text(
            fontSize=size, color=color, align=align, fontWeight=weight, baseline="middle"
        )
        return self._placed(chart).encode(text="text:N")

    def dots(self, frame: pd.DataFrame, size: int, color: str) -> alt.Chart:
        """Return a dot at each ``x`` and ``y``."""
        return self._placed(alt.Chart(frame).mark_point(filled=True, size=size, opacity=1, color=color))

    def line(self, x: tuple[float, float], y: tuple[float, float], color: str, width: int = 1) -> alt.Chart:
        """Return one straight line."""
        frame = pd.DataFrame({"x": [x[0]], "x2": [x[1]], "y": [y[0]], "y2": [y[1]]})
        rule = alt.Chart(frame).mark_rule(color=color, strokeWidth=width, opacity=1, strokeCap="round")
        return self._placed(rule).encode(x2="x2:Q", y2="y2:Q")

    def _placed(self, chart: alt.Chart) -> alt.Chart:
        x = alt.Scale(domain=[self.left, self.right], nice=False, zero=False)
        y = alt.Scale(domain=[0, self.rows], nice=False, reverse=True)
        return chart.encode(x=alt.X("x:Q", scale=x, axis=None), y=alt.Y("y:Q", scale=y, axis=None))


def _frame(rows: Sequence[_Row], canvas: _Canvas) -> list[alt.Chart]:
    """Return the hairlines between the rows, and each row's value, label and count."""
    size, tokens = canvas.size, canvas.tokens
    middle = [place + 0.5 for place in range(len(rows))]
    columns = (
        (canvas.left, [level(row.value) if row.is_level else "" for row in rows]),
        (canvas.left + size.gap, [shortened(row.label, size.letters) for row in rows]),
        (canvas.right, [str(len(row.stances)) if row.stances else NOTHING for row in rows]),
    )
    values, labels, counts = (pd.DataFrame({"x": x, "y": middle, "text": text}) for x, text in columns)
    edges = (canvas.left, canvas.right)
    return [
        *(canvas.line(edges, (y, y), tokens.line) for y in range(len(rows) + 1)),
        canvas.text(values, size.value, tokens.ink, "left", weight=600),
        canvas.text(labels, size.label, tokens.ink, "left"),
        canvas.text(counts, max(size.label, 14), tokens.mute, "right"),
    ]


def _middle(rows: Sequence[_Row], canvas: _Canvas) -> list[alt.Chart]:
    """Return the middle half as a line beside the dots, and the median as a tick on it."""
    counts = Counter(stance.value for row in rows for stance in row.stances)
    if len(counts) < 2:
        return []
    low, high, tick = (_height(rows, value) for value in (*middle_half(counts), median(counts)))
    at = MARGIN
    return [
        canvas.line((at, at), (low, high), canvas.tokens.rule, width=4),
        canvas.line((at - 0.25, at + 0.25), (tick, tick), canvas.tokens.ink, width=3),
    ]


def _height(rows: Sequence[_Row], value: float) -> float:
    """Return where raw points lie between the middles of the rows."""
    known = sorted((row.value, place + 0.5) for place, row in enumerate(rows))
    return float(np.interp(value, [points for points, _ in known], [height for _, height in known]))


def _dots(rows: Sequence[_Row], worth: int, size: Size) -> list[tuple[float, float, str, bool, bool]]:
    """Return place, name, ownership and age of every dot; a full line goes on below, centred on its row."""
    places = []
    everybody = [stance.name for row in rows for stance in row.stances]
    called = dict(zip(everybody, short_names(everybody), strict=True))
    for row_place, row in enumerate(rows):
        shown = row.stances[::worth]
        lines = -(-len(shown) // size.slots)
        for i, stance in enumerate(shown):
            line, slot = divmod(i, size.slots)
            shift = (line - (lines - 1) / 2) * size.line / size.row
            name = called[stance.name] if stance.name else ""
            places.append((float(slot), row_place + 0.5 + shift, name, stance.is_own, bool(stance.since)))
    return places


def _table(criterion: Criterion, given: Sequence[Stance]) -> pd.DataFrame:
    labels = {one.points: one.label for one in criterion.scale.levels}
    order = sorted(given, key=lambda stance: (-stance.value, stance.name))
    frame = pd.DataFrame(
        {
            "Person": [stance.name for stance in order],
            "Answer": [stance.value for stance in order],
            "Level": [labels.get(stance.value, "") for stance in order],
        }
    )
    return frame if any(stance.name for stance in given) else _grouped(frame)


def _grouped(frame: pd.DataFrame) -> pd.DataFrame:
    people = frame.groupby(["Answer", "Level"], sort=False).size()
    return people.rename("People").reset_index()

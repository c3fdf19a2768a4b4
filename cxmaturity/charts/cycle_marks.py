"""The lines and dots of scores over cycles: firm ones whole, provisional ones hollow and dashed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any

import altair as alt
import pandas as pd

from cxmaturity.charts.theme import SMALL, Tokens

Line = Sequence[float | None]
Early = Mapping[str, Collection[int]]
"""Per line the places of the cycles in which its score is provisional."""
NONE: Early = {}
WORD = "hollow*: provisional, too few answers"
COLUMNS = ["series", "order", "cycle", "value", "early", "line"]


def frame_of(
    cycles: Sequence[str], lines: Mapping[str, Line], early: Early = NONE, breaks: Collection[int] = ()
) -> pd.DataFrame:
    """Return one row for each line and cycle; ``early`` tells whether its value is provisional.

    A line breaks before each cycle that opened with another version of the rubric (``breaks``, places).
    """
    rows = [
        {
            "series": name,
            "order": i,
            "cycle": cycle,
            "value": value,
            "early": k in early.get(name, ()),
            "line": f"{i}.{sum(k >= start for start in breaks)}",
        }
        for i, (name, row) in enumerate(lines.items())
        for k, (cycle, value) in enumerate(zip(cycles, row, strict=True))
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def firm_lines(lines: Mapping[str, Line], early: Early) -> dict[str, list[float | None]]:
    """Return the lines without their provisional values, from which no movement may be read."""
    return {
        name: [None if k in early.get(name, ()) else value for k, value in enumerate(row)]
        for name, row in lines.items()
    }


def paths(frame: pd.DataFrame, place: Mapping[str, Any], tokens: Tokens) -> list[alt.Chart]:
    """Return the lines between cycles: whole between firm scores, dashed to and from a provisional one.

    ``place`` holds the encodings that all layers share (x, y, colour).
    """
    firm = frame.assign(value=frame["value"].where(~frame["early"].astype(bool)))
    style: dict[str, Any] = {"strokeWidth": 2.5, "opacity": 1}
    if "color" not in place:
        style["color"] = tokens.accent
    layers = [alt.Chart(firm).mark_line(**style).encode(**place, detail="line:N")]
    dashes = _dashes(frame)
    if not dashes.empty:
        dashed = alt.Chart(dashes).mark_line(**style | {"strokeDash": [4, 4], "strokeWidth": 1.5})
        layers.append(dashed.encode(**place, detail="step:N"))
    return layers


def dots(frame: pd.DataFrame, place: Mapping[str, Any], tokens: Tokens, size: int) -> list[alt.Chart]:
    """Return the dots: filled where the score is firm, hollow where it is provisional."""
    style: dict[str, Any] = {"opacity": 1} if "color" in place else {"opacity": 1, "color": tokens.accent}
    is_early = frame["early"].astype(bool)
    layers = []
    if (~is_early).any():
        layers.append(alt.Chart(frame[~is_early]).mark_point(filled=True, size=size, **style).encode(**place))
    if is_early.any():
        ring = alt.Chart(frame[is_early]).mark_point(
            filled=False, size=size + 20, strokeWidth=2, fill=tokens.paper, **style
        )
        layers.append(ring.encode(**place))
    return layers


def break_marks(starts: Sequence[str], x: alt.X, tokens: Tokens) -> list[alt.Chart]:
    """Return a rule and a word at each cycle that opened with another version of the rubric."""
    if not starts:
        return []
    at = alt.Chart(pd.DataFrame({"cycle": starts})).encode(x=x)
    rule = at.mark_rule(strokeDash=[2, 3], color=tokens.rule, opacity=1, xOffset=-18)
    word = at.mark_text(align="left", dx=-14, fontSize=SMALL, color=tokens.mute, opacity=1)
    return [rule, word.encode(y=alt.datum(4), text=alt.datum("new version"))]


def _dashes(frame: pd.DataFrame) -> pd.DataFrame:
    """Return two rows for each step between neighbouring known values of which one is provisional."""
    known = frame[frame["value"].notna()]
    rows = [
        {**end, "step": f"{name}-{place}"}
        for name, line in known.groupby("line")
        for place, ends in enumerate(pairwise(line.to_dict("records")))
        if any(end["early"] for end in ends)
        for end in ends
    ]
    return pd.DataFrame(rows, columns=[*COLUMNS, "step"])

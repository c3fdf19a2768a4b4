"""Who is where: a band from low to high for each subject, an ink tick at its score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from cxmaturity.charts.formats import counted, digits_apart, number, shortened
from cxmaturity.charts.names import named, row_names
from cxmaturity.charts.picture import Picture
from cxmaturity.charts.theme import BODY, STEP, Tokens, configured, layered
from cxmaturity.charts.words import DRAWN, ranking_finding, rows_as_text, standing
from cxmaturity.domain.provisional import is_too_early
from cxmaturity.domain.results import Result, SubjectResult

Answered = Mapping[str, float | None]

MOST = 12
WALL_HEIGHT, LARGEST = 420, 1.9  # px that a ranking may take on a wall, and how far it is grown at most
EDGE = 90.0  # beyond this score the number goes to the left of its band
BY_BOUNDS = "lowest to highest that missing answers allow"
HOLLOW = "hollow: provisional, too few answers"


def ranking(result: Result, tokens: Tokens, answered: Answered | None = None, grown: float = 1.0) -> Picture:
    """Draw the subjects best first; beyond twelve the rest stands in the table only.

    The band is the drawn 80 % interval where robustness was computed, else low to high. On a wall everything
    is ``grown`` so many times. ``answered`` is which share of all that people were asked is in, by subject,
    for the table; else it is each one's coverage.
    """
    shown = result.subjects[:MOST]
    digits = digits_apart(subject.score for subject in shown)
    rows = named(
        pd.DataFrame([_row(result, subject, digits) for subject in shown]), [s.subject for s in shown]
    )
    note = f"Score of 100 · {_bar(result)}"
    if rows["early"].any():
        note += f" · {HOLLOW}"
    if len(result.subjects) > MOST:
        note += f" · first {MOST} of {len(result.subjects)}, all in the table"
    return Picture(
        chart=configured(_drawn(rows, tokens, grown), tokens),
        title=ranking_finding(result),
        note=note,
        alt=_alt(result),
        table=_table(result, answered or {}),
    )


def _bar(result: Result) -> str:
    return f"bar: {span_words(result)}"


def span_words(result: Result) -> str:
    """Return what an interval of `span_of` means: what was drawn, or what missing answers allow."""
    return f"80 % of the draws of {DRAWN[result.robustness.kind]}" if result.robustness else BY_BOUNDS


def _row(result: Result, subject: SubjectResult, digits: int) -> dict[str, object]:
    low, high = span_of(result, subject)
    return {
        "row": subject.subject,
        "right": standing(subject, result.robustness),
        "score": subject.score,
        "label": number(subject.score, digits) if subject.score is not None else "",
        "low": low,
        "high": high,
        "at": low if high is not None and high > EDGE else high,
        "edge": high is not None and high > EDGE,
        "ranked": subject.rank is not None,
        "early": is_too_early(result.rubric, subject),
        "start": 0,
        "end": 100,
    }


def span_of(result: Result, subject: SubjectResult) -> tuple[float | None, float | None]:
    """Return the interval around a score: 80 % of its draws where it was drawn, else low to high."""
    drawn = result.robustness.interval.get(subject.subject) if result.robustness else None
    low, high = drawn or (subject.low, subject.high)
    if subject.score is None or low is None or high is None:
        return None, None
    return min(low, subject.score), max(high, subject.score)


def wall_size(subjects: int) -> float:
    """Return how many times a ranking of so many subjects can be grown to fill a wall and no more."""
    return max(1.0, min(LARGEST, WALL_HEIGHT / (STEP * min(subjects, MOST) + STEP)))


def _drawn(rows: pd.DataFrame, tokens: Tokens, grown: float) -> alt.LayerChart:
    y = alt.Y("row:O", sort=None, axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    letters = BODY * grown
    axis = alt.Axis(grid=False, values=[0, 25, 50, 75, 100], labelFlush=True, offset=8, labelFontSize=letters)
    x = alt.X("start:Q", scale=alt.Scale(domain=[0, 100], nice=False), axis=axis)
    base = alt.Chart(rows).encode(y=y)
    below = 9 * grown
    track = base.mark_rule(size=2, color=tokens.line, opacity=1, yOffset=below).encode(x=x, x2="end:Q")
    tick = base.mark_tick(
        size=18 * grown, thickness=2.5 * grown, color=tokens.ink, opacity=1, yOffset=below
    ).encode(x="score:Q")
    right = base.mark_text(
        align="right", yOffset=-10 * grown, color=tokens.mute, opacity=1, limit=176 * grown, fontSize=letters
    )
    words = [
        *row_names(rows, y, tokens, right=178, grown=grown),
        right.encode(x=alt.value("width"), text="right:N"),
    ]
    bars = _bars(rows, y, tokens, grown)
    return layered(alt.Step(STEP * grown), track, *bars, tick, *_numbers(base, tokens, grown), *words)


def _bars(rows: pd.DataFrame, y: alt.Y, tokens: Tokens, grown: float) -> list[alt.Chart]:
    """Return the bars, full ones and, where any score is provisional, hollow ones."""
    style: dict[str, Any] = {"height": 10 * grown, "opacity": 1, "yOffset": 9 * grown}
    hollow: dict[str, Any] = {
        "fill": tokens.paper,
        "stroke": tokens.faint,
        "strokeDash": [3, 3],
        "strokeWidth": 1.5,
    }
    colour = alt.condition("datum.ranked", alt.value(tokens.band), alt.value(tokens.faint))
    early = rows["early"].astype(bool)
    bars = [alt.Chart(rows[~early]).mark_bar(**style).encode(y=y, x="low:Q", x2="high:Q", color=colour)]
    if early.any():
        bars.append(alt.Chart(rows[early]).mark_bar(**style, **hollow).encode(y=y, x="low:Q", x2="high:Q"))
    return bars


def _numbers(base: alt.Chart, tokens: Tokens, grown: float) -> tuple[alt.Chart, ...]:
    """Return each number twice: a halo of paper that breaks the track, then the ink."""
    halo: dict[str, Any] = {
        "stroke": tokens.paper,
        "strokeWidth": 6,
        "strokeJoin": "round",
        "color": tokens.paper,
    }
    return tuple(
        base.transform_filter("datum.edge" if edge else "!datum.edge")
        .mark_text(
            align="right" if edge else "left",
            dx=(-10 if edge else 10) * grown,
            yOffset=9 * grown,
            fontSize=(BODY + 1) * grown,
            fontWeight=600,
            opacity=1,
            **style,
        )
        .encode(x="at:Q", text="label:N")
        for edge in (False, True)
        for style in (halo, {"color": tokens.ink})
    )


def _alt(result: Result) -> str:
    rows = []
    for subject in result.subjects:
        low, high = span_of(result, subject)
        between = f" ({number(low)} to {number(high)})" if low is not None else ""
        right = standing(subject, result.robustness)
        rows.append(f"{shortened(subject.subject, 60)} {number(subject.score)}{between}, {right}")
    count = counted(len(result.subjects), "subject")
    return rows_as_text(f"Bands on a scale from 0 to 100 for {count}.", rows)


def _table(result: Result, answered: Answered) -> pd.DataFrame:
    """Return every subject; lowest and highest only where any answer is missing, to fit a phone."""
    subjects = result.subjects
    columns: dict[str, object] = {
        "Rank": pd.array([subject.rank for subject in subjects], dtype="Int64"),
        "Subject": [subject.subject for subject in subjects],
        "Score": [subject.score for subject in subjects],
    }
    if any(subject.low != subject.high for subject in subjects):
        columns["Low"] = [subject.low for subject in subjects]
        columns["High"] = [subject.high for subject in subjects]
    columns["Points"] = [subject.points for subject in subjects]
    columns["Answered, %"] = [_hundred(answered.get(s.subject, s.coverage)) for s in subjects]
    columns["Standing"] = [standing(subject, result.robustness) for subject in subjects]
    return pd.DataFrame(columns)


def _hundred(share: float | None) -> float | None:
    return None if share is None else 100 * share

"""Who is where: a band from low to high for each subject, an ink tick at its score."""

from __future__ import annotations

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

MOST = 12
EDGE = 90.0  # beyond this score the number goes to the left of its band
BY_BOUNDS = "lowest to highest that missing answers allow"
HOLLOW = "hollow: provisional, too few answers"


def ranking(result: Result, tokens: Tokens) -> Picture:
    """Draw the subjects best first; beyond twelve the rest stands in the table only.

    The band is the drawn 80 % interval where robustness was computed, else low to high.
    """
    shown = result.subjects[:MOST]
    digits = digits_apart(subject.score for subject in shown)
    rows = pd.DataFrame([_row(result, subject, digits) for subject in shown])
    rows = rows.assign(**named([subject.subject for subject in shown]))
    note = f"Score of 100 · {_bar(result)}"
    if rows["early"].any():
        note += f" · {HOLLOW}"
    if len(result.subjects) > MOST:
        note += f" · first {MOST} of {len(result.subjects)}, all in the table"
    return Picture(
        chart=configured(_drawn(rows, tokens), tokens),
        title=ranking_finding(result),
        note=note,
        alt=_alt(result),
        table=_table(result),
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


def _drawn(rows: pd.DataFrame, tokens: Tokens) -> alt.LayerChart:
    y = alt.Y("row:O", sort=None, axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    axis = alt.Axis(grid=False, values=[0, 25, 50, 75, 100], labelFlush=True, offset=8)
    x = alt.X("start:Q", scale=alt.Scale(domain=[0, 100], nice=False), axis=axis)
    base = alt.Chart(rows).encode(y=y)
    track = base.mark_rule(size=2, color=tokens.line, opacity=1, yOffset=9).encode(x=x, x2="end:Q")
    bars = _bars(rows, y, tokens)
    tick = base.mark_tick(size=18, thickness=2.5, color=tokens.ink, opacity=1, yOffset=9).encode(x="score:Q")
    right = base.mark_text(align="right", yOffset=-10, color=tokens.mute, opacity=1, limit=176)
    words = [*row_names(rows, y, tokens, 178), right.encode(x=alt.value("width"), text="right:N")]
    return layered(alt.Step(STEP), track, *bars, tick, *_numbers(base, tokens), *words)


def _bars(rows: pd.DataFrame, y: alt.Y, tokens: Tokens) -> list[alt.Chart]:
    """Return the bars, full ones and, where any score is provisional, hollow ones."""
    style: dict[str, Any] = {"height": 10, "opacity": 1, "yOffset": 9}
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


def _numbers(base: alt.Chart, tokens: Tokens) -> tuple[alt.Chart, ...]:
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
            dx=-10 if edge else 10,
            yOffset=9,
            fontSize=BODY + 1,
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


def _table(result: Result) -> pd.DataFrame:
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
    columns["Answered, %"] = [_hundred(subject.coverage) for subject in subjects]
    columns["Standing"] = [standing(subject, result.robustness) for subject in subjects]
    return pd.DataFrame(columns)


def _hundred(share: float | None) -> float | None:
    return None if share is None else 100 * share

"""How one subject stands row by row: a dot on a track, a ring where it stood one cycle before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from cxmaturity.charts.formats import number, shortened, signed
from cxmaturity.charts.picture import Picture
from cxmaturity.charts.theme import BODY, Tokens, configured, layered
from cxmaturity.charts.turned import title_of, turned_note
from cxmaturity.charts.words import profile_finding, rows_as_text
from cxmaturity.domain.provisional import is_too_early
from cxmaturity.domain.results import Result, SubjectResult
from cxmaturity.domain.rubric import Criterion, Rubric, Section

STEP = 42
LOW: dict[str, Any] = {"opacity": 1, "yOffset": 9}  # marks stand below the row's name


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a profile; scores are on 0–100, ``others`` are the other subjects' scores.

    ``target`` is where the row would stand with its targets reached; None where it has none. ``turned`` says
    what 100 means where a high answer is bad. A ``provisional`` row rests on too few answers.
    """

    id: str
    title: str
    score: float | None
    before: float | None
    others: tuple[float, ...] = ()
    target: float | None = None
    turned: str = ""
    provisional: bool = False


def section_rows(result: Result, name: str, before: Result | None = None) -> tuple[Row, ...]:
    """Return one row per top-level section in file order; empty where the rubric has fewer than two."""
    top = [child for child in result.rubric.root.children if isinstance(child, Section)]
    if len(top) < 2:
        return ()
    return tuple(_row(result, before, name, section) for section in top)


def criterion_rows(result: Result, name: str, before: Result | None = None) -> tuple[Row, ...]:
    """Return one row per criterion, strongest first; those without a score come last."""
    rows = [_row(result, before, name, c) for c in result.rubric.criteria()]
    return tuple(sorted(rows, key=lambda row: (row.score is None, -(row.score or 0.0))))


def profile(rows: Sequence[Row], tokens: Tokens, cycle: str = "", cycle_before: str = "") -> Picture:
    """Draw rows as they come; grey dots are the other subjects, the ring is the cycle before."""
    frame = pd.DataFrame([_cells(row) for row in rows])
    has_before = any(row.before is not None for row in rows)
    note = "Score of 100"
    if has_before:
        note += f" · ring {cycle_before or 'before'}, dot {cycle or 'now'}"
    if any(row.target is not None for row in rows):
        note += " · bar: target"
    if any(row.others for row in rows):
        note += " · grey dots: the others"
    if any(row.provisional for row in rows):
        note += " · hollow: provisional, too few answers"
    note += "".join(f" · {said}" for said in dict.fromkeys(row.turned for row in rows) if said)
    return Picture(
        chart=configured(_drawn(frame, tokens), tokens),
        title=_finding(rows),
        note=note,
        alt=rows_as_text(
            "Dots on a scale from 0 to 100.", [f"{row.title} {number(row.score)}" for row in rows]
        ),
        table=_table(rows, has_before=has_before),
    )


def _finding(rows: Sequence[Row]) -> str:
    if any(row.provisional for row in rows):
        return "Too early to compare: what is answered so far"
    return profile_finding([(row.title, row.score) for row in rows])


def _row(result: Result, before: Result | None, name: str, part: Criterion | Section) -> Row:
    """Return one part's row; a cycle before, or a change since, only where both rest on enough answers."""
    node, now = part.id, result.subject(name)
    others = [_score(result.rubric, s, node) for s in result.subjects if s.subject != name]
    early = now is not None and is_too_early(result.rubric, now)
    then = _firm(before, name) if not early else None
    return Row(
        id=node,
        title=title_of(part),
        score=_score(result.rubric, now, node),
        before=_score(result.rubric, then, node),
        others=tuple(score for score in others if score is not None),
        turned=turned_note([part], 100),
        provisional=early,
    )


def _firm(result: Result | None, name: str) -> SubjectResult | None:
    subject = result.subject(name) if result is not None else None
    if result is None or subject is None or is_too_early(result.rubric, subject):
        return None
    return subject


def _score(rubric: Rubric, subject: SubjectResult | None, node: str) -> float | None:
    if subject is None:
        return None
    if node in subject.nodes and rubric.criterion(node) is None:
        return subject.nodes[node].score
    found = subject.criteria.get(node)
    return found.score if found is not None else None


def _cells(row: Row) -> dict[str, object]:
    moved = row.score is not None and row.before is not None
    change = signed((row.score or 0.0) - (row.before or 0.0), 0) if moved else ""
    return {
        "row": row.id,
        "name": shortened(row.title, 60),
        "score": row.score,
        "label": number(row.score, 0) if row.score is not None else "no answer",
        "change": change,
        "before": row.before,
        "others": list(row.others),
        "target": row.target,
        "provisional": row.provisional,
        "start": 0,
        "end": 100,
    }


def _drawn(rows: pd.DataFrame, tokens: Tokens) -> alt.LayerChart:
    y = alt.Y("row:O", sort=None, axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    axis = alt.Axis(grid=False, values=[0, 25, 50, 75, 100], labelFlush=True, offset=6)
    x = alt.X("start:Q", scale=alt.Scale(domain=[0, 100], nice=False), axis=axis)
    base = alt.Chart(rows).encode(y=y)
    track = base.mark_rule(size=2, color=tokens.line, **LOW).encode(x=x, x2="end:Q")
    inside = tokens.paper if rows["provisional"].any() else tokens.accent
    dot = base.mark_point(size=110, fill=inside, stroke=tokens.accent, strokeWidth=2, **LOW).encode(
        x="score:Q"
    )
    return layered(alt.Step(STEP), track, *_around(base, rows, tokens), dot, *_texts(base, tokens))


def _around(base: alt.Chart, rows: pd.DataFrame, tokens: Tokens) -> list[alt.Chart]:
    """Return the marks around the dot that have anything to show; an empty mark has no name to be read by."""
    layers: list[alt.Chart] = []
    if any(rows["others"].map(len)):
        others = base.transform_flatten(["others"]).mark_point(filled=True, size=34, color=tokens.rule, **LOW)
        layers.append(others.encode(x="others:Q"))
    if rows["before"].notna().any():
        moved = base.mark_rule(size=2, color=tokens.rule, **LOW)
        ring = base.mark_point(
            filled=True, size=80, fill=tokens.paper, stroke=tokens.faint, strokeWidth=2, **LOW
        )
        layers += [moved.encode(x="before:Q", x2="score:Q"), ring.encode(x="before:Q")]
    if rows["target"].notna().any():
        bar = base.mark_tick(size=18, thickness=2.5, color=tokens.ink, **LOW)
        layers.append(bar.encode(x="target:Q"))
    return layers


def _texts(base: alt.Chart, tokens: Tokens) -> tuple[alt.Chart, ...]:
    room = alt.ExprRef("max(width - 110, 120)")
    name = base.mark_text(align="left", yOffset=-9, color=tokens.ink, opacity=1, limit=room)
    change = base.mark_text(align="right", yOffset=-9, color=tokens.mute, opacity=1)
    label = base.mark_text(
        align="right", yOffset=-9, dx=-40, fontSize=BODY + 1, fontWeight=600, color=tokens.ink, opacity=1
    )
    return (
        name.encode(x=alt.value(0), text="name:N"),
        change.encode(x=alt.value("width"), text="change:N"),
        label.encode(x=alt.value("width"), text="label:N"),
    )


def _table(rows: Sequence[Row], *, has_before: bool) -> pd.DataFrame:
    columns: dict[str, list[object]] = {
        "": [row.title for row in rows],
        "Score": [row.score for row in rows],
    }
    if has_before:
        columns["Before"] = [row.before for row in rows]
    if any(row.target is not None for row in rows):
        columns["Target"] = [row.target for row in rows]
    return pd.DataFrame(columns)

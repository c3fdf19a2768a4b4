"""What the room came to: the decision, how it came about in rounds, and what it stands on."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cxmaturity.charts.formats import counted, listed, number
from cxmaturity.charts.heat import heat
from cxmaturity.charts.ranking import ranking
from cxmaturity.charts.stances import Stance, stances
from cxmaturity.domain.results import Result
from cxmaturity.domain.workshop.rounds import CellShift
from cxmaturity.services.workshop_screens import ResultsView
from cxmaturity.services.workshop_views import CellView
from cxmaturity.ui.figures import figure, table
from cxmaturity.ui.findings import warnings, what_would_change
from cxmaturity.ui.session import tokens
from cxmaturity.ui.why import why_panel
from cxmaturity.ui.words import dotted, headline, plain
from cxmaturity.ui.workshop.ballot import REASONS
from cxmaturity.ui.workshop.phrases import badge, moved_words

MOST = 3  # disagreements drawn; the others are a line each


def show_decision(view: ResultsView) -> None:
    """Show the result of a workshop from top to bottom."""
    with st.container(key="strip", horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(view.head.title, 80)}** · workshop", width="content")
    st.title(headline(view.headline), anchor=False)
    st.caption(plain(view.detail))
    warnings(view.final)
    st.space("small")
    left, right = st.columns([7, 4], gap="large")
    with left:
        figure(ranking(view.final, tokens()), "ranking", lambda: why_panel(view.final))
    with right:
        what_would_change(view.weight_flips, view.score_flips)
    _overall(view)
    picture = heat(view.final, tokens())
    if picture is not None:
        st.space("small")
        figure(picture, "heat", lambda: why_panel(view.final))
    _differences(view)
    _rounds(view)
    _other_counts(view)
    _record(view)


def _overall(view: ResultsView) -> None:
    """Show the silent judgement beside the score; the two are never mixed."""
    if not view.overall:
        return
    st.space("small")
    st.header("Judged as a whole, in silence", anchor=False)
    st.caption("Kept apart from the score: where the two differ, something is not in the questions")
    scores = {subject.subject: subject.score for subject in view.final.subjects}
    rows = [
        {
            "": one.subject,
            "As a whole": one.mean,
            "People": one.n,
            "Score of 100": scores.get(one.subject),
        }
        for one in view.overall
    ]
    table(pd.DataFrame(rows), "Overall judgement beside the score")


def _differences(view: ResultsView) -> None:
    cells = [cell for cell in view.agenda.cells if cell.kind in {"split", "spread", "lone"} and cell.dots]
    st.space("small")
    if not cells:
        st.header("We see it alike: no question splits the room", anchor=False)
        return
    st.header(f"Where we still differ: {counted(len(cells), 'question')}", anchor=False)
    with st.grid(3, min_column_width=280, gap="medium"):
        for place, cell in enumerate(cells[:MOST]):
            with st.container(gap="xxsmall"):
                _difference(cell, place)
    for cell in cells[MOST:]:
        st.markdown(f":small[{plain(dotted(cell.subject.name, cell.criterion.title))} {badge(cell)}]")


def _difference(cell: CellView, place: int) -> None:
    given = [Stance(dot.points, dot.name) for dot in cell.dots]
    drawn = stances(cell.criterion, given, cell.kind, tokens())
    st.markdown(f"**{plain(cell.subject.name, 40)}** {badge(cell)}  \n{plain(drawn.title)}")
    st.altair_chart(drawn.chart, theme=None, width="stretch", alt=drawn.alt, key=f"difference-{place}")
    st.caption(plain(dotted(drawn.note, moved_words(cell))))


def _rounds(view: ResultsView) -> None:
    """Show every round; the first one stays as it was."""
    st.space("small")
    last = len(view.rounds)
    st.header("One round" if last < 2 else f"{last} rounds: what the talk changed", anchor=False)
    names = [subject.subject for subject in view.final.subjects]
    rows = [
        {"": f"Round {one.number}", **{name: _score(one.result, name) for name in names}}
        for one in view.rounds
    ]
    table(pd.DataFrame(rows), "Score of 100 by round")
    missing = [f"{one.missing} missing in round {one.number}" for one in view.rounds if one.missing]
    again = [f"round {one.number}: {one.reason}" for one in view.rounds if one.reason]
    if missing or again:
        st.caption(plain(dotted(*missing, *again)))
    for shift in (one for one in view.shifts if one.up or one.down):
        st.markdown(f":small[{plain(_shift_words(view, shift))}]")


def _shift_words(view: ResultsView, shift: CellShift) -> str:
    head = view.head
    what = dotted(head.subject(shift.cell.subject).name, head.criterion(shift.cell.criterion).title)
    moved = dotted(
        f"median {number(shift.before)} → {number(shift.after)}",
        f"{shift.up} up, {shift.down} down",
        ", ".join(f"{count} {REASONS[reason].lower()}" for reason, count in shift.reasons.items()),
    )
    return f"{what}: {moved}"


def _score(result: Result, name: str) -> float | None:
    found = result.subject(name)
    return found.score if found is not None else None


def _other_counts(view: ResultsView) -> None:
    """Show the result as it would be with people taken out, and by those alone who rated everything."""
    others = {
        f"With {listed(view.removed)}, removed after a reveal": view.with_removed,
        "By those only who rated every one": view.on_common_raters,
    }
    shown = {title: result for title, result in others.items() if result is not None}
    if not shown:
        return
    st.space("small")
    st.header("Counted otherwise", anchor=False)
    rows = []
    for name in (subject.subject for subject in view.final.subjects):
        now = _score(view.final, name)
        then = {title: _score(result, name) for title, result in shown.items()}
        rows.append({"": name, "As decided": now, **then})
    table(pd.DataFrame(rows), "Score of 100, counted otherwise")


def _record(view: ResultsView) -> None:
    st.space("small")
    weights = "weights locked before anybody saw a score"
    conflicts = f"conflicts of interest: {listed(view.conflicts, 6)}" if view.conflicts else ""
    aside = f"for comparison only: {listed(view.compared)}" if view.compared else ""
    st.caption(plain(dotted(counted(view.raters, "person", "people") + " rated", weights, conflicts, aside)))

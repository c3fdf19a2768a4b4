"""What the room came to: the decision, how it came about in rounds, and what it stands on."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cxmaturity.charts.formats import NOTHING, counted, listed, percent
from cxmaturity.charts.heat import heat
from cxmaturity.charts.ranking import ranking
from cxmaturity.charts.stance_words import level
from cxmaturity.domain.results import Result
from cxmaturity.domain.sharing import Scope
from cxmaturity.domain.workshop.rounds import CellShift, turn_of
from cxmaturity.reports.findings import answers_moved, as_a_whole, counted_otherwise
from cxmaturity.services.workshop_screens import ResultsView
from cxmaturity.ui.figures import figure, table
from cxmaturity.ui.findings import warnings, what_would_change
from cxmaturity.ui.reasons import Ground, Note
from cxmaturity.ui.room import room
from cxmaturity.ui.session import tokens
from cxmaturity.ui.share import share_button
from cxmaturity.ui.why import why_panel
from cxmaturity.ui.words import dotted, headline, plain
from cxmaturity.ui.workshop.ballot import REASONS
from cxmaturity.ui.workshop.host import Host
from cxmaturity.ui.workshop.notes import show_all_notes
from cxmaturity.ui.workshop.record import show_record


def show_decision(view: ResultsView, host: Host | None = None) -> None:
    """Show the result of a workshop from top to bottom; its ``host`` may share it."""
    with st.container(key="strip", horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(view.head.title, 80)}** · workshop", width="content")
        if host is not None:
            st.space("stretch")
            usual = Scope(view.head.evaluation_id, "workshop", workshop_id=view.head.id)
            share_button(host.app, host.viewer, usual)
    st.title(headline(view.headline), anchor=False)
    st.caption(plain(view.detail))
    warnings(view.final)
    show_record(view.head, view.decisions, host, view.result_sha256)
    st.space("small")
    left, right = st.columns([7, 4], gap="large")
    with left:
        figure(
            ranking(view.final, tokens(), view.turnout.shares), "ranking", lambda: why_panel(_ground(view))
        )
        _turnout(view)
    with right:
        if len(view.final.ranked) > 1:
            what_would_change(view.weight_flips, view.score_flips)
    _overall(view)
    picture = heat(view.final, tokens())
    if picture is not None:
        st.space("small")
        figure(picture, "heat", lambda: why_panel(_ground(view)))
    room(view.final)
    show_all_notes(view.notes)
    _rounds(view)
    _other_counts(view)
    _record(view)


def _ground(view: ResultsView) -> list[Ground]:
    notes: dict[tuple[str, str], tuple[Note, ...]] = {}
    for note in view.notes:
        place = note.subject, note.criterion
        notes[place] = (*notes.get(place, ()), (note.by, note.text))
    return [Ground(view.final, weight_flips=view.weight_flips, notes=notes)]


def _turnout(view: ResultsView) -> None:
    """Show, beside the scores, how many people rated each one and how much of what they were asked."""
    rows = [
        {
            "": one.subject,
            "People": one.people,
            "Answers": f"{one.given} of {one.asked} ({percent(one.share)})",
            "In conflict": one.conflicts,
        }
        for one in view.turnout.subjects
    ]
    frame = pd.DataFrame(rows)
    if not frame["In conflict"].any():
        del frame["In conflict"]
    table(frame, "Who rated each one, and how much of what they were asked")


def _overall(view: ResultsView) -> None:
    """Show the silent judgement beside the score; the two are never mixed."""
    if not view.overall:
        return
    st.space("small")
    st.header(plain(as_a_whole(view.final, view.overall)), anchor=False)
    st.caption(
        "In silence, kept apart from the score: where the two differ, something is not in the questions"
    )
    scale = view.head.overall.scale
    whole = f"As a whole, {level(scale.minimum)} to {level(scale.maximum)}"
    rows = [
        {
            "": one.subject,
            whole: None if one.mean is None else round(one.mean, 1),
            "People": one.n,
            "Score of 100": _score(view.final, one.subject),
        }
        for one in view.overall
    ]
    table(pd.DataFrame(rows), "Overall judgement beside the score", 1)


def _rounds(view: ResultsView) -> None:
    """Show every round; the first one stays as it was."""
    st.space("small")
    st.header(plain(turn_of([one.result for one in view.rounds])), anchor=False)
    rows = [
        {"": name, **{f"Round {one.number}": _score(one.result, name) for one in view.rounds}}
        for name in (subject.subject for subject in view.final.subjects)
    ]
    table(pd.DataFrame(rows), "Score of 100 by round", 1)
    missing = [f"{one.missing} missing in round {one.number}" for one in view.rounds if one.missing]
    again = [f"round {one.number}: {one.reason}" for one in view.rounds if one.reason]
    if missing or again:
        st.caption(plain(dotted(*missing, *again)))
    moved = [_shift_row(view, shift) for shift in view.shifts if shift.up or shift.down]
    if moved:
        st.markdown(f"**{plain(answers_moved(view.shifts))}**")
        table(pd.DataFrame(moved), "What the talk changed, by question and the last round that asked it")


def _shift_row(view: ResultsView, shift: CellShift) -> dict[str, object]:
    """Return one question in few columns, so that a phone shows them all."""
    head = view.head
    why = ", ".join(f"{count} {REASONS[reason].lower()}" for reason, count in shift.reasons.items())
    rounds = f" (round {shift.round})" if len(view.rounds) > 2 else ""
    return {
        "": f"{head.subject(shift.cell.subject).name}: {head.criterion(shift.cell.criterion).title}{rounds}",
        "Median": f"{_median(shift.before)}\u00a0→\u00a0{_median(shift.after)}",
        "Moved": dotted(f"{shift.up} up" if shift.up else "", f"{shift.down} down" if shift.down else ""),
        "Why": why,
    }


def _median(value: float | None) -> str:
    return NOTHING if value is None else f"{value:g}"


def _score(result: Result, name: str) -> float | None:
    found = result.subject(name)
    return None if found is None or found.score is None else round(found.score, 1)


def _other_counts(view: ResultsView) -> None:
    """Show the result as it would be with people taken out, and by those alone who judged all alike."""
    alike = f"Only the {view.common_raters} who answered the same questions about all"
    others = {f"With {listed(view.taken_out)}": view.with_taken_out, alike: view.on_common_raters}
    shown = {title: result for title, result in others.items() if result is not None}
    if not shown:
        return
    st.space("small")
    st.header(plain(counted_otherwise(view.final, shown.values())), anchor=False)
    rows = []
    for name in (subject.subject for subject in view.final.subjects):
        now = _score(view.final, name)
        then = {title: _score(result, name) for title, result in shown.items()}
        rows.append({"": name, "As counted": now, **then})
    table(pd.DataFrame(rows), "Score of 100, counted otherwise", 1)


def _record(view: ResultsView) -> None:
    st.space("small")
    weights = "weights locked before anybody saw a score"
    conflicts = f"conflicts of interest: {listed(view.conflicts, 6)}" if view.conflicts else ""
    gone = f"removed after a reveal: {listed(view.removed, 6)}" if view.removed else ""
    aside = f"for comparison only: {listed(view.compared)}" if view.compared else ""
    st.caption(
        plain(dotted(counted(view.raters, "person", "people") + " rated", weights, conflicts, gone, aside))
    )

"""After the reveal, on a phone: the item under discussion, then what one said oneself beside the room."""

from __future__ import annotations

import streamlit as st

from cxmaturity.charts.formats import counted
from cxmaturity.charts.stance_words import level
from cxmaturity.charts.stances import Stance, stances
from cxmaturity.domain.ratings import Answer
from cxmaturity.services.workshop_screens import PhoneView
from cxmaturity.services.workshop_views import CellView, OwnVote
from cxmaturity.ui.outcome import refusals
from cxmaturity.ui.pick import pick_subject
from cxmaturity.ui.session import tokens
from cxmaturity.ui.sheets import MEASURE
from cxmaturity.ui.words import dotted, plain
from cxmaturity.ui.workshop.entry import change_conflicts, who_am_i
from cxmaturity.ui.workshop.guest import Guest
from cxmaturity.ui.workshop.notes import show_notes
from cxmaturity.ui.workshop.phrases import badge, moved_words
from cxmaturity.ui.workshop.waiting import other_device


def show_echo(guest: Guest, view: PhoneView) -> None:
    """Show the room's answers with the own ones marked, and what one may say about oneself."""
    with st.container(width=MEASURE):
        refusals()
        cell = view.taken_up or next(iter(view.agenda.contested), None)
        if cell is None:
            st.title("The room agrees", anchor=False)
        else:
            _item(view, cell)
        st.space("small")
        _all(view)
        if view.me.presence in {"in", "observes"}:
            st.space("small")
            who_am_i(guest, view, is_open=False)
            change_conflicts(guest, view)
            other_device(guest)


def _item(view: PhoneView, cell: CellView) -> None:
    talked = "We are talking about" if view.taken_up else "Where we differ most"
    st.caption(f"{talked}: {plain(cell.subject.name, 60)}")
    if cell.is_hidden:
        st.title(plain(cell.criterion.title), anchor=False)
        st.markdown(badge(cell))
        return
    mine = view.mine.get(cell.cell)
    own = mine.value if mine is not None else None
    given = [Stance(dot.points, dot.name) for dot in cell.dots]
    drawn = stances(cell.criterion, given, cell.kind, tokens(), own=own)
    st.title(plain(drawn.title), anchor=False)
    st.markdown(f"{badge(cell)} :small[:gray[{plain(dotted(you_said(cell, mine), moved_words(cell)))}]]")
    st.altair_chart(drawn.chart, theme=None, width="stretch", alt=drawn.alt, key="echo")
    st.caption(plain(f"{drawn.note}" + (" · the larger dot is you" if own is not None else "")))
    show_notes(cell, "echo")


def _all(view: PhoneView) -> None:
    cells = view.agenda.cells
    st.header("You and the room", anchor=False)
    open_ones = len(view.agenda.contested)
    st.caption(f"{counted(open_ones, 'question')} to talk about, {len(cells) - open_ones} settled or agreed")
    names = [subject.name for subject in view.head.subjects]
    chosen = pick_subject(names, key="echo-subject")
    with st.container(gap=None):
        for place, cell in enumerate(cell for cell in cells if cell.subject.name == chosen):
            with st.container(key=f"row-echo-{place}"):
                st.markdown(
                    f"**{plain(cell.criterion.title)}** {badge(cell)}  \n"
                    f":small[:gray[{plain(dotted(you_said(cell, view.mine.get(cell.cell)), _room(cell)))}]]"
                )
                show_notes(cell, f"echo-{place}")


def you_said(cell: CellView, mine: OwnVote | None) -> str:
    """Return the own answer in a few words."""
    if mine is None:
        return ""
    match mine.answer:
        case Answer.LEVEL if mine.value is not None:
            chosen = cell.criterion.scale.level(mine.level)
            return f"you {level(mine.value)}" + (f", {chosen.label}" if chosen else "")
        case Answer.DONT_KNOW:
            return "you were not sure"
        case Answer.NOT_APPLICABLE:
            return "you: not applicable"
    return ""


def _room(cell: CellView) -> str:
    if cell.is_hidden or cell.median is None:
        return ""
    if cell.kind == "split":
        return "the room is split"
    low, high = cell.middle or (cell.median, cell.median)
    middle = f", most {level(low)} to {level(high)}" if low != high else ""
    return f"room {level(cell.median)}{middle}"

"""After the reveal, on a phone: the item under discussion, then what one said oneself beside the room."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cxmaturity.charts.stance_words import level
from cxmaturity.domain.ratings import Answer
from cxmaturity.services.workshop_screens import PhoneView
from cxmaturity.services.workshop_views import CellView, OwnVote
from cxmaturity.ui.outcome import refusals
from cxmaturity.ui.sheets import MEASURE
from cxmaturity.ui.words import dotted, plain
from cxmaturity.ui.workshop.answers import show_answers
from cxmaturity.ui.workshop.dots import show_dots
from cxmaturity.ui.workshop.entry import change_conflicts, who_am_i
from cxmaturity.ui.workshop.guest import Guest
from cxmaturity.ui.workshop.notes import show_notes
from cxmaturity.ui.workshop.phrases import badge, flag_figure, stand, talk_words
from cxmaturity.ui.workshop.waiting import KEEP, other_device

LATE: Final = "You start with the next round"


def show_echo(guest: Guest, view: PhoneView) -> None:
    """Show the room's answers with the own ones marked, and what one may say about oneself."""
    with st.container(width=MEASURE):
        refusals()
        cell = view.taken_up or next(iter(view.agenda.to_talk_about), None)
        if cell is None:
            st.title("The room agrees", anchor=False)
        else:
            _item(view, cell)
        st.markdown(coming_next(view))
        st.space("small")
        _all(view)
        if view.me.presence in {"in", "observes"}:
            st.space("small")
            who_am_i(guest, view, is_open=False)
            change_conflicts(guest, view)
            other_device(guest)


def coming_next(view: PhoneView) -> str:
    """Return what happens next, for somebody who looks at the room's answers."""
    late = f"**{LATE}**: this one was locked before you came. " if view.me.is_late else ""
    if view.head.block + 1 < view.head.block_count:
        then = f"some questions may be scored again, then comes the next {plain(view.head.subject_word)}"
    else:
        then = "some questions may be scored again, then comes the final judgement"
    return f"{late}Next: the room talks about what is open; {then}. {KEEP}"


def _item(view: PhoneView, cell: CellView) -> None:
    talked = "We are talking about" if view.taken_up else "First to talk about"
    st.caption(f"{talked}: {plain(cell.subject.name, 60)}")
    if cell.is_hidden:
        st.title(plain(cell.criterion.title), anchor=False)
        st.markdown(badge(cell))
        return
    mine = view.mine.get(cell.cell)
    st.title(f"{plain(cell.criterion.title)}: {plain(stand(cell))}", anchor=False)
    st.markdown(f"{badge(cell)} :small[:gray[{plain(you_said(cell, mine))}]]")
    show_dots(cell, "echo", me=view.me.label, mine=mine)
    show_notes(cell, "echo")


def _all(view: PhoneView) -> None:
    st.header("You and the room", anchor=False)
    st.caption(talk_words(view.agenda))

    def said(cell: CellView) -> str:
        return dotted(you_said(cell, view.mine.get(cell.cell)), _room(cell), flag_figure(cell))

    show_answers(view.head, view.agenda, said, me=view.me.label, mine=view.mine)


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
    return f"the room: {stand(cell)}"

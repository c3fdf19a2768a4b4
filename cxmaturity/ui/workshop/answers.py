"""All answers of the room, agreed ones included: a row a question, its dots and reasons on request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from cxmaturity.charts.formats import counted
from cxmaturity.domain.workshop.settings import Cell
from cxmaturity.services.workshop_views import AgendaView, CellView, OwnVote, RoomHead
from cxmaturity.ui.pick import pick_subject
from cxmaturity.ui.words import dotted, plain
from cxmaturity.ui.workshop.dots import show_dots
from cxmaturity.ui.workshop.notes import notes_of, show_notes
from cxmaturity.ui.workshop.phrases import badge

OPEN: Final = "answers-open"  # the question whose dots are shown
NOTHING: Final[Mapping[Cell, OwnVote]] = {}


def show_answers(
    head: RoomHead,
    agenda: AgendaView,
    said: Callable[[CellView], str],
    *,
    me: str = "",
    mine: Mapping[Cell, OwnVote] = NOTHING,
    beside: Callable[[CellView, str], None] | None = None,
) -> None:
    """List one subject’s questions with what is ``said`` about each, and its dots and reasons on request.

    ``beside`` may add a button to a row, under a key of the row.
    """
    chosen = pick_subject([subject.name for subject in head.subjects], key="answers-subject")
    order = {criterion.id: place for place, criterion in enumerate(head.criteria)}
    cells = [cell for cell in agenda.cells if cell.subject.name == chosen]
    with st.container(gap=None):
        for cell in sorted(cells, key=lambda cell: order[cell.cell.criterion]):
            key = f"{head.place(cell.cell.subject)}-{cell.cell.criterion}"
            with st.container(key=f"row-answer-{key}"):
                reasons = len(notes_of(cell))
                given = counted(reasons, "reason") if reasons else ""
                is_open = _row(cell, key, dotted(said(cell), given), beside)
                if is_open:
                    show_dots(cell, f"dots-{key}", me=me, mine=mine.get(cell.cell))
                    show_notes(cell, f"answer-{key}")


def _row(cell: CellView, key: str, said: str, beside: Callable[[CellView, str], None] | None) -> bool:
    is_open = st.session_state.get(OPEN) == key
    with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
        st.markdown(
            f"**{plain(cell.criterion.title)}** {badge(cell)}  \n:small[:gray[{plain(said)}]]",
            width="stretch",
        )
        st.button(
            "Hide" if is_open else "Show",
            key=f"dots-of-{key}",
            width=80,
            on_click=_turn,
            args=("" if is_open else key,),
        )
        if beside is not None:
            beside(cell, key)
    return is_open


def _turn(key: str) -> None:
    st.session_state[OPEN] = key

"""Reasons that people gave beside their answers, after the reveal."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cxmaturity.charts.formats import counted
from cxmaturity.charts.stance_words import level
from cxmaturity.domain.ratings import Answer
from cxmaturity.services.room_notes import RoomNote
from cxmaturity.services.workshop_views import CellView
from cxmaturity.ui.words import dotted, plain

NO_LEVEL: Final = {Answer.DONT_KNOW: "not sure", Answer.NOT_APPLICABLE: "not applicable"}
LONGEST: Final = 600


def notes_of(cell: CellView) -> list[tuple[str, str, str]]:
    """Return what people wrote about a cell: their answer, their name where it is shown, their words."""
    levels = [(level(dot.points), dot.name, dot.note) for dot in cell.dots if dot.note]
    others = [(NO_LEVEL[aside.answer], aside.name, aside.note) for aside in cell.asides]
    return [*levels, *others]


def show_notes(cell: CellView, where: str, most: int = 1000, width: int = LONGEST) -> None:
    """Show what people wrote, beside what they said; of very many the first ones."""
    found = notes_of(cell)
    for i, (said, name, note) in enumerate(found[:most]):
        who = f"{plain(name, 44)}, " if name else ""
        with st.container(key=f"row-note-{where}-{i}"):
            st.markdown(f":small[:gray[{who}{said}]]  \n{plain(note, width)}")
    if len(found) > most:
        st.caption(f"and {counted(len(found) - most, 'more reason')} on the phones")


def show_all_notes(notes: tuple[RoomNote, ...]) -> None:
    """Show every reason that was given in the room, one click away."""
    if not notes:
        return
    with st.expander(f"{counted(len(notes), 'reason')} given, by question", type="compact"):
        for i, note in enumerate(notes):
            with st.container(key=f"row-all-notes-{i}"):
                about = dotted(note.subject, note.title, note.by, f"round {note.round}")
                st.markdown(f":small[:gray[{plain(about)}]]  \n{plain(note.text, LONGEST)}")

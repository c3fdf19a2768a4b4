"""The agenda on the console: what to talk about first, what is agreed, what has been accepted."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from cxmaturity.charts.formats import percent
from cxmaturity.charts.stance_words import level
from cxmaturity.domain.workshop.room import Phase
from cxmaturity.domain.workshop.steering import Accept, Discuss
from cxmaturity.services.workshop_screens import ConsoleView
from cxmaturity.services.workshop_views import CellView
from cxmaturity.ui.words import dotted, plain
from cxmaturity.ui.workshop.answers import show_answers
from cxmaturity.ui.workshop.dots import show_dots
from cxmaturity.ui.workshop.host import Host
from cxmaturity.ui.workshop.notes import show_notes
from cxmaturity.ui.workshop.phrases import badge, each_end, flag_figure, moved_words, stand, standing_words

SHOWN: Final = "talk-shown"
AGENDA: Final = "Agenda"
ALL: Final = "All answers"


def show_talk(host: Host, view: ConsoleView) -> None:
    """Show the item taken up, then the agenda, or all answers where these are asked for."""
    if view.taken_up is not None and view.head.phase is Phase.DISCUSS:
        _item(host, view, view.taken_up)
    if _asks_for_all(view):
        show_answers(view.head, view.agenda, _stand, beside=partial(_take_up, host, view))
    else:
        _agenda(host, view)


def all_answers() -> None:
    """Turn from the agenda to all answers."""
    st.session_state[SHOWN] = ALL


def _asks_for_all(view: ConsoleView) -> bool:
    chosen = st.segmented_control(
        "What to look at",
        [AGENDA, ALL],
        format_func=lambda one: f"{one} ({len(view.agenda.cells)})" if one == ALL else one,
        default=None if SHOWN in st.session_state else AGENDA,
        required=True,
        key=SHOWN,
        label_visibility="collapsed",
    )
    return chosen == ALL


def _agenda(host: Host, view: ConsoleView) -> None:
    agenda = view.agenda
    st.caption(
        "Red flags that all agree on; what could change who is first; then by how far we differ and what it "
        "weighs"
    )
    with st.container(gap=None):
        for place, cell in enumerate(agenda.to_talk_about):
            _row(host, view, cell, place)
    _settled(view)


def _item(host: Host, view: ConsoleView, cell: CellView) -> None:
    st.markdown(f"**{plain(cell.subject.name, 60)}** {badge(cell)}")
    st.header(f"{plain(cell.criterion.title)}: {plain(stand(cell))}", anchor=False)
    st.caption(plain(cell.criterion.question))
    st.markdown(plain(each_end(cell)))
    show_dots(cell, "talk-dots")
    show_notes(cell, "talk")
    if not cell.is_accepted and view.head.phase in Accept.when:
        st.button(
            "Accept as it stands",
            key="accept-this",
            on_click=host.do,
            args=(view.head, Accept),
            kwargs={"cells": (cell.cell,)},
        )
    st.space("small")


def _row(host: Host, view: ConsoleView, cell: CellView, place: int) -> None:
    with st.container(key=f"row-agenda-{place}"):
        text, button = st.columns([5, 1], wrap=False, vertical_alignment="center")
        flips = "could change who is first" if cell.can_flip else ""
        why = dotted(_stand(cell), flag_figure(cell), f"weighs {percent(cell.weight)}", flips)
        text.markdown(
            f"**{plain(cell.subject.name, 40)}** · {plain(cell.criterion.title)} {badge(cell)}  \n"
            f":small[:gray[{plain(why)}]]"
        )
        with button:
            _take_up(host, view, cell, f"{place}")


def _take_up(host: Host, view: ConsoleView, cell: CellView, key: str) -> None:
    """Offer to talk about a question, which puts it on the wall and on every phone."""
    is_here = view.taken_up is not None and view.taken_up.cell == cell.cell
    st.button(
        "Here" if is_here else "Talk",
        key=f"talk-{key}",
        width=80,
        disabled=is_here or view.head.phase not in Discuss.when,
        on_click=host.do,
        args=(view.head, Discuss),
        kwargs={"cell": cell.cell},
    )


def _stand(cell: CellView) -> str:
    if cell.is_hidden:
        return ""
    if not cell.counts:
        return f"{cell.dont_know} not sure"
    given = sorted(cell.counts.items(), reverse=True)
    people = ", ".join(f"{count} at {level(value)}" for value, count in given)
    return dotted(people, standing_words(cell), moved_words(cell))


def _settled(view: ConsoleView) -> None:
    agenda = view.agenda
    parts = (("agreed", agenda.to_accept), ("accepted", agenda.accepted), ("hidden", agenda.hidden))
    for title, cells in parts:
        if cells:
            with st.expander(f"{len(cells)} {title}", type="compact"):
                for place, cell in enumerate(cells):
                    line = dotted(cell.subject.name, cell.criterion.title, stand(cell), flag_figure(cell))
                    st.markdown(f":small[{plain(line)}]")
                    show_notes(cell, f"{title}-{place}")

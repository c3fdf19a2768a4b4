"""The agenda on the console: what to talk about first, what is agreed, what has been accepted."""

from __future__ import annotations

import streamlit as st

from cxmaturity.charts.formats import percent
from cxmaturity.charts.stance_words import level
from cxmaturity.charts.stances import Stance, stances
from cxmaturity.domain.workshop.room import Phase
from cxmaturity.domain.workshop.steering import Accept, Discuss
from cxmaturity.services.workshop_screens import ConsoleView
from cxmaturity.services.workshop_views import CellView
from cxmaturity.ui.session import tokens
from cxmaturity.ui.words import dotted, plain
from cxmaturity.ui.workshop.host import Host
from cxmaturity.ui.workshop.notes import show_notes
from cxmaturity.ui.workshop.phrases import badge, each_end, moved_words


def show_talk(host: Host, view: ConsoleView) -> None:
    """Show the item taken up, then the rest in the order in which talk is worth the time."""
    if view.taken_up is not None and view.head.phase is Phase.DISCUSS:
        _item(host, view, view.taken_up)
    agenda = view.agenda
    st.header("Agenda", anchor=False)
    st.caption("What could change who is first, then by how far we differ and what it weighs")
    with st.container(gap=None):
        for place, cell in enumerate(agenda.contested):
            _row(host, view, cell, place)
    _settled(view)


def _item(host: Host, view: ConsoleView, cell: CellView) -> None:
    given = [Stance(dot.points, dot.name) for dot in cell.dots]
    drawn = stances(cell.criterion, given, cell.kind, tokens())
    st.markdown(f"**{plain(cell.subject.name, 60)}** {badge(cell)}")
    st.header(plain(drawn.title), anchor=False)
    st.markdown(plain(each_end(cell)))
    st.altair_chart(drawn.chart, theme=None, width="stretch", alt=drawn.alt, key="talk-dots")
    st.caption(plain(dotted(drawn.note, moved_words(cell))))
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
        why = dotted(_stand(cell), f"weighs {percent(cell.weight)}", flips)
        text.markdown(
            f"**{plain(cell.subject.name, 40)}** · {plain(cell.criterion.title)} {badge(cell)}  \n"
            f":small[:gray[{plain(why)}]]"
        )
        is_here = view.taken_up is not None and view.taken_up.cell == cell.cell
        button.button(
            "Here" if is_here else "Talk",
            key=f"talk-{place}",
            width="stretch",
            disabled=is_here or view.head.phase not in Discuss.when,
            on_click=host.do,
            args=(view.head, Discuss),
            kwargs={"cell": cell.cell},
        )


def _stand(cell: CellView) -> str:
    if not cell.counts:
        return f"{cell.dont_know} not sure"
    given = sorted(cell.counts.items(), reverse=True)
    people = ", ".join(f"{count} at {level(value)}" for value, count in given)
    return dotted(people, moved_words(cell))


def _settled(view: ConsoleView) -> None:
    agenda = view.agenda
    for title, cells in (("agreed", agenda.agreed), ("accepted", agenda.accepted), ("hidden", agenda.hidden)):
        if cells:
            with st.expander(f"{len(cells)} {title}", type="compact"):
                for place, cell in enumerate(cells):
                    median = "" if cell.median is None or cell.is_hidden else f"median {level(cell.median)}"
                    line = dotted(cell.subject.name, cell.criterion.title, median)
                    st.markdown(f":small[{plain(line)}]")
                    show_notes(cell, f"{title}-{place}")

"""Where am I: the evaluation, its cycle, and its screens, on every page in the same place."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cxmaturity.domain.sharing import Scope
from cxmaturity.services.access import Verb, Viewer
from cxmaturity.services.loop.opening import LOOPS
from cxmaturity.services.views import CycleView, EvaluationView
from cxmaturity.ui.naming import name_page
from cxmaturity.ui.pick import about, pick_cycle
from cxmaturity.ui.places import BY_NAME, PLACES, SETTINGS
from cxmaturity.ui.session import current_app, viewer
from cxmaturity.ui.share import share_button
from cxmaturity.ui.words import plain

PROGRAMME: Final[tuple[str, Verb]] = ("programme", "read")
SCREENS: Final[tuple[tuple[str, Verb], ...]] = (
    ("rate", "rate"),
    ("result", "read"),
    ("progress", "read"),
    ("setup", "arrange"),
)
BELOW: Final[tuple[tuple[str, Verb], ...]] = (  # the pages of a programme
    ("plan", "read"),
    ("actions", "read"),
    ("confirm", "rate"),
    ("respondents", "arrange"),
    ("evidence", "read"),
    ("kpis", "read"),
    ("close", "read"),
)


def strip(evaluation: EvaluationView, cycle: CycleView, here: str, shared: Scope | None = None) -> None:
    """Show title and cycle at the left, the screens at the right, the current one underlined.

    ``shared`` is what this page shares, where that is not the usual.
    """
    name_page(evaluation.title, BY_NAME[here].title)
    picks = here == "result" and len(evaluation.cycles) > 1
    with st.container(key="strip", horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"**{plain(evaluation.title, 60)}**"
            + ("" if picks else f" · {plain(cycle.label, 30)}")
            + (" :gray-badge[demo]" if evaluation.is_demo else ""),
            width="content",
        )
        if picks:
            pick_cycle(evaluation.cycles, cycle.id)
        st.space("stretch")
        with st.container(
            key="screens", horizontal=True, width="content", gap="medium", vertical_alignment="center"
        ):
            for name in _screens(evaluation):
                _screen(name, evaluation.id, here=name == here, holds=name == holder(here))
        _share(evaluation, shared or _usual(evaluation, cycle, here))


def pages_below(evaluation: EvaluationView, here: str) -> None:
    """Show the pages of a programme in a line of their own, the current one in ink."""
    visitor = viewer(current_app())
    with st.container(key="below", horizontal=True, gap="medium", vertical_alignment="center"):
        for name, verb in BELOW:
            if visitor is None or not visitor.may(verb, evaluation.id):
                continue
            if name == here:
                st.markdown(f"**{BY_NAME[name].title}**", width="content")
            else:
                _screen(name, evaluation.id, here=False)


def holder(here: str) -> str:
    """Return the screen to which a page belongs, empty for one that stands for itself."""
    return "programme" if here == "action" or here in dict(BELOW) else ""


def settings_strip(visitor: Viewer, here: str) -> None:
    """Show the screens of the house that the visitor may use, the current one underlined."""
    with (
        st.container(key="strip", horizontal=True, vertical_alignment="center"),
        st.container(
            key="screens", horizontal=True, width="content", gap="medium", vertical_alignment="center"
        ),
    ):
        for place in PLACES:
            if place.section == SETTINGS and place.is_shown_to(visitor):
                _screen(place.name, "", here=place.name == here)


def _screens(evaluation: EvaluationView) -> list[str]:
    """Return the screens that the visitor may use; a programme's begin with the programme itself."""
    visitor = viewer(current_app())
    screens = (PROGRAMME, *SCREENS) if evaluation.rubric.purpose in LOOPS else SCREENS
    return [name for name, verb in screens if visitor is not None and visitor.may(verb, evaluation.id)]


def _usual(evaluation: EvaluationView, cycle: CycleView, here: str) -> Scope | None:
    """Return what a page with results shares."""
    return {
        "result": Scope(evaluation.id, "result", cycle.id),
        "progress": Scope(evaluation.id, "progress"),
    }.get(here)


def _share(evaluation: EvaluationView, shared: Scope | None) -> None:
    """Offer to share a page with results, to those who may."""
    app = current_app()
    visitor = viewer(app)
    if visitor is not None and shared is not None and visitor.may("arrange", evaluation.id):
        share_button(app, visitor, shared)


def _screen(name: str, evaluation_id: str, *, here: bool, holds: bool = False) -> None:
    place = BY_NAME[name]
    query = about(evaluation_id) if evaluation_id else None
    if here:
        with st.container(key="here", width="content"):
            st.markdown(f"**{place.title}**", width="content")
    elif holds:
        with st.container(key="here", width="content"):
            st.page_link(place.path, label=f"**{place.title}**", query_params=query, width="content")
    else:
        st.page_link(place.path, label=place.title, query_params=query, width="content")

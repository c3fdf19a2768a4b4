"""Where am I: the evaluation, its cycle, and its three screens, on every page in the same place."""

from __future__ import annotations

import streamlit as st

from cxmaturity.services.views import CycleView, EvaluationView
from cxmaturity.ui.pick import pick_cycle
from cxmaturity.ui.places import BY_NAME
from cxmaturity.ui.words import plain

SCREENS = ("rate", "result", "progress")


def strip(evaluation: EvaluationView, cycle: CycleView, here: str) -> None:
    """Show title and cycle at the left, the screens at the right, the current one underlined."""
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
            for name in SCREENS:
                _screen(name, evaluation.id, here=name == here)


def _screen(name: str, evaluation_id: str, *, here: bool) -> None:
    place = BY_NAME[name]
    if here:
        with st.container(key="here", width="content"):
            st.markdown(f"**{place.title}**", width="content")
    else:
        st.page_link(place.path, label=place.title, query_params={"e": evaluation_id}, width="content")

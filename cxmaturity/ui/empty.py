"""Empty is a page too: what will be here, why it is worth it, and the one button that starts it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from cxmaturity.ui.places import path_of


def empty(title: str, why: str, button: str, place: str, query: Mapping[str, str] | None = None) -> None:
    """Show an empty page with one button that leads to the screen where it begins; no name, no button."""
    st.title(title, anchor=False)
    st.markdown(why, width=560)
    if button and st.button(button, type="primary", key="begin"):
        st.switch_page(path_of(place), query_params=dict(query or {}))


def no_evaluation() -> None:
    """Show where to go when the address names no evaluation."""
    empty(
        "Choose an evaluation first",
        "This screen belongs to one evaluation. Open it from home.",
        "Go home",
        "home",
    )

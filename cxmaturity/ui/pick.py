"""Choosing a subject or a cycle on a page."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from cxmaturity.services.views import CycleView
from cxmaturity.ui.words import plain

FEW = 6  # choices that fit side by side


def pick_subject(names: Sequence[str], key: str) -> str:
    """Return the chosen name, the first one by default; nothing is shown where there is no choice."""
    if len(names) < 2:
        return names[0] if names else ""
    if len(names) <= FEW:
        chosen = st.pills(
            "Subject",
            names,
            default=names[0],
            required=True,
            key=key,
            format_func=_label,
            label_visibility="collapsed",
        )
    else:
        chosen = st.selectbox("Subject", names, key=key, label_visibility="collapsed", width=280)
    return chosen if chosen in names else names[0]


def pick_cycle(cycles: Sequence[CycleView], shown: str) -> None:
    """Offer the cycles, newest first; a choice goes into the address, so the view can be passed on."""
    ids = [cycle.id for cycle in reversed(cycles)]
    labels = {cycle.id: cycle.label for cycle in cycles}
    st.selectbox(
        "Cycle",
        ids,
        index=ids.index(shown),
        key=f"cycle-{shown}",
        format_func=labels.__getitem__,
        label_visibility="collapsed",
        width=120,
        on_change=_to_cycle,
        args=(f"cycle-{shown}",),
    )


def _to_cycle(key: str) -> None:
    st.query_params["c"] = st.session_state[key]


def _label(name: str) -> str:
    return plain(name, 40)

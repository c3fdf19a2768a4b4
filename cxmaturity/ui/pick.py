"""Choosing a subject or a cycle on a page."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from cxmaturity.services.views import CycleView, SubjectView
from cxmaturity.ui.words import plain

FEW = 6  # choices that fit side by side


def pick_subject(names: Sequence[str], key: str, first: str = "") -> str:
    """Return the chosen name, ``first`` by default; nothing is shown where there is no choice."""
    if len(names) < 2:
        return names[0] if names else ""
    default = first if first in names else names[0]
    if len(names) <= FEW:
        chosen = st.pills(
            "Subject",
            names,
            default=default,
            required=True,
            key=key,
            format_func=_label,
            label_visibility="collapsed",
        )
    else:
        chosen = st.selectbox(
            "Subject",
            names,
            index=names.index(default),
            key=key,
            label_visibility="collapsed",
            width=280,
        )
    return chosen if chosen in names else default


def pick_in_address(names: Sequence[str], key: str) -> str:
    """Return the name that the address gives or a person chooses here; it goes along to other pages."""
    asked = st.query_params.get("s", "")
    chosen = pick_subject(names, key, asked)
    if len(names) > 1 and chosen != asked:
        st.query_params["s"] = chosen
    return chosen


def subject_in_address(subjects: Sequence[SubjectView]) -> SubjectView | None:
    """Return the subject that the address gives by id or name; the only one where there is no choice."""
    asked = st.query_params.get("s", "")
    found = next((one for one in subjects if asked in {one.id, one.name}), None)
    return subjects[0] if found is None and len(subjects) == 1 else found


def about(evaluation_id: str, **more: str) -> dict[str, str]:
    """Return the address of a page about the same evaluation, and about the subject that is shown here."""
    subject = st.query_params.get("s")
    return {"e": evaluation_id, **more, **({"s": subject} if subject else {})}


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

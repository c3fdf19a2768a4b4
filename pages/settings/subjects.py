"""Subjects: the registry of what is scored, shared by all evaluations."""

from __future__ import annotations

import streamlit as st

from cxmaturity.charts.formats import counted
from cxmaturity.services.subjects import subjects
from cxmaturity.ui.empty import empty
from cxmaturity.ui.outcome import refusals
from cxmaturity.ui.registry import subject_rows
from cxmaturity.ui.session import current_app, guard
from cxmaturity.ui.strip import settings_strip


def main() -> None:
    """List subjects under their kinds; each can be renamed, placed, or merged into another."""
    app = current_app()
    viewer = guard(app)
    settings_strip(viewer, "subjects")
    lines = subjects(app, viewer)
    if not lines:
        empty(
            "Nothing is scored yet",
            "Here will be every vendor, unit, channel and initiative, with all names it goes by, so that two "
            "spellings stay one subject over the years.",
            "Start an evaluation",
            "new",
        )
        return
    st.title(counted(len(lines), "subject"), anchor=False)
    st.caption(
        "One subject, however it is spelled: evaluations and imports find it by every name it goes by."
    )
    refusals()
    with st.container(width=760):
        subject_rows(app, viewer, lines)


main()

"""Progress: how scores run over the cycles, part by part, and what moved."""

from __future__ import annotations

import streamlit as st

from cxmaturity.services.results import progress
from cxmaturity.ui.empty import empty, no_evaluation
from cxmaturity.ui.next_cycle import next_cycle_button
from cxmaturity.ui.pick import pick_subject
from cxmaturity.ui.session import current_app, guard
from cxmaturity.ui.strip import strip
from cxmaturity.ui.trends import change, parts, trend
from cxmaturity.ui.words import headline, plain


def main() -> None:
    """Show the slope first, then one subject's parts and its newest change."""
    app = current_app()
    viewer = guard(app)
    asked = st.query_params.get("e")
    if asked is None:
        no_evaluation()
        return
    shown = progress(app, viewer, asked)
    strip(shown.evaluation, shown.evaluation.current_cycle, "progress")
    if not any(subject.score is not None for _, result in shown.results for subject in result.subjects):
        empty(
            "No cycle is scored yet",
            "Here you will see how scores move from cycle to cycle, and which criterion moved them.",
            "Rate now",
            "rate",
            {"e": shown.evaluation.id},
        )
        return
    st.title(headline(shown.headline), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(plain(shown.detail), width="stretch")
        next_cycle_button(app, viewer, shown.evaluation)
    st.space("xxsmall")
    trend(shown, key="progress")
    st.space("xsmall")
    subject = pick_subject(
        [subject.subject for subject in shown.results[-1][1].subjects], key="progress-subject"
    )
    left, right = st.columns([7, 4], gap="large")
    with left:
        change(shown, subject)
    with right:
        parts(shown, subject)


main()

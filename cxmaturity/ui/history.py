"""The progress page from top to bottom: headline, slope, what moved, part by part."""

from __future__ import annotations

import streamlit as st

from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.loop.looking_back import looking_back
from cxmaturity.services.loop.opening import LOOPS
from cxmaturity.services.views import Progress
from cxmaturity.ui.claim_reasons import CHANGE
from cxmaturity.ui.empty import empty
from cxmaturity.ui.loop.back import show_looking_back
from cxmaturity.ui.next_cycle import next_cycle_button
from cxmaturity.ui.pick import pick_in_address
from cxmaturity.ui.strip import strip
from cxmaturity.ui.trends import change, grounds, parts, trend
from cxmaturity.ui.why import why_panel
from cxmaturity.ui.words import headline, plain


def history(app: App, viewer: Viewer, progress: Progress) -> None:
    """Show all cycles; before the first scored one an empty page, before the second only the headline."""
    strip(progress.evaluation, progress.evaluation.current_cycle, "progress")
    if not progress.results:
        empty(
            "No cycle is scored yet",
            "Here you will see how scores move from cycle to cycle, and which criterion moved them.",
            "Rate now" if viewer.may("rate", progress.evaluation.id) else "",
            "rate",
            {"e": progress.evaluation.id},
        )
        return
    st.title(headline(progress.headline), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(plain(progress.detail), width="stretch")
        if viewer.may("arrange", progress.evaluation.id):
            next_cycle_button(app, viewer, progress.evaluation)
    st.space("xxsmall")
    if progress.evaluation.rubric.purpose in LOOPS:
        _programme(app, viewer, progress)
    elif len(progress.results) > 1:
        _movement(progress)


def _programme(app: App, viewer: Viewer, progress: Progress) -> None:
    subject = pick_in_address([s.name for s in progress.evaluation.subjects], "progress-subject")
    found = looking_back(app, viewer, progress.evaluation.id, subject)
    if found is None:
        st.caption("This one has no score yet.")
        return
    show_looking_back(found, lambda: why_panel(grounds(progress), subject))
    if len(progress.results) > 1:
        opened = st.expander("Part by part", type="compact", key="part-by-part", on_change="rerun")
        if opened.open:
            with opened:
                parts(progress, subject)


def _movement(progress: Progress) -> None:
    trend(progress, "progress", lambda: why_panel(grounds(progress)))
    st.space("xsmall")
    names = [subject.subject for subject in progress.results[-1][1].subjects]
    subject = pick_in_address(names, "progress-subject")
    left, right = st.columns([7, 4], gap="large")
    with left:
        change(progress, subject, lambda: why_panel(grounds(progress), subject, CHANGE))
    with right:
        parts(progress, subject)

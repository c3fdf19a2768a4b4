"""The rubric version of an evaluation, and going on with a corrected one."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from cxmaturity.charts.formats import counted
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.cycles import open_revision
from cxmaturity.services.library import Effect
from cxmaturity.services.views import EvaluationView
from cxmaturity.ui.outcome import attempt
from cxmaturity.ui.places import path_of
from cxmaturity.ui.words import plain


def rubric_panel(app: App, viewer: Viewer, view: EvaluationView, newer: Sequence[Effect]) -> None:
    """Show which version is asked, and offer a revision where a newer one is known."""
    st.space("small")
    st.header("Rubric", anchor=False)
    rubric = view.rubric
    st.markdown(f"{plain(rubric.title, 80)}, version {plain(rubric.version)}")
    if not viewer.only:
        st.page_link(path_of("rubric"), label="Read it", query_params={"r": rubric.sha256})
    effect = next((one for one in newer if one.evaluation_id == view.id), None)
    if effect is None or effect.pinned is None or effect.diff is None or not _differs(effect):
        return
    st.caption(
        f"There is a newer version. This cycle stays on its own; a revision takes along the answers to "
        f"{counted(effect.stays, 'question')} and asks {effect.anew} anew. The cycle as it was is kept."
    )
    st.button("Go on with the newer version", key="revise", on_click=_revise, args=(app, viewer, view))


def _differs(effect: Effect) -> bool:
    diff = effect.diff
    return diff is not None and bool(diff.new or diff.changed or diff.retired or diff.weights or effect.anew)


def _revise(app: App, viewer: Viewer, view: EvaluationView) -> None:
    attempt(lambda: open_revision(app, viewer, view.id, view.rubric.id))

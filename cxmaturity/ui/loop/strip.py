"""Where am I in the loop: plan, execute, quantify, repeat, on every page of a programme in the same place."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cxmaturity.domain.loop import LoopStep, LoopView
from cxmaturity.domain.sharing import Scope
from cxmaturity.services.views import CycleView, EvaluationView
from cxmaturity.ui.naming import name_page
from cxmaturity.ui.pick import about
from cxmaturity.ui.places import BY_NAME, path_of
from cxmaturity.ui.session import current_app, viewer
from cxmaturity.ui.share import share_button
from cxmaturity.ui.words import plain

LEADS_TO: Final = {
    LoopStep.PLAN: "plan",
    LoopStep.EXECUTE: "actions",
    LoopStep.QUANTIFY: "confirm",
    LoopStep.REPEAT: "close",
}


def loop_strip(evaluation: EvaluationView, cycle: CycleView, loop: LoopView, subject: str = "") -> None:
    """Show programme and cycle at the left, the four steps at the right: done, now, ahead; each leads on.

    The page of the named subject can be shared.
    """
    name_page(evaluation.title, BY_NAME["programme"].title)
    with st.container(key="strip", horizontal=True, vertical_alignment="center"):
        st.markdown(_where(evaluation, cycle), width="content")
        st.space("stretch")
        with st.container(
            key="steps", horizontal=True, width="content", gap="medium", vertical_alignment="center"
        ):
            for view in loop.steps:
                _step(view.step, evaluation.id, is_now=view.step is loop.now, is_done=view.is_done)
        _share(evaluation, subject)


def _share(evaluation: EvaluationView, subject: str) -> None:
    app = current_app()
    visitor = viewer(app)
    subject_id = next((each.id for each in evaluation.subjects if each.name == subject), "")
    if visitor is not None and subject_id and visitor.may("arrange", evaluation.id):
        share_button(app, visitor, Scope(evaluation.id, "programme", subject_id=subject_id))


def page_strip(evaluation: EvaluationView, cycle: CycleView, here: str) -> None:
    """Show programme and cycle at the left, leading back there; the page's own name at the right."""
    name_page(evaluation.title, BY_NAME[here].title)
    with st.container(key="strip", horizontal=True, vertical_alignment="center"):
        st.page_link(
            path_of("programme"),
            label=f"**{plain(evaluation.title, 60)}** · {plain(cycle.label, 30)}",
            icon=":material/arrow_back:",
            query_params=about(evaluation.id),
            width="content",
        )
        st.space("stretch")
        with st.container(key="here", width="content"):
            st.markdown(f"**{BY_NAME[here].title}**", width="content")


def _where(evaluation: EvaluationView, cycle: CycleView) -> str:
    demo = " :gray-badge[demo]" if evaluation.is_demo else ""
    return f"**{plain(evaluation.title, 60)}** · {plain(cycle.label, 30)}{demo}"


def _step(step: LoopStep, evaluation_id: str, *, is_now: bool, is_done: bool) -> None:
    label = f"**{step.capitalize()}**" if is_now else step.capitalize()
    with st.container(key="here" if is_now else f"step-{step}", width="content"):
        st.page_link(
            path_of(LEADS_TO[step]),
            label=label,
            icon=":material/check:" if is_done else None,
            query_params=about(evaluation_id),
            width="content",
        )

"""Where am I in the loop: plan, execute, quantify, repeat, on every page of a programme in the same place."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cxmaturity.domain.loop import LoopStep, LoopView
from cxmaturity.domain.sharing import Scope
from cxmaturity.services.views import CycleView, EvaluationView
from cxmaturity.ui.pick import about
from cxmaturity.ui.places import path_of
from cxmaturity.ui.strip import pages_below, strip

LEADS_TO: Final = {
    LoopStep.PLAN: "plan",
    LoopStep.EXECUTE: "actions",
    LoopStep.QUANTIFY: "confirm",
    LoopStep.REPEAT: "close",
}


def loop_strip(evaluation: EvaluationView, cycle: CycleView, loop: LoopView, subject: str = "") -> None:
    """Show the strip of every page, and beneath it the four steps: done, now, ahead; each leads on.

    The page of the named subject can be shared.
    """
    subject_id = next((each.id for each in evaluation.subjects if each.name == subject), "")
    shared = Scope(evaluation.id, "programme", subject_id=subject_id) if subject_id else None
    strip(evaluation, cycle, "programme", shared)
    with st.container(key="below", horizontal=True, gap="medium", vertical_alignment="center"):
        for view in loop.steps:
            _step(view.step, evaluation.id, is_now=view.step is loop.now, is_done=view.is_done)


def page_strip(evaluation: EvaluationView, cycle: CycleView, here: str) -> None:
    """Show the strip of every page, and beneath it the pages of the programme."""
    strip(evaluation, cycle, here)
    pages_below(evaluation, here)


def _step(step: LoopStep, evaluation_id: str, *, is_now: bool, is_done: bool) -> None:
    label = f"**{step.capitalize()}**" if is_now else step.capitalize()
    with st.container(key="now" if is_now else f"step-{step}", width="content"):
        st.page_link(
            path_of(LEADS_TO[step]),
            label=label,
            icon=":material/check:" if is_done else None,
            query_params=about(evaluation_id),
            width="content",
        )

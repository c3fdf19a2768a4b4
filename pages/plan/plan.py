"""Plan: what to do next, goals and their actions, targets, and whether the last plan landed."""

from __future__ import annotations

import streamlit as st

from cxmaturity.services.evaluations import evaluation
from cxmaturity.services.loop.plan_view import plan_view
from cxmaturity.ui.empty import no_evaluation
from cxmaturity.ui.loop.plan import show_plan
from cxmaturity.ui.pick import pick_in_address
from cxmaturity.ui.session import current_app, guard


def main() -> None:
    """Show the plan of the subject that the address names or a person picks."""
    app = current_app()
    viewer = guard(app)
    asked = st.query_params.get("e")
    if asked is None:
        no_evaluation()
        return
    names = [subject.name for subject in evaluation(app, viewer, asked).subjects]
    subject = pick_in_address(names, "plan-subject")
    show_plan(app, viewer, plan_view(app, viewer, asked, subject))


main()

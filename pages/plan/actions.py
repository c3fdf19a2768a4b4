"""Actions: what is under way, what is late, what waits for a decision."""

from __future__ import annotations

import streamlit as st

from cxmaturity.services.evaluations import evaluation
from cxmaturity.services.loop.plan_view import plan_view
from cxmaturity.ui.empty import no_evaluation
from cxmaturity.ui.loop.plan import show_actions
from cxmaturity.ui.pick import pick_in_address
from cxmaturity.ui.session import current_app, guard


def main() -> None:
    """Show the actions of the subject that the address names or a person picks."""
    app = current_app()
    viewer = guard(app)
    asked = st.query_params.get("e")
    if asked is None:
        no_evaluation()
        return
    names = [subject.name for subject in evaluation(app, viewer, asked).subjects]
    subject = pick_in_address(names, "actions-subject")
    show_actions(plan_view(app, viewer, asked, subject))


main()

"""Action: where it stands, its screening, its plan, its early sign, its history; or a new one to fill in."""

from __future__ import annotations

import streamlit as st

from cxmaturity.services.loop.plan_view import action_view, draft_view
from cxmaturity.services.loop.screening import screening_view
from cxmaturity.ui.empty import no_evaluation
from cxmaturity.ui.loop.action import NEW, show_action, show_new_action
from cxmaturity.ui.session import current_app, guard


def main() -> None:
    """Show the action that the address names; one that is new is not in the plan before it is saved."""
    app = current_app()
    viewer = guard(app)
    asked, action = st.query_params.get("e"), st.query_params.get("a")
    if asked is None or action is None:
        no_evaluation()
        return
    if action == NEW:
        params = st.query_params
        draft = draft_view(app, viewer, asked, params.get("s", ""), params.get("for", ""))
        show_new_action(app, viewer, draft)
        return
    view = action_view(app, viewer, asked, action)
    show_action(app, viewer, view, screening_view(app, viewer, asked, action))


main()

"""Actions: what is under way, what is late, what waits for a decision."""

from __future__ import annotations

import streamlit as st

from cxmaturity.services.loop.plan_view import plan_view
from cxmaturity.ui.empty import no_evaluation
from cxmaturity.ui.loop.plan import show_actions
from cxmaturity.ui.session import current_app, guard


def main() -> None:
    """Show the actions of the subject that the address names."""
    app = current_app()
    viewer = guard(app)
    asked = st.query_params.get("e")
    if asked is None:
        no_evaluation()
        return
    show_actions(plan_view(app, viewer, asked, st.query_params.get("s", "")))


main()

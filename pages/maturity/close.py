"""Close: freeze the cycle, sign it, look at earlier revisions, open the next one."""

from __future__ import annotations

import streamlit as st

from cxmaturity.services.evaluations import evaluation
from cxmaturity.services.loop.closing import freeze
from cxmaturity.ui.empty import no_evaluation
from cxmaturity.ui.loop.closing import show_closing
from cxmaturity.ui.session import current_app, guard


def main() -> None:
    """Show what closing the newest cycle would freeze."""
    app = current_app()
    viewer = guard(app)
    asked = st.query_params.get("e")
    if asked is None:
        no_evaluation()
        return
    show_closing(app, viewer, evaluation(app, viewer, asked), freeze(app, viewer, asked))


main()

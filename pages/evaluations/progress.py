"""Progress: how scores run over the cycles, part by part, and what moved."""

from __future__ import annotations

import streamlit as st

from cxmaturity.services.results import progress
from cxmaturity.ui.empty import no_evaluation
from cxmaturity.ui.history import history
from cxmaturity.ui.session import current_app, guard


def main() -> None:
    """Take the evaluation from the address and show its cycles."""
    app = current_app()
    viewer = guard(app)
    asked = st.query_params.get("e")
    if asked is None:
        no_evaluation()
        return
    history(app, viewer, progress(app, viewer, asked))


main()

"""Result: who is first or how mature we are, why, and what would change it."""

from __future__ import annotations

import streamlit as st

from cxmaturity.services.decisions import decided_in
from cxmaturity.services.results import result, result_before
from cxmaturity.ui.empty import no_evaluation
from cxmaturity.ui.report import report
from cxmaturity.ui.session import current_app, guard


def main() -> None:
    """Take the evaluation and cycle from the address and show the result."""
    app = current_app()
    viewer = guard(app)
    asked = st.query_params.get("e")
    if asked is None:
        no_evaluation()
        return
    shown = result(app, viewer, asked, st.query_params.get("c"))
    before = result_before(app, viewer, asked, shown.cycle.id)
    decisions = decided_in(app, viewer, asked, shown.cycle.id)
    report(shown, before, may_rate=viewer.may("rate", asked), decisions=decisions)


main()

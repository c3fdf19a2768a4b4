"""Programme: where we are in the loop, what is due, what holds us back, what moves."""

from __future__ import annotations

import streamlit as st

from cxmaturity.services.loop.programme import programme
from cxmaturity.ui.empty import no_evaluation
from cxmaturity.ui.loop.overview import choose_subject, overview
from cxmaturity.ui.session import current_app, guard


def main() -> None:
    """Take the programme and the subject from the address and show how it stands."""
    app = current_app()
    viewer = guard(app)
    asked = st.query_params.get("e")
    if asked is None:
        no_evaluation()
        return
    view = programme(app, viewer, asked, st.query_params.get("s", ""))
    choose_subject(view)
    overview(view)


main()

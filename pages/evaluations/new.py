"""New evaluation: rubric, subjects and first cycle, in under a minute."""

from __future__ import annotations

import streamlit as st

from cxmaturity.services.evaluations import create_evaluation
from cxmaturity.services.loop.organisation import present_quarter
from cxmaturity.services.rubrics import rubrics
from cxmaturity.ui.outcome import attempt, refusals
from cxmaturity.ui.places import path_of
from cxmaturity.ui.session import current_app, guard
from cxmaturity.ui.setup import filled_form


def main() -> None:
    """Show the form; a started evaluation goes straight on to rating."""
    app = current_app()
    viewer = guard(app, "arrange")
    st.title("Start an evaluation", anchor=False)
    st.caption("Choose what to ask, name what is scored, and go. You can add more later.")
    st.space("small")
    with st.container(width=720):
        form = filled_form(rubrics(app, viewer), st.query_params.get("rubric", ""), present_quarter(app))
        st.space("small")
        if st.button("Start rating", type="primary", key="start"):
            created = attempt(lambda: create_evaluation(app, viewer, form))
            if created:
                st.switch_page(path_of("rate"), query_params={"e": created})
        refusals()


main()

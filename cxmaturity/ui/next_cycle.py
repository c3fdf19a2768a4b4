"""Opening the next cycle: a name and its dates, prefilled with the fiscal quarter after the last."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.cycles import open_next_cycle
from cxmaturity.services.loop.dates import quarter_after
from cxmaturity.services.loop.opening import LOOPS
from cxmaturity.services.views import EvaluationView
from cxmaturity.ui.outcome import attempt, refusals
from cxmaturity.ui.pick import about
from cxmaturity.ui.places import path_of

ONE_DAY = timedelta(days=1)


def next_cycle_button(app: App, viewer: Viewer, evaluation: EvaluationView) -> None:
    """Offer to open the next cycle; a programme's is opened once the last one is closed and signed."""
    if evaluation.rubric.purpose in LOOPS:
        query = about(evaluation.id)
        st.page_link(path_of("close"), label="Close and open the next", query_params=query, width="content")
    elif st.button("Open next cycle", key="open-next-cycle", icon=":material/add:"):
        _dialog(app, viewer, evaluation)


@st.dialog("Open next cycle")
def _dialog(app: App, viewer: Viewer, evaluation: EvaluationView) -> None:
    quarter = quarter_after(app, evaluation.id)
    st.markdown("Everyone starts from their last answers, shown faintly; only what is given anew counts.")
    name = st.text_input("Name", value=quarter.label, max_chars=40, key="next-label")
    left, right = st.columns(2)
    first = left.date_input("First day", value=quarter.starts_on, key="next-starts", format="DD/MM/YYYY")
    last = right.date_input("Last day", value=quarter.ends_on - ONE_DAY, key="next-ends", format="DD/MM/YYYY")
    refusals()
    if st.button("Open it", type="primary", key="next-open"):
        opened = attempt(lambda: open_next_cycle(app, viewer, evaluation.id, name, first, last + ONE_DAY))
        if opened:
            st.switch_page(path_of("rate"), query_params={"e": evaluation.id})
        st.rerun(scope="fragment")

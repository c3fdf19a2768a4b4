"""KPIs: baseline, objective and actual, measured the same way or not compared."""

from __future__ import annotations

import streamlit as st

from cxmaturity.services.evaluations import evaluation
from cxmaturity.services.loop.measures import measures
from cxmaturity.ui.empty import no_evaluation
from cxmaturity.ui.loop.figures import show_kpis
from cxmaturity.ui.pick import pick_in_address
from cxmaturity.ui.session import current_app, guard


def main() -> None:
    """Show every KPI of the rubric for one subject."""
    app = current_app()
    viewer = guard(app)
    asked = st.query_params.get("e")
    if asked is None:
        no_evaluation()
        return
    view = evaluation(app, viewer, asked)
    subject = pick_in_address([subject.name for subject in view.subjects], "kpis-subject")
    show_kpis(app, viewer, view, subject, measures(app, viewer, asked, subject))


main()

"""Evidence: what is claimed, what is evidenced, and what is only assumed."""

from __future__ import annotations

import streamlit as st

from cxmaturity.services.evaluations import evaluation
from cxmaturity.services.loop.evidenced import evidence_view
from cxmaturity.ui.empty import no_evaluation
from cxmaturity.ui.loop.grounds import show_evidence
from cxmaturity.ui.pick import pick_in_address
from cxmaturity.ui.session import current_app, guard


def main() -> None:
    """Show the evidence of one subject."""
    app = current_app()
    viewer = guard(app)
    asked = st.query_params.get("e")
    if asked is None:
        no_evaluation()
        return
    view = evaluation(app, viewer, asked)
    subject = pick_in_address([subject.name for subject in view.subjects], "evidence-subject")
    show_evidence(app, viewer, view, subject, evidence_view(app, viewer, asked, subject))


main()

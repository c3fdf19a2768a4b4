"""Confirm: the ten-minute path through last time's answers."""

from __future__ import annotations

import streamlit as st

from cxmaturity.services.evaluations import evaluation
from cxmaturity.services.loop.path import short_path
from cxmaturity.ui.empty import no_evaluation
from cxmaturity.ui.loop.path import choose_among, show_path
from cxmaturity.ui.pick import subject_in_address
from cxmaturity.ui.session import current_app, guard


def main() -> None:
    """Show what one person has to do about the subject that the address names, or the subjects to choose."""
    app = current_app()
    viewer = guard(app)
    asked = st.query_params.get("e")
    if asked is None:
        no_evaluation()
        return
    subjects = evaluation(app, viewer, asked).subjects
    chosen = subject_in_address(subjects)
    if chosen is not None:
        show_path(app, viewer, short_path(app, viewer, asked, chosen.id))
    else:
        choose_among([short_path(app, viewer, asked, subject.id) for subject in subjects])


main()

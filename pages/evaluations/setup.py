"""Setup: who takes part, over which cycles, with which weights and rubric version; and putting it away."""

from __future__ import annotations

import streamlit as st

from cxmaturity.services.evaluations import evaluation
from cxmaturity.services.library import effects
from cxmaturity.services.weighting import weighting
from cxmaturity.ui.arranging import cycles_panel, name_panel, subjects_panel
from cxmaturity.ui.empty import no_evaluation
from cxmaturity.ui.outcome import refusals
from cxmaturity.ui.revising import rubric_panel
from cxmaturity.ui.session import current_app, guard
from cxmaturity.ui.strip import strip
from cxmaturity.ui.weighing import weights_panel


def main() -> None:
    """Show the subjects first, since they change most, then cycles, weights, rubric and name."""
    app = current_app()
    viewer = guard(app)
    asked = st.query_params.get("e")
    if asked is None:
        no_evaluation()
        return
    view = evaluation(app, viewer, asked)
    shown = weighting(app, viewer, asked)
    strip(view, view.current_cycle, "setup")
    st.title("Who takes part, when, and how it is weighed", anchor=False)
    refusals()
    left, right = st.columns([6, 5], gap="large")
    with left:
        subjects_panel(app, viewer, view)
        weights_panel(app, viewer, view, shown)
    with right:
        cycles_panel(app, viewer, view)
        newer = effects(app, viewer, view.rubric.id) if not viewer.only else ()
        rubric_panel(app, viewer, view, newer)
        name_panel(app, viewer, view)


main()

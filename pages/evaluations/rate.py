"""Rate: one criterion a screen, on a phone as on a desk."""

from __future__ import annotations

import streamlit as st

from cxmaturity.services.evaluations import evaluation
from cxmaturity.services.loop.path import starts_from_last_time
from cxmaturity.services.rating import left_to_give, sheet
from cxmaturity.services.views import Sheet
from cxmaturity.ui.empty import no_evaluation
from cxmaturity.ui.pick import about, subject_in_address
from cxmaturity.ui.places import path_of
from cxmaturity.ui.session import current_app, guard
from cxmaturity.ui.sheets import FINISHED, first_open, show_finished, show_question, show_subjects
from cxmaturity.ui.strip import strip


def main() -> None:
    """Show the subjects, one question, or what is finished, as the address asks."""
    app = current_app()
    viewer = guard(app)
    asked = st.query_params.get("e")
    if asked is None:
        no_evaluation()
        return
    view = evaluation(app, viewer, asked)
    chosen = subject_in_address(view.subjects)
    if starts_from_last_time(app, viewer, asked):
        st.switch_page(path_of("confirm"), query_params=about(asked))
    if chosen is None:
        strip(view, view.current_cycle, "rate")
        show_subjects(view, left_to_give(app, viewer, view.id))
        return
    lines = sheet(app, viewer, view.id, chosen.id)
    if st.query_params.get("q") == FINISHED:
        strip(view, lines.cycle, "rate")
        others = [one for one in left_to_give(app, viewer, view.id) if one.subject.id != chosen.id]
        show_finished(view, lines, next((one.subject for one in others if not one.is_done), None))
        return
    show_question(app, viewer, lines, _place(lines))


def _place(lines: Sheet) -> int:
    """Return the asked question's place; else the first open one, which then stands in the address too."""
    ids = [line.criterion.id for line in lines.lines]
    asked = st.query_params.get("q", "")
    place = ids.index(asked) if asked in ids else first_open(lines)
    st.query_params["q"] = ids[place]
    return place


main()

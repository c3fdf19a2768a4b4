"""Library: every rubric there is, and bringing one's own."""

from __future__ import annotations

import streamlit as st

from cxmaturity.charts.formats import counted
from cxmaturity.services.library import keep_upload, library, look_at_upload
from cxmaturity.ui.outcome import attempt, refusals
from cxmaturity.ui.places import path_of
from cxmaturity.ui.session import current_app, guard
from cxmaturity.ui.shelves import choose_rubric_file, shelf_rows, show_upload


def main() -> None:
    """List the rubrics; a file that is brought is looked at whole before anything is kept."""
    app = current_app()
    viewer = guard(app)
    shelves = library(app, viewer)
    st.title(f"{counted(len(shelves), 'rubric')} to ask with", anchor=False)
    st.caption("A rubric says what is asked, what each level looks like and how it is scored.")
    left, right = st.columns([6, 5], gap="large")
    with left:
        shelf_rows(shelves)
    if not viewer.may("arrange"):
        return
    with right:
        chosen = choose_rubric_file()
        if chosen is None:
            return
        name, data = chosen
        if show_upload(look_at_upload(app, viewer, data, name)):
            kept = attempt(lambda: keep_upload(app, viewer, data, name))
            if kept:
                st.switch_page(path_of("rubric"), query_params={"r": kept})
        refusals()


main()

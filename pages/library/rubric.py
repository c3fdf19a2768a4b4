"""One rubric, read as people see it: questions and levels, scoring in words, sources, versions."""

from __future__ import annotations

import streamlit as st

from cxmaturity.services.library import difference, effects, rubric_file, versions
from cxmaturity.ui.empty import empty
from cxmaturity.ui.places import path_of
from cxmaturity.ui.reading import heading, questions, scoring, sources, version_list
from cxmaturity.ui.session import current_app, guard


def main() -> None:
    """Show the version that the address names, the newest by default."""
    app = current_app()
    viewer = guard(app)
    asked = st.query_params.get("r")
    if asked is None:
        empty("Choose a rubric first", "Open one from the library.", "To the library", "library")
        return
    found = versions(app, viewer, asked)
    shown = next((one for one in found if one.rubric.sha256 == asked), found[0])
    heading(shown, is_newest=shown is found[0])
    with st.container(horizontal=True):
        if viewer.may("arrange") and st.button("Ask with this", type="primary", key="use"):
            st.switch_page(path_of("new"), query_params={"rubric": shown.rubric.id})
        data = rubric_file(app, viewer, shown.rubric.sha256)
        name = f"{shown.rubric.id}-{shown.rubric.version}.yaml"
        st.download_button("Download as YAML", data, name, "application/yaml", on_click="ignore", key="yaml")
    asks, scores, read, history = st.tabs(["Questions", "Scoring", "Sources", "Versions"])
    with asks:
        questions(shown.rubric)
    with scores:
        scoring(shown.rubric)
    with read:
        sources(shown.rubric)
    with history:
        compared = [(one, difference(app, viewer, one.rubric.sha256, shown.rubric.sha256)) for one in found]
        version_list(shown, compared, effects(app, viewer, shown.rubric.sha256))


main()

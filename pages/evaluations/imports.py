"""Import ratings: a file is checked whole and previewed before anything is stored."""

from __future__ import annotations

from pathlib import PurePath

import streamlit as st

from cxmaturity.charts.formats import counted
from cxmaturity.services.imports import commit_import, preview_import
from cxmaturity.services.rubrics import rubrics
from cxmaturity.ui.intake import choose_file, show_preview
from cxmaturity.ui.outcome import attempt, refusals
from cxmaturity.ui.places import path_of
from cxmaturity.ui.session import current_app, guard


def main() -> None:
    """Choose, preview, import; then straight on to the result."""
    app = current_app()
    viewer = guard(app, "arrange")
    st.title("Import ratings", anchor=False)
    st.caption("A CSV or Parquet file becomes an evaluation with its cycles, subjects and people.")
    st.space("small")
    with st.container(width=720):
        chosen = choose_file(rubrics(app, viewer), st.query_params.get("rubric", ""))
        if chosen is None:
            return
        rubric_id, name, data = chosen
        preview = preview_import(app, viewer, data, name, rubric_id)
        if not show_preview(preview):
            return
        title = st.text_input(
            "Name of the evaluation", value=PurePath(name).stem, max_chars=120, key="import-title"
        )
        if st.button(f"Import {counted(preview.rows, 'rating')}", type="primary", key="import-go"):
            with st.spinner(f"Importing {counted(preview.rows, 'rating')}", show_time=True):
                created = attempt(lambda: commit_import(app, viewer, data, name, rubric_id, title))
            if created:
                st.switch_page(path_of("result"), query_params={"e": created})
        refusals()


main()

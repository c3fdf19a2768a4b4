"""Record: who did what, when, by which link."""

from __future__ import annotations

import streamlit as st

from cxmaturity.services.audit import acting_people, acts, acts_file, zone_of_record
from cxmaturity.services.evaluations import evaluations
from cxmaturity.ui.record import ask_acts, record_headline, show_acts
from cxmaturity.ui.session import current_app, guard
from cxmaturity.ui.strip import settings_strip


def main() -> None:
    """Show the filters, then the acts, newest first, and the way to take them along."""
    app = current_app()
    viewer = guard(app)
    settings_strip(viewer, "record")
    title = st.container()
    asked = ask_acts(acting_people(app, viewer), evaluations(app, viewer))
    lines = acts(app, viewer, asked)
    title.title(record_headline(lines), anchor=False)
    title.caption(
        "What was arranged, by whom and by which link. Answers have a history of their own. "
        f"Times are those of {zone_of_record(app)}."
    )
    show_acts(lines)
    if lines:
        st.download_button(
            "Download as CSV",
            data=lambda: acts_file(app, viewer, asked),
            file_name="record.csv",
            mime="text/csv",
            on_click="ignore",
            key="record-file",
        )


main()

"""People: everybody who rates or runs the app, how to reach them, and erasing somebody."""

from __future__ import annotations

import streamlit as st

from cxmaturity.charts.formats import counted
from cxmaturity.services.people import people
from cxmaturity.ui.outcome import refusals
from cxmaturity.ui.persons import find_person, person_rows
from cxmaturity.ui.session import current_app, guard
from cxmaturity.ui.strip import settings_strip


def main() -> None:
    """List people with what is theirs; each can be renamed, given a contact, or erased."""
    app = current_app()
    viewer = guard(app)
    settings_strip(viewer, "people")
    everybody = people(app, viewer)
    st.title(counted(len(everybody), "person", "people"), anchor=False)
    st.caption("The one place with names. Everything else holds a key that names nobody.")
    refusals()
    with st.container(width=760):
        person_rows(app, viewer, find_person(everybody))


main()

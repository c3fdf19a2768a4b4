"""The organisation on screen: three facts that dates and quarters follow."""

from __future__ import annotations

from typing import Final
from zoneinfo import available_timezones

import streamlit as st

from cxmaturity.domain.calendar import MONTHS
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.loop.organisation import Organisation, present_quarter, set_organisation, today
from cxmaturity.ui.outcome import attempt, refusals
from cxmaturity.ui.words import day, plain

MEASURE: Final = 560


def organisation_form(app: App, viewer: Viewer, known: Organisation) -> None:
    """Show the name, the time zone and the fiscal year's first month; owners change them."""
    with st.container(width=MEASURE):
        st.title("Whose programmes these are", anchor=False)
        st.caption(f"Here it is {day(today(app))}, in {plain(present_quarter(app).label)}")
        refusals()
        name = st.text_input("Name of the organisation", value=known.name, max_chars=120, key="organisation")
        zones = sorted(available_timezones())
        zone = st.selectbox(
            "Time zone", zones, index=zones.index(known.zone) if known.zone in zones else None, key="zone"
        )
        month = st.selectbox(
            "The fiscal year begins in",
            range(1, 13),
            index=known.first_month - 1,
            format_func=lambda number: MONTHS[number - 1],
            key="first-month",
        )
        if viewer.may("own") and st.button("Save", type="primary", key="save-organisation"):
            attempt(lambda: set_organisation(app, viewer, Organisation(name, zone or "", month)))
            st.rerun()

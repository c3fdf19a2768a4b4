"""Health: is the data safe, how much is there, and which pages are slow."""

from __future__ import annotations

import streamlit as st

from cxmaturity.services.health import health
from cxmaturity.ui.session import current_app, guard
from cxmaturity.ui.strip import settings_strip
from cxmaturity.ui.wellbeing import figures, health_headline, slow_pages, troubles, where


def main() -> None:
    """Say first whether all is well, then the figures behind it."""
    app = current_app()
    viewer = guard(app)
    settings_strip(viewer, "health")
    found = health(app, viewer)
    st.title(health_headline(found), anchor=False)
    where(found)
    troubles(found)
    figures(found)
    st.space("small")
    slow_pages(found)


main()

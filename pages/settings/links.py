"""Links: who may come in, as what, until when."""

from __future__ import annotations

import streamlit as st

from cxmaturity.services.evaluations import evaluations
from cxmaturity.services.links import links
from cxmaturity.services.people import people
from cxmaturity.ui.invitations import invite, link_rows, made_link, open_links
from cxmaturity.ui.outcome import refusals
from cxmaturity.ui.session import current_app, guard
from cxmaturity.ui.strip import settings_strip


def main() -> None:
    """Show a link just made, the invitation, then every link with what can be done about it."""
    app = current_app()
    viewer = guard(app)
    settings_strip(viewer, "links")
    lines = links(app, viewer)
    st.title(open_links(lines), anchor=False)
    st.caption(
        "Each person gets a link of their own: no account, no password. It can be paused or revoked any time."
    )
    made_link()
    refusals()
    left, right = st.columns([6, 5], gap="large")
    with left:
        link_rows(app, viewer, lines)
    with right:
        known = people(app, viewer) if viewer.may("own") else ()
        invite(app, viewer, evaluations(app, viewer), known)


main()

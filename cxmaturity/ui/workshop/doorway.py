"""Who is at a room's screen, by the cookie; and the pages for those who have no seat in it."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cxmaturity.domain.errors import NotFoundError
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.joining import connected
from cxmaturity.services.room_log import state_of
from cxmaturity.services.seats import HOST_COOKIE, JOIN_COOKIE, host
from cxmaturity.ui import session
from cxmaturity.ui.outcome import attempt, refusals
from cxmaturity.ui.workshop.guest import Guest
from cxmaturity.ui.workshop.host import Host

ASKED: Final = "w"  # the workshop, in the address
SEAT: Final = "seat"


def cookie(name: str) -> str:
    """Return a cookie of this visit; tests replace this one function."""
    return st.context.cookies.get(name, "")


def guest_of(app: App) -> Guest:
    """Return the participant at this screen, present from now on; others learn how to come in, no more."""
    asked = st.query_params.get(ASKED, "")
    viewer = _seated(app, asked)
    if viewer is None:
        st.title("Type the code from the screen", anchor=False)
        refusals()
        st.markdown("You take part in a workshop with its code: scan it, or type it in. You need no account.")
        st.link_button("Type the code", "/join", type="primary")
        st.stop()
    return Guest(app, viewer, asked)


def _seated(app: App, asked: str) -> Viewer | None:
    """Return the participant that the cookie makes this visit.

    A visit keeps its cookie for as long as it lasts, so it is looked up once; what somebody may do is
    asked of the room each time.
    """
    token = cookie(JOIN_COOKIE + asked) if asked else ""
    if not token:
        return None
    known = st.session_state.get(SEAT)
    if known is not None and known[0] == token:
        seated: Viewer = known[1]
        return seated
    viewer = attempt(lambda: connected(app, asked, token))
    if viewer is not None:
        st.session_state[SEAT] = token, viewer
    return viewer


def host_of(app: App) -> Host:
    """Return the facilitator at this screen; others learn how to come back, and no more."""
    found = _host(app)
    if found is None:
        st.title("Open the workshop with its host link", anchor=False)
        st.markdown(
            "The link was shown when the workshop was set up. The code on the wall is for participants."
        )
        st.stop()
    return found


def onlooker_of(app: App) -> Guest | Host:
    """Return whoever has a seat in the room, as facilitator where they may."""
    return _host(app) or guest_of(app)


def _host(app: App) -> Host | None:
    asked = st.query_params.get(ASKED, "")
    if not asked:
        return None
    tokens = cookie(HOST_COOKIE + asked), session.token()
    try:
        viewer = host(app, state_of(app, asked).workshop, *tokens)
    except NotFoundError:  # told like a wrong link: nobody learns which workshops there are
        return None
    return Host(app, viewer, asked) if viewer is not None else None

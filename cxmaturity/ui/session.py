"""The app at hand, who is looking at it, and the page for those who may not."""

from __future__ import annotations

import streamlit as st

from cxmaturity.charts.theme import DARK, LIGHT, Tokens
from cxmaturity.services.access import COOKIE, VISIT, Verb, Viewer, note_use, require, viewer_in
from cxmaturity.services.application import App, current_app

__all__ = ["current_app", "guard", "token", "tokens", "viewer"]


def token() -> str:
    """Return the visitor's token from the cookie, none once they signed out; tests replace this one function.

    A page that stays open goes on showing the cookies with which it was opened.
    """
    cookies = st.context.cookies
    is_over = current_app().memory.is_over(cookies.get(VISIT, ""))
    return "" if is_over else cookies.get(COOKIE, "")


def viewer(app: App) -> Viewer | None:
    """Return who is looking, or None for a stranger."""
    return viewer_in(app, {COOKIE: token()})


def guard(app: App, verb: Verb | None = None, evaluation_id: str = "") -> Viewer:
    """Return the viewer; a stranger sees how to get in and nothing else.

    With ``verb``, who may not do this, to the one evaluation where it is named, is told so at once, and not
    after filling a form in.

    Raises:
        AccessError: the viewer may not do what the screen is for.
    """
    found = viewer(app)
    if found is None:
        st.title("Open with your own link", anchor=False)
        st.markdown(
            "This page opens only with a link that was made for you. Open that link again, or ask whoever "
            "gave it to you for a new one. The owner’s link is printed where the app was started; "
            "`cxmaturity owner-key` prints it again.",
            width=620,
        )
        st.stop()
    note_use(app, found)
    if verb is not None:
        require(found, verb, evaluation_id)
    return found


def tokens() -> Tokens:
    """Return the colours of the mode the visitor's browser shows."""
    return DARK if st.context.theme.type == "dark" else LIGHT

"""The app at hand, who is looking at it, and the page for those who may not."""

from __future__ import annotations

import streamlit as st

from cxmaturity.charts.theme import DARK, LIGHT, Tokens
from cxmaturity.services.access import COOKIE, Viewer, viewer_for
from cxmaturity.services.application import App, current_app

__all__ = ["current_app", "guard", "token", "tokens", "viewer"]


def token() -> str:
    """Return the visitor's token from the cookie; tests replace this one function."""
    return st.context.cookies.get(COOKIE, "")


def viewer(app: App) -> Viewer | None:
    """Return who is looking, or None for a stranger."""
    return viewer_for(app, token())


def guard(app: App) -> Viewer:
    """Return the viewer; a stranger sees how to get in and nothing else."""
    found = viewer(app)
    if found is None:
        st.title("Open with the owner’s link")
        st.markdown(
            "This page needs a key. The link with the key is printed where the app was started; "
            "`cxmaturity owner-key` prints it again."
        )
        st.stop()
    return found


def tokens() -> Tokens:
    """Return the colours of the mode the visitor's browser shows."""
    return DARK if st.context.theme.type == "dark" else LIGHT

"""The one scoped stylesheet, and the one link of our own: constants only, never anyone's text."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from cxmaturity.charts.theme import Tokens

HERE: Final = Path(__file__).parent
SHEET: Final = "".join((HERE / name).read_text(encoding="utf-8") for name in ("style.css", "workshop.css"))
WAY_OUT: Final = '<a href="/sign-out" style="font-size:.875rem;color:inherit">Sign out</a>'
WALL: Final = (HERE / "wall.css").read_text(encoding="utf-8")


def dress(tokens: Tokens) -> None:
    """Put the stylesheet of one mode on the page; style alone takes no room."""
    sheet = SHEET
    for name in ("INK", "MUTE", "FAINT", "ACCENT"):
        sheet = sheet.replace(name, getattr(tokens, name.lower()))
    st.html(f"<style>{sheet}</style>")


def dress_wall() -> None:
    """Let this page grow with the wall it is projected on."""
    st.html(f"<style>{WALL}</style>")


def way_out() -> None:
    """Show the link that signs out, in this very tab: links in markdown open another one and leave this."""
    st.html(WAY_OUT, width="content")

"""The one scoped stylesheet: constants only, never anyone's text."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from cxmaturity.charts.theme import Tokens

SHEET: Final = Path(__file__).with_name("style.css").read_text(encoding="utf-8")


def dress(tokens: Tokens) -> None:
    """Put the stylesheet of one mode on the page; style alone takes no room."""
    sheet = SHEET
    for name in ("INK", "MUTE", "FAINT", "ACCENT"):
        sheet = sheet.replace(name, getattr(tokens, name.lower()))
    st.html(f"<style>{sheet}</style>")

"""A page that follows its room: it asks for the pulse and shows itself anew only when that has changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

import streamlit as st

from cxmaturity.ui.workshop.phrases import clock

EVERY: Final = "2s"  # how often a page looks
TICK: Final = "1s"  # how often a clock moves


@st.fragment(run_every=EVERY)
def follow(seen: str, pulse: Callable[[], str]) -> None:
    """Show the page anew as soon as the room's pulse is no longer the one seen; draws nothing itself."""
    if pulse() != seen:
        st.rerun()


@st.fragment(run_every=TICK)
def countdown(ends_at: datetime, now: Callable[[], datetime], key: str) -> None:
    """Show the time left, by the server's clock."""
    with st.container(key=key, width="content"):
        st.markdown(f"**{clock(ends_at, now())}**", width="content")

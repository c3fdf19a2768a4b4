"""A page that follows its room: it asks for the pulse and shows itself anew only when that has changed.

Whatever runs by itself stands alone in a container of its own. When such a run begins before the page that it
belongs to has been sent, its part of that page is left out; beside something else, that would move up into
its place and be drawn over from then on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

import streamlit as st

from cxmaturity.ui.workshop.phrases import clock

SEEN: Final = "seen pulse"
QUICK, CALM = "2s", "4s"  # how often a page looks: who waits sooner than who is busy answering
TICK: Final = "1s"  # how often a clock moves


def seen(pulse: str) -> None:
    """Note which state of the room the page shows; every screen does when it is drawn."""
    st.session_state[SEEN] = pulse


def follow(pulse: Callable[[], str], *, is_busy: bool = False) -> None:
    """Show the page anew as soon as the room's pulse is no longer the one seen; draws nothing itself.

    To be called last: nothing on the page may move when this does.
    """
    with st.container(key="follow"):
        (_follow_calmly if is_busy else _follow_quickly)(pulse)


@st.fragment(run_every=QUICK)
def _follow_quickly(pulse: Callable[[], str]) -> None:
    _look(pulse)


@st.fragment(run_every=CALM)
def _follow_calmly(pulse: Callable[[], str]) -> None:
    _look(pulse)


def _look(pulse: Callable[[], str]) -> None:
    if pulse() != st.session_state.get(SEEN):
        st.rerun(scope="app")


def countdown(ends_at: datetime, now: Callable[[], datetime], key: str) -> None:
    """Show the time left, by the server's clock."""
    with st.container(key=key, width="content"):
        _clock(ends_at, now)


@st.fragment(run_every=TICK)
def _clock(ends_at: datetime, now: Callable[[], datetime]) -> None:
    st.markdown(f"**{clock(ends_at, now())}**", width="content")

"""Who somebody is and where they have a stake: asked kindly, and never in anybody's way."""

from __future__ import annotations

import streamlit as st

from cxmaturity.domain.workshop.roster import LONGEST_NAME
from cxmaturity.services.workshop_screens import PhoneView
from cxmaturity.ui.words import plain
from cxmaturity.ui.workshop.guest import CUT, Guest


def who_am_i(guest: Guest, view: PhoneView, *, is_open: bool) -> None:
    """Offer name and role; both may stay empty, both are saved when the field is left."""
    me = view.me
    label = f"You are {plain(me.label, 40)}" + (f" · {plain(me.role, 30)}" if me.role else "")
    if is_open:
        _fields(guest, view)
        return
    with st.expander(label, icon=":material/person:", type="compact"):
        _fields(guest, view)


def _fields(guest: Guest, view: PhoneView) -> None:
    me = view.me
    for field, stored in (("name", me.name), ("role", me.role)):
        st.session_state.setdefault(field, stored)
    st.text_input("Your name", placeholder=me.label, key="name", on_change=guest.introduce)
    st.text_input(
        "Your role, if you like",
        placeholder="Customer service, finance …",
        key="role",
        on_change=guest.introduce,
    )
    if st.session_state.get(CUT):
        st.caption(f":orange[Cut to {LONGEST_NAME} characters; more do not fit.]")
    if me.shares_name and not view.head.is_anonymous:
        st.caption(
            f":orange[Somebody here has the same name, so you stand as “{plain(me.label, 90)}”. "
            "Add another name to be told apart.]"
        )
    if view.head.is_anonymous:
        st.caption(
            "The facilitator sees your name and whether you are done, never what you answered. "
            "No screen and no export leads from an answer to you."
        )
    else:
        st.caption("Your name stands beside your answers once they are revealed, not before.")


def ask_conflicts(guest: Guest, view: PhoneView) -> None:
    """Ask, before the first answer, about whom somebody cannot judge freely; none is the usual answer."""
    word = view.head.subject_word
    with st.container(width=480):
        st.title(f"Do you have a stake in one of these {plain(word)}s?", anchor=False)
        st.markdown(
            "A job there, shares, family, a bonus that hangs on it. "
            f"You do not rate a {plain(word)} in which you have one; that you declared it is recorded."
        )
        _boxes(guest, view)
    with st.bottom, st.container(width=480):
        label = "No, go on" if not view.me.conflicts else "Go on"
        st.button(label, type="primary", width="stretch", key="no-conflict", on_click=conflicts_asked)


def conflicts_asked() -> None:
    """Note in the address that the question was answered, so that a reload does not ask again."""
    st.query_params["c"] = "1"


def change_conflicts(guest: Guest, view: PhoneView) -> None:
    """Let somebody declare a conflict later, too."""
    if not view.head.asks_conflicts or not view.me.number:
        return
    word = plain(view.head.subject_word)
    with st.expander("A conflict of interest?", icon=":material/balance:", type="compact"):
        st.caption(
            f"Tick a {word} in which you have a stake: a job there, shares, family, a bonus that hangs on "
            f"it. From then on you do not rate that {word}; that you declared it is recorded."
        )
        _boxes(guest, view)


def _boxes(guest: Guest, view: PhoneView) -> None:
    with st.container(key="stakes", gap=None):
        for place, (subject, name) in enumerate(view.stakes):
            key = f"stake-{place}"
            st.session_state[key] = subject in view.me.conflicts
            st.checkbox(plain(name, 60), key=key, on_change=guest.declare, args=(view,), width="stretch")

"""A participant's screen: which one it is now, from the room's phase and the person's place in it."""

from __future__ import annotations

import streamlit as st

from cxmaturity.domain.workshop.room import Phase
from cxmaturity.services.workshop_screens import PhoneView
from cxmaturity.ui.workshop.echo import show_echo
from cxmaturity.ui.workshop.entry import ask_conflicts
from cxmaturity.ui.workshop.guest import Guest
from cxmaturity.ui.workshop.live import countdown, follow, seen
from cxmaturity.ui.workshop.rounds import place_of, show_end, show_question
from cxmaturity.ui.workshop.waiting import show_waiting


def show_phone(guest: Guest) -> None:
    """Show what somebody has to do now, or what happens next, and follow the room."""
    head = guest.view().head
    if head.timer_ends_at is not None:
        countdown(head.timer_ends_at, guest.app.now, "phone-clock")
    with st.container(key="screen"):  # of its own, as everything that runs by itself
        _screen(guest)
    follow(guest.pulse, is_busy=head.phase is Phase.SCORE)


@st.fragment
def _screen(guest: Guest) -> None:
    """Show the screen; a tap on it draws it anew from the store, and nothing else of the page."""
    view = guest.view()
    seen(view.head.pulse)
    if view.questions and view.can_rate:
        _rating(guest, view)
    elif view.head.phase in {Phase.REVEAL, Phase.DISCUSS} and view.agenda.cells:
        show_echo(guest, view)
    else:
        show_waiting(guest, view)


def _rating(guest: Guest, view: PhoneView) -> None:
    if asks_conflicts_first(view, st.query_params.get("c", "")):
        ask_conflicts(guest, view)
        return
    place = place_of(view, st.query_params.get("q", ""))
    if place is None:
        show_end(guest, view)
    else:
        show_question(guest, view, place)


def asks_conflicts_first(view: PhoneView, answered: str) -> bool:
    """Return whether the question about conflicts of interest is still to come.

    Everybody is asked once, before their first answer in whichever round that is: late joiners, too.
    """
    return view.head.asks_conflicts and not view.mine and not answered

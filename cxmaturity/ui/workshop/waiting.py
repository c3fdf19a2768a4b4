"""What a phone shows between rounds: where the room is, and what happens next."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cxmaturity.charts.formats import counted
from cxmaturity.domain.workshop.room import Phase
from cxmaturity.services.workshop_screens import PhoneView
from cxmaturity.ui.outcome import refusals
from cxmaturity.ui.places import path_of
from cxmaturity.ui.sheets import MEASURE
from cxmaturity.ui.words import plain
from cxmaturity.ui.workshop.entry import change_conflicts, who_am_i
from cxmaturity.ui.workshop.guest import Guest
from cxmaturity.ui.workshop.phrases import present_words, question_count, who_sees
from cxmaturity.ui.workshop.record import show_record

AT_THE_DOOR: Final = "The facilitator sees that you wait. Give your name, so that they know whom to let in."
GOES_ON: Final = "This page goes on by itself."
IF_CUT: Final = "If the connection is lost, what says “Saved” is safe, and this page comes back by itself."
KEEP: Final = "You need not do anything: this page goes on by itself."


def show_waiting(guest: Guest, view: PhoneView) -> None:
    """Show the room's phase to somebody who has nothing to rate in it."""
    with st.container(width=MEASURE):
        title, text = _outside(view) or _inside(view)
        st.title(title, anchor=False)
        refusals()
        st.markdown(text)
        if view.me.presence in {"in", "observes"}:
            _beneath(guest, view)
        elif view.me.presence == "waits at the door":
            st.space("small")
            who_am_i(guest, view, is_open=True)


def _outside(view: PhoneView) -> tuple[str, str] | None:
    if view.me.presence == "waits at the door":
        return (
            "The room is locked",
            f"{AT_THE_DOOR} {GOES_ON}",
        )
    if view.me.presence == "removed":
        return "You take no part any more", "The facilitator has taken you out of this workshop."
    return None


def _inside(view: PhoneView) -> tuple[str, str]:
    match view.head.phase:
        case Phase.LOBBY:
            return "You are in", f"Next: the facilitator starts the first round. {KEEP}"
        case Phase.BRIEF:
            return "What we are about to score", _coming(view)
        case Phase.SCORE | Phase.FINAL if not view.questions and view.head.progress.expected:
            return _not_asked(view)
        case Phase.LOCKED:
            return "The round is locked", _locked(view)
        case Phase.CLOSED:
            return "The workshop has ended", "Thank you. Every round is kept as it was."
        case Phase.FINAL if view.results_open:
            return "The result is open", "Look at it on the wall together, or here."
        case _:
            return "One moment", KEEP


def _coming(view: PhoneView) -> str:
    head = view.head
    words = plain(head.subject_word)
    return (
        f"{question_count(head)} about each of {counted(len(head.subjects), words)}, "
        f"one on each screen. {who_sees(head)}"
    )


def _not_asked(view: PhoneView) -> tuple[str, str]:
    if view.me.presence == "observes":
        return "You are watching this round", f"You do not rate in it. {KEEP}"
    if view.me.is_late:
        return "You start with the next round", f"This one was locked before you came. {KEEP}"
    return "Nothing for you to rate in this round", f"You declared a conflict of interest. {KEEP}"


def _locked(view: PhoneView) -> str:
    if not view.questions:
        return f"You start with the next round. {KEEP}"
    return (
        f"{view.saved} of your {len(view.questions)} answers are saved and stay as they are. "
        f"Next: the facilitator shows everybody the room’s answers. {KEEP}"
    )


def _beneath(guest: Guest, view: PhoneView) -> None:
    head = view.head
    if view.results_open and st.button("See the result", type="primary", key="see-result", width="stretch"):
        st.switch_page(path_of("decision"), query_params={"w": head.id})
    if view.results_open:
        show_record(head, view.decisions)
    if head.phase is Phase.CLOSED:
        return
    if head.phase is Phase.BRIEF:
        asked = (plain(criterion.question or criterion.title) for criterion in head.criteria)
        st.markdown("\n".join(f"{i}. {question}" for i, question in enumerate(asked, 1)))
    if head.phase is Phase.LOBBY:
        st.caption(f"{plain(head.title, 120)} · {present_words(head.progress)}")
    if head.phase in {Phase.LOBBY, Phase.BRIEF}:
        st.caption(IF_CUT)
    st.space("small")
    who_am_i(guest, view, is_open=head.phase is Phase.LOBBY)
    if head.phase is not Phase.FINAL:
        change_conflicts(guest, view)
    other_device(guest)


def other_device(guest: Guest) -> None:
    """Offer the way to one's own place from another phone or laptop."""
    with st.expander("Go on with another device", icon=":material/devices:", type="compact"):
        if st.button("Show my code", key="resume-code"):
            guest.show_resume_code()

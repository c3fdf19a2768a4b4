"""The facilitator's buttons: one filled, for what comes next; the others quiet, beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import streamlit as st

from cxmaturity.charts.formats import counted, listed, shortened
from cxmaturity.domain.workshop.hosting import LockDoor, OpenDoor, SetTimer
from cxmaturity.domain.workshop.room import Phase
from cxmaturity.domain.workshop.steering import (
    Accept,
    BackToLobby,
    BackToReveal,
    Brief,
    Conclude,
    Discuss,
    End,
    Lock,
    OpenAgain,
    Reveal,
    ScoreAgain,
    StartScoring,
    Withdraw,
)
from cxmaturity.services.workshop_screens import ConsoleView
from cxmaturity.services.workshop_views import CellView
from cxmaturity.ui.confirm import confirmed
from cxmaturity.ui.places import path_of
from cxmaturity.ui.words import plain
from cxmaturity.ui.workshop.host import Host
from cxmaturity.ui.workshop.talk import all_answers

MINUTES: Final = (1, 2, 3, 5, 10)
ARMED: Final = "armed"


def steer(host: Host, view: ConsoleView) -> None:
    """Show what the facilitator can do in this phase."""
    with st.container(key="steer", horizontal=True, vertical_alignment="center"):
        STEPS[view.head.phase](host, view)


def _lobby(host: Host, view: ConsoleView) -> None:
    _button(host, view, "Start round 1", StartScoring, filled=True)
    _button(host, view, "Explain the questions first", Brief)


def _brief(host: Host, view: ConsoleView) -> None:
    _button(host, view, "Start scoring", StartScoring, filled=True)
    if not view.head.round and not view.head.block:
        _button(host, view, "Back to the lobby", BackToLobby)


def _score(host: Host, view: ConsoleView) -> None:
    _reveal(host, view)
    _button(host, view, "Lock", Lock)
    timer(host, view)
    _take_back(host, view)


def _locked(host: Host, view: ConsoleView) -> None:
    _reveal(host, view)
    _button(host, view, "Open again", OpenAgain)
    _take_back(host, view)


def _reveal(host: Host, view: ConsoleView) -> None:
    """Reveal at the first press where nobody is missing; else the second press says whom one leaves out.

    The second press is about the room that the first one was: whatever happens between them disarms it.
    """
    missing, names = view.head.progress.missing_count, view.head.progress.missing
    armed = st.session_state.get(ARMED) == view.head.revision
    if not missing:
        _button(host, view, "Reveal", Reveal, filled=True, missing=0)
        return
    if not armed:
        st.button(f"Reveal · {missing} missing", type="primary", key="reveal", on_click=_arm, args=(view,))
        return
    who = f" ({plain(listed(names, 4))})" if names else ""
    st.markdown(f":orange-badge[:material/warning: {missing} missing]{who}", width="content")
    _button(host, view, "Reveal without them", Reveal, filled=True, missing=missing)
    st.button("Wait", key="wait", on_click=_disarm)


def _arm(view: ConsoleView) -> None:
    st.session_state[ARMED] = view.head.revision


def _disarm() -> None:
    st.session_state.pop(ARMED, None)


def _talk(host: Host, view: ConsoleView) -> None:
    following = next_item(view)
    is_last_block = view.head.block + 1 >= view.head.block_count
    if following is not None:
        about = f"{following.subject.name}, {following.criterion.title}"
        label = f"{'Next item' if view.discussed else 'Talk about'}: {shortened(about, 48)}"
        _button(host, view, label, Discuss, filled=True, cell=following.cell)
    elif is_last_block:
        _button(host, view, "Final judgement", Conclude, filled=True)
    else:
        _button(host, view, f"Next {view.head.subject_word}", Brief, filled=True)
    agreed = tuple(cell.cell for cell in view.agenda.to_accept)
    if agreed:
        _button(host, view, f"Accept {len(agreed)} agreed", Accept, key="accept-agreed", cells=agreed)
    _score_again(host, view)
    if view.head.phase is Phase.DISCUSS:
        st.button("All answers", key="BackToReveal", on_click=_look_at_all, args=(host, view))
    if following is not None:
        if is_last_block:
            _button(host, view, "Final judgement", Conclude)
        else:
            _button(host, view, f"Next {view.head.subject_word}", Brief)


def _look_at_all(host: Host, view: ConsoleView) -> None:
    """Leave the item, and show here the answers to every question."""
    host.do(view.head, BackToReveal)
    all_answers()


def next_item(view: ConsoleView) -> CellView | None:
    """Return what to talk about next: the first item of the agenda that nobody has taken up yet.

    Whoever takes a later one up first comes back to those before it.
    """
    return next((cell for cell in view.agenda.to_talk_about if cell.cell not in view.discussed), None)


def _score_again(host: Host, view: ConsoleView) -> None:
    with st.popover("Score again"):
        cells = {cell.cell: cell for cell in view.agenda.cells}
        scopes = {
            "contested": f"What is contested ({len(view.agenda.contested)})",
            "all": "Everything",
            "cells": "What I choose",
        }
        scope = st.radio("What", list(scopes), format_func=scopes.__getitem__, key="again-scope")
        chosen = (
            st.multiselect(
                "Questions",
                list(cells),
                format_func=lambda cell: f"{cells[cell].subject.name} · {cells[cell].criterion.title}",
                key="again-cells",
            )
            if scope == "cells"
            else []
        )
        said = st.text_input("Why? It will stand in the record", key="again-reason")
        what: dict[str, Any] = {"reason": said or "", "scope": scope or "contested", "cells": tuple(chosen)}
        _button(host, view, f"Open round {view.head.round + 1}", ScoreAgain, filled=True, **what)


def _take_back(host: Host, view: ConsoleView) -> None:
    """Offer to take the round back; a first round, opened by mistake, only while nobody has rated."""
    is_first = view.head.round < 2 and not view.head.is_overall
    if is_first and any(row.given for row in view.by_subject):
        return
    with st.popover("Take back"):
        st.markdown("Nobody will see this round; its answers stay sealed.")
        said = st.text_input("Why? It will stand in the record", key="back-reason")
        _button(host, view, "Take this round back", Withdraw, reason=said or "")


def _final(host: Host, view: ConsoleView) -> None:
    if view.head.is_overall and not view.results_open:
        _reveal(host, view)
        _take_back(host, view)
    else:
        _result(view)
        ending(host, view)


def _closed(host: Host, view: ConsoleView) -> None:  # noqa: ARG001 - every step takes both
    if view.results_open:
        _result(view)


def _result(view: ConsoleView) -> None:
    if st.button("Open the result", type="primary", key="open-result"):
        st.switch_page(path_of("decision"), query_params={"w": view.head.id})


def timer(host: Host, view: ConsoleView) -> None:
    """Offer a clock; only where it is asked for does its end lock the round."""
    with st.popover("Clock", icon=":material/timer:"):
        minutes = st.segmented_control(
            "Minutes", MINUTES, default=MINUTES[2], required=True, key="timer-minutes"
        )
        locks = st.checkbox("Lock the round when it ends", key="timer-locks")
        what = {"seconds": 60 * (minutes or MINUTES[2]), "locks": locks}
        _button(host, view, "Start", SetTimer, filled=True, key="timer-start", **what)
        if view.head.timer_ends_at is not None:
            _button(host, view, "Stop", SetTimer, key="timer-stop", seconds=0)


def door(host: Host, view: ConsoleView) -> None:
    """Offer to lock the door, so that newcomers wait, or to open it."""
    if view.head.door_is_locked:
        _button(host, view, "Open the door", OpenDoor)
    else:
        _button(host, view, "Lock the door", LockDoor)
        st.caption("Behind a locked door newcomers wait until you let them in.")


def ending(host: Host, view: ConsoleView) -> None:
    """Offer the end, which asks once."""
    who = counted(len(view.people), "person", "people")
    question = f"{who} will see that it is over. It stays so."
    confirmed("End the workshop", question, "Yes, end it", "end-it", host.do, view.head, End)


def _button(
    host: Host,
    view: ConsoleView,
    label: str,
    command: type,
    *,
    filled: bool = False,
    key: str = "",
    **what: object,
) -> None:
    st.button(
        label,
        type="primary" if filled else "secondary",
        key=key or command.__name__,
        on_click=host.do,
        args=(view.head, command),
        kwargs=what,
    )


STEPS: Final[Mapping[Phase, Callable[[Host, ConsoleView], None]]] = {
    Phase.LOBBY: _lobby,
    Phase.BRIEF: _brief,
    Phase.SCORE: _score,
    Phase.LOCKED: _locked,
    Phase.REVEAL: _talk,
    Phase.DISCUSS: _talk,
    Phase.FINAL: _final,
    Phase.CLOSED: _closed,
}

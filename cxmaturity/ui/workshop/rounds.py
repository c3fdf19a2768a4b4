"""The way through a round on a phone: where one is, back and next, and what is still open at the end."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cxmaturity.charts.formats import counted, shortened
from cxmaturity.services import workshop_views as room
from cxmaturity.services.workshop_screens import PhoneView
from cxmaturity.services.workshop_views import RoomHead
from cxmaturity.ui.outcome import refusals
from cxmaturity.ui.question import saved_mark
from cxmaturity.ui.sheets import MEASURE
from cxmaturity.ui.words import plain
from cxmaturity.ui.workshop.ballot import Ballot, line_of
from cxmaturity.ui.workshop.entry import change_conflicts, who_am_i
from cxmaturity.ui.workshop.guest import Guest
from cxmaturity.ui.workshop.phrases import who_sees, who_sees_in_short
from cxmaturity.ui.workshop.waiting import other_device

DONE: Final = "done"
LONGEST: Final = 20  # signs of a name that fit beside what else stands in its line


def token(head: RoomHead) -> str:
    """Return what tells this round's places from those of other rounds in the address."""
    return f"{head.block}.{head.round}{'o' if head.is_overall else ''}"


def place_of(view: PhoneView, asked: str) -> int | None:
    """Return the place that an address asks for; None for the end of the round.

    An address of an earlier round, or none, leads to the first question without an answer.
    """
    names = [_name(view.head, question) for question in view.questions]
    if asked in names:
        return names.index(asked)
    open_ones = [i for i, question in enumerate(view.questions) if not question.is_saved]
    if asked == f"{token(view.head)}~{DONE}" or not open_ones:
        return None
    return open_ones[0]


def show_question(guest: Guest, view: PhoneView, place: int) -> None:
    """Show one question with its progress and its thumb bar."""
    asked = view.questions[place]
    _stay(_name(view.head, asked))
    with st.container(width=MEASURE, key="question"):
        _head(view, place)
        refusals()
        key = _name(view.head, asked)
        ballot = Ballot(
            line_of(asked),
            key,
            lambda given: guest.give(view.head, asked, given, key),
            head=view.head,
            asked=asked,
        )
        ballot.ask()
    with st.bottom, st.container(width=MEASURE, gap="xsmall", key="thumb"):
        ballot.ask_why_changed()
        saved = f"{view.saved} of {len(view.questions)} saved"
        st.markdown(f":small[:gray[{saved} · {who_sees_in_short(view.head)}]]")
        with st.container(horizontal=True, wrap=False):
            _bar(view, place, ballot)


def show_end(guest: Guest, view: PhoneView) -> None:
    """Say that all is saved, or what is missing; every answer can be looked at again until the lock."""
    missing = len(view.questions) - view.saved
    with st.container(width=MEASURE):
        if missing:
            st.title(f"{counted(missing, 'answer')} missing", anchor=False)
            st.markdown(f"{view.saved} of {len(view.questions)} are saved. “Not sure” is an answer too.")
        else:
            st.title(f"All {len(view.questions)} answers are saved", anchor=False)
            st.markdown("You are done. You can change them until the facilitator locks the round.")
            st.caption(f"Next: the facilitator shows everybody the room’s answers. {who_sees(view.head)}")
        refusals()
        with st.container(gap=None):
            for subject in _subjects(view):
                _subject_row(view, subject)
        st.space("small")
        who_am_i(guest, view, is_open=False)
        change_conflicts(guest, view)
        other_device(guest)


def _head(view: PhoneView, place: int) -> None:
    asked = view.questions[place]
    of_subject = [question for question in view.questions if question.subject.id == asked.subject.id]
    with st.container(key="place", horizontal=True, vertical_alignment="center"):
        number = of_subject.index(asked) + 1
        name = plain(shortened(asked.subject.name, LONGEST))
        st.markdown(f"**{name}** · {number} of {len(of_subject)}", width="content")
        st.space("stretch")
        st.markdown(saved_mark(line_of(asked).mine), width="content")
    st.progress(view.saved / len(view.questions))
    if view.head.round > 1 and not view.head.is_overall:
        st.caption(f"Round {view.head.round}, asked again: {plain(view.head.asks_again)}")


def _bar(view: PhoneView, place: int, ballot: Ballot) -> None:
    st.button(
        "Back",
        icon=":material/arrow_back:",
        key="back",
        disabled=not place,
        on_click=_turn,
        args=(_name(view.head, view.questions[max(place - 1, 0)]),),
    )
    ballot.ask_why()
    last = place + 1 == len(view.questions)
    ahead = f"{token(view.head)}~{DONE}" if last else _name(view.head, view.questions[place + 1])
    st.button(_next(view, place), type="primary", width="stretch", key="next", on_click=_turn, args=(ahead,))


def _next(view: PhoneView, place: int) -> str:
    if place + 1 == len(view.questions):
        return f"Done · {view.saved} of {len(view.questions)}"
    here, ahead = view.questions[place], view.questions[place + 1]
    if here.subject.id != ahead.subject.id:
        is_short = len(ahead.subject.name) <= LONGEST
        return f"Next: {ahead.subject.name}" if is_short else f"Next {view.head.subject_word}"
    is_short = len(ahead.criterion.title) <= LONGEST
    return f"Next: {ahead.criterion.title}" if is_short else "Next question"


def _name(head: RoomHead, question: room.Question) -> str:
    """Return what stands for a question in the address and in keys; a subject's id would unmask it."""
    return f"{token(head)}~{head.place(question.cell.subject)}~{question.cell.criterion}"


def _stay(name: str) -> None:
    """Put the place into the address, so that a tap, a reload and a long cut come back to it."""
    if st.query_params.get("q") != name:
        st.query_params["q"] = name


def _turn(name: str) -> None:
    """Move to another question; the address says where we are, so a reload stays there."""
    st.query_params["q"] = name


def _subjects(view: PhoneView) -> list[room.RoomSubjectView]:
    return list({question.subject.id: question.subject for question in view.questions}.values())


def _subject_row(view: PhoneView, subject: room.RoomSubjectView) -> None:
    asked = [question for question in view.questions if question.subject.id == subject.id]
    left = [question for question in asked if not question.is_saved]
    place = view.head.place(subject.id)
    with st.container(key=f"row-{place}"):
        text, button = st.columns([3, 1.6], wrap=False, vertical_alignment="center")
        state = f"{len(asked) - len(left)} of {len(asked)} saved"
        text.markdown(f"**{plain(subject.name, 60)}**  \n:small[:gray[{state}]]")
        button.button(
            "Answer" if left else "Look again",
            key=f"again-{place}",
            type="primary" if left else "secondary",
            width="stretch",
            on_click=_turn,
            args=(_name(view.head, (left or asked)[0]),),
        )

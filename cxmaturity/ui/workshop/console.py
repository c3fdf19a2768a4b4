"""The facilitator's screen: where the room is, who is missing, the next step, and what to talk about."""

from __future__ import annotations

import streamlit as st

from cxmaturity.charts.formats import counted, percent
from cxmaturity.domain.workshop.hosting import LockWeights
from cxmaturity.domain.workshop.room import Phase
from cxmaturity.domain.workshop.roster import LONGEST_NAME
from cxmaturity.domain.workshop.steering import Discuss
from cxmaturity.services.workshop_screens import ConsoleView
from cxmaturity.services.workshop_views import RoomHead
from cxmaturity.ui.confirm import confirmed
from cxmaturity.ui.outcome import refusals
from cxmaturity.ui.words import dotted, plain
from cxmaturity.ui.workshop.doors import code_words, projector_link, show_qr
from cxmaturity.ui.workshop.host import Host
from cxmaturity.ui.workshop.live import countdown
from cxmaturity.ui.workshop.people import show_people
from cxmaturity.ui.workshop.phrases import (
    phase_words,
    present_words,
    progress_words,
    question_count,
    row_words,
    talk_words,
)
from cxmaturity.ui.workshop.record import show_record
from cxmaturity.ui.workshop.steering import door, ending, steer
from cxmaturity.ui.workshop.talk import show_talk


def show_console(host: Host, view: ConsoleView) -> None:
    """Show the console of a room."""
    head = view.head
    _strip(host, head)
    title, detail = console_words(view)
    st.title(plain(title), anchor=False)
    st.caption(plain(detail))
    refusals()
    steer(host, view)
    st.space("small")
    left, right = st.columns([7, 3.4], gap="large")
    with left:
        if view.results_open:
            show_record(head, view.decisions, host)
            st.space("small")
        if view.agenda.cells and head.phase in Discuss.when:
            show_talk(host, view)
            st.space("small")
        if head.phase is Phase.BRIEF:
            _questions(head)
        _by_subject(view)
        show_people(host, view)
    with right:
        _aside(host, view)


def console_words(view: ConsoleView) -> tuple[str, str]:
    """Return what the facilitator needs to know first, and the quiet line below it."""
    head, progress = view.head, view.head.progress
    waiting = f"{progress.missing_count} still answering" if progress.missing_count else ""
    flags = len(view.agenda.red_flags)
    raised = f"{counted(flags, 'red flag')} up" if flags else ""
    talk = (
        talk_words(view.agenda),
        dotted(f"Round {head.round} is revealed", raised, present_words(progress)),
    )
    done = waiting or ("everybody is done" if progress.expected else present_words(progress))
    judging = f"Overall judgement: {progress_words(progress)}", done
    decided = "The result is open", "Look at it together, then end the workshop."
    return {
        Phase.LOBBY: (present_words(progress), "Start when the room is complete; later ones join in."),
        Phase.BRIEF: ("Explain the questions, then start", present_words(progress)),
        Phase.SCORE: (progress_words(progress), dotted(done, head.asks_again)),
        Phase.LOCKED: (f"Locked: {progress_words(progress)}", done),
        Phase.REVEAL: talk,
        Phase.DISCUSS: talk,
        Phase.FINAL: decided if view.results_open else judging,
        Phase.CLOSED: ("The workshop has ended", "Every round is kept as it was."),
    }[head.phase]


def _strip(host: Host, head: RoomHead) -> None:
    with st.container(key="strip", horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(head.title, 60)}** · {phase_words(head)}", width="content")
        if head.timer_ends_at is not None:
            countdown(head.timer_ends_at, host.now, "console-clock")
        st.space("stretch")
        if head.phase is not Phase.CLOSED:
            st.markdown(f"Code **{code_words(head)}**", width="content")


def _questions(head: RoomHead) -> None:
    """Show what is asked, in full, to explain it by; who stands at the ends of its scale."""
    st.header(f"{question_count(head)} about each {plain(head.subject_word)}", anchor=False)
    with st.container(gap=None):
        for place, criterion in enumerate(head.criteria, 1):
            with st.container(key=f"row-question-{place}"):
                said = dotted(criterion.description, criterion.why)
                asked = plain(criterion.question or criterion.title)
                flag = " :orange-badge[high is bad]" if criterion.red_flag and criterion.is_turned else ""
                st.markdown(f"{place}. **{asked}**{flag}  \n:small[:gray[{plain(said)}]]")
    st.space("small")


def _by_subject(view: ConsoleView) -> None:
    if not view.head.progress.expected:
        return
    with st.grid(2, min_column_width=220, gap="small"):
        for row in view.by_subject:
            with st.container(gap="xxsmall"):
                st.markdown(f":small[{plain(row.subject.name, 40)} · {row_words(row)}]")
                st.progress(row.given / row.asked if row.asked else 0.0)
    st.space("xsmall")


def _aside(host: Host, view: ConsoleView) -> None:
    head = view.head
    if head.phase is not Phase.CLOSED:
        address = host.join_address(head)
        show_qr(address, width=150)
        st.code(address, language=None, wrap_lines=True)
    projector_link(head, "Open the projector screen")
    if head.phase is Phase.CLOSED:
        _history(view)
        return
    with st.container(key="door", gap="xsmall"):
        door(host, view)
        if head.phase is not Phase.FINAL:
            ending(host, view)
    with st.expander("Another host link", type="compact"):
        st.caption("For a second facilitator by name, or for yourself where yours was lost. Shown once.")
        name = st.text_input("Their name", max_chars=LONGEST_NAME, placeholder="You", key="host-name")
        if st.button("Make a host link", key="another-host"):
            st.code(host.another_host_link((name or "").strip()), language=None, wrap_lines=True)
    _weights(host, view)
    _history(view)


def _history(view: ConsoleView) -> None:
    with st.expander("What has happened", type="compact"):
        for line in reversed(view.history):
            st.markdown(f":small[:gray[{line.at:%H:%M}] {plain(line.by, 40)} {plain(line.words)}]")


def _weights(host: Host, view: ConsoleView) -> None:
    locked = view.weights_are_locked
    with st.expander("Weights, locked" if locked else "Weights", type="compact"):
        for row in view.weights:
            share = f" {percent(row.share)}" if row.share is not None else ""
            st.markdown(f":small[{plain(row.title)} **{row.stated:g}**{share}]")
        if not locked and head_is_early(view.head):
            question = "From then on nobody can change them in this workshop."
            confirmed(
                "Lock the weights",
                question,
                "Yes, lock them",
                "lock-weights",
                host.do,
                view.head,
                LockWeights,
            )


def head_is_early(head: RoomHead) -> bool:
    """Return whether weights can still be locked by hand."""
    return head.phase in LockWeights.when

"""Changing an evaluation: its subjects, its cycles, its name, and putting it away."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import streamlit as st

from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.cycles import CycleForm, close_cycle, rename_cycle, reopen_cycle
from cxmaturity.services.evaluations import archive, rename_evaluation, unarchive
from cxmaturity.services.loop.opening import LOOPS
from cxmaturity.services.registry import kind_for
from cxmaturity.services.taking_part import add_subject, add_todays_way, withdraw_subject
from cxmaturity.services.views import CycleView, EvaluationView, NewSubject, SubjectView
from cxmaturity.ui.next_cycle import next_cycle_button
from cxmaturity.ui.outcome import attempt
from cxmaturity.ui.words import STATUSES, day, dotted, plain

ONE_DAY: Final = timedelta(days=1)


def subjects_panel(app: App, viewer: Viewer, view: EvaluationView) -> None:
    """List who takes part, with ways to add and withdraw."""
    st.space("small")
    st.header("Who is scored", anchor=False)
    with st.container(gap=None):
        for subject in view.subjects:
            _subject(app, viewer, view, subject)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            f"Add a {plain(view.rubric.subject, 40)}", max_chars=120, key="add-subject", width="stretch"
        )
        st.button("Add", key="add-subject-go", on_click=_add, args=(app, viewer, view))
    if not any(subject.status == "comparator" for subject in view.subjects):
        st.button(
            "Add today’s way",
            key="add-todays-way",
            icon=":material/add:",
            help="Score today’s way of working beside the others. It is shown, and never ranked.",
            on_click=_todays_way,
            args=(app, viewer, view.id),
        )


def _subject(app: App, viewer: Viewer, view: EvaluationView, subject: SubjectView) -> None:
    with st.container(key=f"row-{subject.id}"):
        left, right = st.columns([4, 1.3], wrap=False, vertical_alignment="center")
        badge = f" :gray-badge[{STATUSES[subject.status]}]" if STATUSES[subject.status] else ""
        left.markdown(f"**{plain(subject.name, 120)}**{badge}")
        right.button(
            "Withdraw",
            key=f"withdraw-{subject.id}",
            help="It leaves the result; its ratings stay and come back when you add it again.",
            width="stretch",
            on_click=_withdraw,
            args=(app, viewer, view.id, subject.id),
        )


def _add(app: App, viewer: Viewer, view: EvaluationView) -> None:
    new = NewSubject(st.session_state["add-subject"], kind_for(view.rubric.subject))
    if attempt(lambda: add_subject(app, viewer, view.id, new)):
        st.session_state["add-subject"] = ""


def _todays_way(app: App, viewer: Viewer, evaluation_id: str) -> None:
    attempt(lambda: add_todays_way(app, viewer, evaluation_id))


def _withdraw(app: App, viewer: Viewer, evaluation_id: str, subject_id: str) -> None:
    attempt(lambda: withdraw_subject(app, viewer, evaluation_id, subject_id))


def cycles_panel(app: App, viewer: Viewer, view: EvaluationView) -> None:
    """List the cycles, newest first, with ways to change, close and go on."""
    st.space("small")
    st.header("Cycles", anchor=False)
    with st.container(gap=None):
        for cycle in reversed(view.cycles):
            _cycle(app, viewer, view, cycle)
    with st.container(horizontal=True):
        next_cycle_button(app, viewer, view)
        _closing(app, viewer, view)


def _cycle(app: App, viewer: Viewer, view: EvaluationView, cycle: CycleView) -> None:
    with st.container(key=f"row-{cycle.id}"):
        left, right = st.columns([4, 1.6], wrap=False, vertical_alignment="center")
        badge = " :blue-badge[open]" if cycle.state == "open" else ""
        left.markdown(f"**{plain(cycle.label, 40)}**{badge}  \n:small[:gray[{_days(cycle)}]]")
        with right.popover("Change", width="stretch"):
            last = cycle.ends_on - ONE_DAY if cycle.ends_on else None
            st.text_input("Name", value=cycle.label, max_chars=40, key=f"label-{cycle.id}")
            st.date_input("First day", value=cycle.starts_on, key=f"first-{cycle.id}", format="DD/MM/YYYY")
            st.date_input("Last day", value=last, key=f"last-{cycle.id}", format="DD/MM/YYYY")
            st.button("Save", key=f"save-{cycle.id}", on_click=_save, args=(app, viewer, view.id, cycle.id))


def _days(cycle: CycleView) -> str:
    last = cycle.ends_on - ONE_DAY if cycle.ends_on else None
    return " to ".join(part for part in (day(cycle.starts_on), day(last)) if part) or "no dates"


def _save(app: App, viewer: Viewer, evaluation_id: str, cycle_id: str) -> None:
    given = st.session_state
    last = given[f"last-{cycle_id}"]
    form = CycleForm(given[f"label-{cycle_id}"], given[f"first-{cycle_id}"], last + ONE_DAY if last else None)
    attempt(lambda: rename_cycle(app, viewer, evaluation_id, cycle_id, form))


def _closing(app: App, viewer: Viewer, view: EvaluationView) -> None:
    if view.rubric.purpose in LOOPS or not viewer.may("own", view.id):
        return
    if view.current_cycle.state == "open":
        st.button("Close this one", key="close-cycle", on_click=_close, args=(app, viewer, view.id))
    else:
        st.button("Reopen it", key="reopen-cycle", on_click=_reopen, args=(app, viewer, view.id))


def _close(app: App, viewer: Viewer, evaluation_id: str) -> None:
    attempt(lambda: close_cycle(app, viewer, evaluation_id))


def _reopen(app: App, viewer: Viewer, evaluation_id: str) -> None:
    attempt(lambda: reopen_cycle(app, viewer, evaluation_id))


def name_panel(app: App, viewer: Viewer, view: EvaluationView) -> None:
    """Offer another title, and the archive."""
    st.space("small")
    st.header("Name", anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Title", value=view.title, max_chars=120, key="retitle", width="stretch")
        st.button("Rename", key="retitle-go", on_click=_retitle, args=(app, viewer, view.id))
    st.caption(dotted("Begun " + day(view.created_at), "in the archive" if view.is_archived else ""))
    if view.is_archived:
        st.button(
            "Bring back from the archive", key="unarchive", on_click=_unarchive, args=(app, viewer, view.id)
        )
    else:
        st.button(
            "Put into the archive",
            key="archive",
            help="It leaves home and takes no answers; everything in it can still be read.",
            on_click=_archive,
            args=(app, viewer, view.id),
        )


def _retitle(app: App, viewer: Viewer, evaluation_id: str) -> None:
    attempt(lambda: rename_evaluation(app, viewer, evaluation_id, st.session_state["retitle"]))


def _archive(app: App, viewer: Viewer, evaluation_id: str) -> None:
    attempt(lambda: archive(app, viewer, evaluation_id))


def _unarchive(app: App, viewer: Viewer, evaluation_id: str) -> None:
    attempt(lambda: unarchive(app, viewer, evaluation_id))

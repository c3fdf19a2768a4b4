"""People on screen: who is asked, who is missing, how groups differ, and what was settled together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

import pandas as pd
import streamlit as st

from cxmaturity.charts.formats import counted, number, percent, signed
from cxmaturity.domain.groups import GROUPS, GroupView, PerceptionGap
from cxmaturity.domain.suppression import MINIMUM
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.loop.respondents import (
    GroupsView,
    Invitation,
    NewRespondent,
    RespondentView,
    RoomView,
    ask_no_more,
    invite,
    new_link,
)
from cxmaturity.services.views import EvaluationView
from cxmaturity.ui.figures import table
from cxmaturity.ui.loop.strip import page_strip
from cxmaturity.ui.outcome import attempt, refusals
from cxmaturity.ui.words import dotted, plain

INVITATION: Final = "invitation"
OWN: Final = "another group …"
MOST_GAPS: Final = 6


def show_room(app: App, viewer: Viewer, evaluation: EvaluationView, room: RoomView) -> None:
    """Show who is asked in the newest cycle and how far they are; nobody's answers."""
    page_strip(evaluation, evaluation.current_cycle, "respondents")
    st.title(room_title(room), anchor=False)
    st.caption("Everybody answers alone. Nobody sees what one other person answered, before or after")
    refusals()
    left, right = st.columns([6, 5], gap="large")
    with left:
        _people(app, viewer, evaluation, room)
    with right:
        _invite(app, viewer, evaluation)
        if room.unfinished:
            st.subheader("A reminder to copy", anchor=False)
            st.code(room.reminder, language=None, wrap_lines=True)


def show_groups(groups: GroupsView, subject: str, *, asked: int) -> None:
    """Show how groups and functions see one subject, small ones suppressed, and where two of them differ."""
    st.space("small")
    st.header("How groups see it", anchor=False)
    if not groups.views:
        st.caption("Groups show once people are invited with their group and have answered.")
        return
    st.caption(
        f"Score of 100 for {plain(subject, 60)} · a group shows from {MINIMUM} people on, once all of it has "
        "answered or the cycle is closed. After that its figures change only when 5 more have answered, so "
        "that nobody can be worked out"
    )
    table(pd.DataFrame([_cells(view) for view in groups.views]), "How groups see it")
    if len({view.hidden for view in groups.views if view.result}) > 1:
        st.caption(
            "These scores rest on different criteria, so they are not set against each other as a whole"
        )
    if groups.gaps:
        with st.grid(3, min_column_width=280, gap="large"):
            for one, other, gaps in groups.gaps:
                st.markdown(_apart(one, other, gaps))
    if not groups.gaps and asked:
        st.caption("No two groups are large enough yet to be set against each other.")


def _apart(one: str, other: str, gaps: Sequence[PerceptionGap]) -> str:
    """Return what two groups see most differently, the widest gap first."""
    rows = [
        f"- {plain(gap.title, 90)}: {number(gap.one, 0)} and {number(gap.other, 0)} ({signed(gap.gap, 0)})"
        for gap in gaps[:MOST_GAPS]
    ]
    return "\n".join([f"**{plain(one, 40).capitalize()} against {plain(other, 40)}**\n", *rows])


def room_title(room: RoomView) -> str:
    """Return who is missing, has begun, or that all have answered, in a sentence."""
    if not room.people:
        return "Nobody is asked yet"
    asked, missing, begun = len(room.people), len(room.missing), len(room.unfinished) - len(room.missing)
    if missing:
        have = "has" if missing == 1 else "have"
        return f"{counted(missing, 'person', 'people')} of {asked} {have} not answered yet"
    if begun:
        have = "has" if begun == 1 else "have"
        return f"{counted(begun, 'person', 'people')} of {asked} {have} begun and not finished"
    return f"All {asked} have answered"


def _people(app: App, viewer: Viewer, evaluation: EvaluationView, room: RoomView) -> None:
    st.header("Who is asked", anchor=False)
    if not room.people:
        st.markdown(
            "Invite executives, managers and people from the front line: each gets a personal link, answers "
            "alone, and you see how their views differ."
        )
    with st.container(gap=None):
        for person in room.people:
            _person(app, viewer, evaluation, person)


def _person(app: App, viewer: Viewer, evaluation: EvaluationView, person: RespondentView) -> None:
    settled = f"{person.settled} of {person.asked} count"
    state = ":orange[missing]" if person.is_missing else settled if person.is_done else f":orange[{settled}]"
    about = dotted(plain(person.group, 40), plain(person.function, 40), state)
    with st.container(key=f"row-person-{person.id}"):
        left, right = st.columns([4, 1.3], wrap=False, vertical_alignment="center")
        left.markdown(f"**{plain(person.name, 80) or 'Somebody'}**  \n:small[:gray[{about}]]")
        if not person.group:
            return
        with right.popover("More", width="stretch"):
            if viewer.may("own") and st.button("New link", key=f"link-{person.id}"):
                _keep(attempt(lambda: new_link(app, viewer, evaluation.id, person.id, _origin())))
                st.rerun()
            if st.button("Ask no more", key=f"stop-{person.id}"):
                attempt(lambda: ask_no_more(app, viewer, evaluation.id, person.id))
                st.rerun()


def _invite(app: App, viewer: Viewer, evaluation: EvaluationView) -> None:
    st.header("Ask somebody", anchor=False)
    with st.form("invite", clear_on_submit=True, border=False):
        name = st.text_input("Name", max_chars=120, key="invite-name")
        chosen = st.selectbox("Group", [*GROUPS, OWN], key="invite-group")
        own = st.text_input("Its name, if it is another group", max_chars=60, key="invite-own")
        function = st.text_input(
            "Function", placeholder="Customer service", max_chars=60, key="invite-function"
        )
        if st.form_submit_button("Make a personal link", type="primary"):
            new = NewRespondent(name, own if chosen == OWN else chosen, function)
            _keep(attempt(lambda: invite(app, viewer, evaluation.id, new, _origin())))
            st.rerun()
    _shown_once()


def _shown_once() -> None:
    kept: Invitation | None = st.session_state.get(INVITATION)
    if kept is None:
        return
    st.success(
        f"The link for {plain(kept.name, 80)} is shown this once. Copy it now.", icon=":material/link:"
    )
    st.code(kept.text, language=None, wrap_lines=True)
    if st.button("Copied", key="invitation-copied"):
        st.session_state.pop(INVITATION)
        st.rerun()


def _keep(made: Invitation | None) -> None:
    if made is not None:
        st.session_state[INVITATION] = made


def _origin() -> str:
    """Return where this app is reached, as the visitor's browser has it."""
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _cells(view: GroupView) -> dict[str, object]:
    score = view.result.score if view.result else None
    seen = sum(one.n > 0 for one in view.result.criteria.values()) if view.result else 0
    return {
        "Group": f"{view.name} ({view.dimension})" if view.dimension == "function" else view.name,
        "Score": number(score, 0) if score is not None else "hidden",
        "Finished": f"{view.finished} of {view.invited}",
        "Answers in": percent(view.answered),
        "Criteria shown": f"{seen} of {seen + len(view.hidden)}",
    }

"""Inviting people by link, and looking after the links."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlsplit

import streamlit as st

from cxmaturity.charts.formats import counted
from cxmaturity.services.access import Role, Viewer
from cxmaturity.services.application import App
from cxmaturity.services.links import (
    MAY_GIVE,
    MEANS,
    LinkView,
    NewLink,
    create_link,
    extend_link,
    pause_link,
    resume_link,
    revoke_link,
)
from cxmaturity.services.people import PersonView
from cxmaturity.services.views import EvaluationCard
from cxmaturity.ui.confirm import confirmed
from cxmaturity.ui.outcome import attempt
from cxmaturity.ui.words import day, dotted, plain

MADE: Final = "made-link"
EVERYTHING: Final = ""
NEW_PERSON: Final = ""
USUAL_DAYS: Final = 90
ONE_DAY: Final = timedelta(days=1)


def open_links(lines: Sequence[LinkView]) -> str:
    """Return how many links open something now."""
    active = sum(line.state == "active" for line in lines)
    return (
        f"{counted(active, 'link')} {'is' if active == 1 else 'are'} open"
        if lines
        else "Nobody is invited yet"
    )


def made_link() -> None:
    """Show the link that was made last, until the page is left: it is never known again."""
    made = st.session_state.get(MADE)
    if not made:
        return
    name, path = made
    origin = urlsplit(st.context.url or "")
    with st.container(border=True, key="made"):
        st.markdown(f"**Send this link to {plain(name, 60)}.** It is shown only now; only its hash is kept.")
        st.code(f"{origin.scheme}://{origin.netloc}{path}", language=None)
        st.button("Done", key="made-done", on_click=st.session_state.pop, args=(MADE, None))


def invite(app: App, viewer: Viewer, cards: Sequence[EvaluationCard], known: Sequence[PersonView]) -> None:
    """Show the form that makes a link."""
    st.header("Invite somebody", anchor=False)
    names = {person.id: person.name for person in known if not person.is_erased}
    person_id = _person(names)
    if person_id == NEW_PERSON:
        st.text_input("Name", max_chars=120, key="invite-name", placeholder="Dana Ortiz, customer care")
    roles = MAY_GIVE[viewer.role]
    st.selectbox(
        "They may",
        roles,
        index=roles.index("assessor") if "assessor" in roles else 0,
        format_func=lambda role: f"{role.capitalize()}: {MEANS[role]}",
        key="invite-role",
    )
    _scope(viewer, cards)
    today = app.now().date()
    st.date_input(
        "Last day it opens",
        value=today + USUAL_DAYS * ONE_DAY,
        min_value=today,
        key="invite-last",
        format="DD/MM/YYYY",
        help="Empty: until you revoke it.",
    )
    st.text_input(
        "Your note about this link", max_chars=120, key="invite-label", placeholder="Steering group"
    )
    st.button("Make the link", type="primary", key="invite", on_click=_make, args=(app, viewer, names))


def _person(names: dict[str, str]) -> str:
    if not names:
        return NEW_PERSON
    chosen = st.selectbox(
        "Who",
        [NEW_PERSON, *names],
        format_func=lambda one: plain(names[one], 60) if one else "Somebody new",
        key="invite-person",
    )
    return chosen or NEW_PERSON


def _scope(viewer: Viewer, cards: Sequence[EvaluationCard]) -> None:
    titles = {card.id: f"{card.title} only" for card in cards}
    if not viewer.only:
        titles = {EVERYTHING: "Everything"} | titles
    st.selectbox("For", list(titles), format_func=titles.__getitem__, key="invite-scope")


def _make(app: App, viewer: Viewer, names: dict[str, str]) -> None:
    given = st.session_state
    role: Role = given["invite-role"]
    person_id = given.get("invite-person") or NEW_PERSON
    new = NewLink(
        role=role,
        name="" if person_id else given.get("invite-name", ""),
        person_id=person_id,
        label=given.get("invite-label", ""),
        evaluation_id=given["invite-scope"] or EVERYTHING,
        last_day=given.get("invite-last"),
    )
    made = attempt(lambda: create_link(app, viewer, new))
    if made is not None:
        given[MADE] = names.get(person_id, new.name), made.path
        given["invite-name"] = given["invite-label"] = ""


def link_rows(app: App, viewer: Viewer, lines: Sequence[LinkView]) -> None:
    """List the links, those that open something first."""
    if not lines:
        st.markdown(
            "Invite a colleague to rate, a facilitator to run an evaluation, a director to read the result. "
            "Whoever opens the link is in, under their own name.",
            width=520,
        )
        return
    with st.container(gap=None):
        for line in sorted(lines, key=lambda line: line.state != "active"):
            _row(app, viewer, line)


def _row(app: App, viewer: Viewer, line: LinkView) -> None:
    with st.container(key=f"row-{line.id}"):
        left, right = st.columns([4, 1.3], wrap=False, vertical_alignment="center")
        badge = "" if line.state == "active" else f" :gray-badge[{line.state}]"
        own = " :blue-badge[this browser]" if line.is_own else ""
        left.markdown(
            f"**{plain(line.name or 'Erased', 60)}** · {line.role}{badge}{own}  \n"
            f":small[:gray[{plain(_about(line))}]]"
        )
        if line.may_change and line.state != "revoked":
            with right.popover("Change", width="stretch"):
                _change(app, viewer, line)


def _about(line: LinkView) -> str:
    until = f"until {day(line.expires_at - ONE_DAY)}" if line.expires_at else "no end"
    used = f"last used {day(line.last_used_at)}" if line.last_used_at else "never used"
    return dotted(line.title or "everything", until, used, line.label)


def _change(app: App, viewer: Viewer, line: LinkView) -> None:
    if line.is_own:
        st.caption("You came in by this link: without it, this browser is signed out.")
    if line.state == "paused":
        st.button("Resume", key=f"resume-{line.id}", on_click=_do, args=(resume_link, app, viewer, line.id))
    else:
        st.button("Pause", key=f"pause-{line.id}", on_click=_do, args=(pause_link, app, viewer, line.id))
    st.date_input("Last day it opens", value=_last(line), key=f"last-{line.id}", format="DD/MM/YYYY")
    st.button("Change the last day", key=f"extend-{line.id}", on_click=_extend, args=(app, viewer, line.id))
    question = "Whoever came in by this link is signed out, and it never opens again."
    confirmed(
        "Revoke for good",
        question,
        "Yes, revoke",
        f"revoke-{line.id}",
        _do,
        revoke_link,
        app,
        viewer,
        line.id,
    )


def _last(line: LinkView) -> date | None:
    return (line.expires_at - ONE_DAY).date() if line.expires_at else None


def _do(verb: Callable[[App, Viewer, str], None], app: App, viewer: Viewer, link_id: str) -> None:
    attempt(lambda: verb(app, viewer, link_id))


def _extend(app: App, viewer: Viewer, link_id: str) -> None:
    attempt(lambda: extend_link(app, viewer, link_id, st.session_state[f"last-{link_id}"]))

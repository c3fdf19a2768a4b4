"""The share links there are, and what can be done about each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from cxmaturity.charts.formats import counted
from cxmaturity.domain.sharing import Verb, last_day_of
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.sharing import ShareView, change_share
from cxmaturity.ui.confirm import confirmed
from cxmaturity.ui.outcome import attempt
from cxmaturity.ui.words import day, dotted, plain

TO_PUBLISH: Final = "publish-share"


def share_rows(app: App, viewer: Viewer, found: Sequence[ShareView]) -> None:
    """List the links, those that open first."""
    if not found:
        st.markdown("No links yet. Each one you make is listed here with how often it was opened.", width=520)
        return
    st.caption("Opens may include mail scanners and previews, which look at links before people do.")
    with st.container(gap=None):
        for one in sorted(found, key=lambda each: each.state != "active"):
            _row(app, viewer, one)


def _row(app: App, viewer: Viewer, one: ShareView) -> None:
    with st.container(key=f"row-{one.id}"):
        left, right = st.columns([4, 1.3], wrap=False, vertical_alignment="center")
        badge = "" if one.state == "active" else f" :gray-badge[{one.state}]"
        left.markdown(
            f"**{plain(one.label, 60)}** · {one.kind}{badge}  \n:small[:gray[{plain(_about(one))}]]"
        )
        if one.state != "revoked":
            with right.popover("Change", width="stretch"):
                _change(app, viewer, one)


def _about(one: ShareView) -> str:
    until = f"until {day(last_day_of(one.expires_at))}" if one.expires_at else ""
    editions = counted(one.editions, "edition") if one.kind == "edition" else ""
    extras = [
        "masked" if one.scope.is_masked else "",
        "with comments" if one.scope.comments else "",
        "with a password" if one.has_password else "",
    ]
    return dotted(
        one.scope.page,
        until,
        f"opened {counted(one.opens, 'time')}",
        editions,
        *extras,
        f"by {one.made_by}" if one.made_by else "",
    )


def _change(app: App, viewer: Viewer, one: ShareView) -> None:
    if one.kind == "edition":
        st.button("Publish the newest", key=f"publish-{one.id}", on_click=_ask_to_publish, args=(one.id,))
    verb: Verb = "resume" if one.state == "paused" else "pause"
    st.button(verb.capitalize(), key=f"{verb}-{one.id}", on_click=_do, args=(app, viewer, one.id, verb))
    last = last_day_of(one.expires_at) if one.expires_at else app.now().date()
    st.date_input("Last day it opens", value=last, key=f"last-{one.id}", format="DD/MM/YYYY")
    st.button(
        "Change the last day", key=f"extend-{one.id}", on_click=_do, args=(app, viewer, one.id, "extend")
    )
    question = "Whoever has the link sees nothing from then on, and it never opens again."
    confirmed(
        "Revoke for good", question, "Yes, revoke", f"revoke-{one.id}", _do, app, viewer, one.id, "revoke"
    )


def _do(app: App, viewer: Viewer, share_id: str, verb: Verb) -> None:
    last_day = st.session_state.get(f"last-{share_id}") if verb == "extend" else None
    attempt(lambda: change_share(app, viewer, share_id, verb, last_day))


def _ask_to_publish(share_id: str) -> None:
    """Keep which edition is wanted; the dialog's next run makes it and shows how far that is."""
    st.session_state[TO_PUBLISH] = share_id

"""Sharing a page: one dialog makes a link, lists the links there are, and hands out files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final
from urllib.parse import urlsplit

import streamlit as st

from cxmaturity.domain.sharing import FILES, PARTS_OF, USUAL_LIFE, Kind, Scope
from cxmaturity.reports.files import FORMATS, Format
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.boxes import boxed, boxed_signs
from cxmaturity.services.reporting import draft_of
from cxmaturity.services.sharing import NewShare, create_share, publish_edition, shares
from cxmaturity.ui.outcome import attempt, refusals
from cxmaturity.ui.share_links import TO_PUBLISH, share_rows
from cxmaturity.ui.words import plain

MADE: Final = "made-share"
ASKED: Final = "asked-share"
KINDS: Final[dict[Kind, str]] = {
    "frozen": "As it is now: it never changes",
    "edition": "Editions: the same link shows each new page that you publish",
    "live": "Live: always the newest answers, on screen only",
}
PART_WORDS: Final = {
    "finding": "Headline and figures",
    "decision": "Decision",
    "warnings": "Gates, red flags, alarms",
    "standing": "Scores",
    "sure": "How sure",
    "overall": "Judged as a whole",
    "heat": "Criteria",
    "parts": "Part by part",
    "moved": "What moved",
    "rounds": "Rounds",
    "otherwise": "Counted otherwise",
    "trend": "Trend",
    "stage": "What holds the stage back",
    "plan": "Targets and actions",
    "kpis": "KPIs",
    "notes": "Notes",
    "questions": "What was asked",
}


def share_button(app: App, viewer: Viewer, usual: Scope) -> None:
    """Offer to share a page; ask before whether the viewer may."""
    if st.button("Share", key="share", icon=":material/link:", type="tertiary"):
        st.session_state.pop(MADE, None)
        share_dialog(app, viewer, usual)


@st.dialog("Share this page", width="large")
def share_dialog(app: App, viewer: Viewer, usual: Scope) -> None:
    """Make a link to a page (``usual`` says which), look after the links there are, or take a file."""
    _make(app, viewer)
    _publish(app, viewer)
    found = shares(app, viewer, usual.evaluation_id, usual.workshop_id)
    new, links, files = st.tabs(["New link", f"Links ({len(found)})", "Files"])
    with new:
        _new(app, usual)
    with links:
        share_rows(app, viewer, found)
    with files:
        _files(app, viewer, usual)


def _new(app: App, usual: Scope) -> None:
    """Show the form; a link just made takes its place, because it is never known again."""
    made = st.session_state.get(MADE)
    if not made:
        _form(app, usual)
        return
    asks = "It asks for the password" if made.has_password else "Whoever has it sees the page"
    st.markdown(f"**Send this link.** {asks}. It is shown only now; only its hash is kept.")
    st.code(made.path, language=None)
    if made.unset:
        st.warning(plain(boxed(made.unset)), icon=":material/text_fields:")
    st.button("Make another", key="share-again", on_click=st.session_state.pop, args=(MADE, None))


def _form(app: App, usual: Scope) -> None:
    today = app.now().date()
    st.text_input("For whom", max_chars=120, key="share-label", placeholder="Board, December meeting")
    st.radio("What it shows", list(KINDS), format_func=KINDS.__getitem__, key="share-kind")
    _contents(usual)
    left, right = st.columns(2)
    left.date_input(
        "Last day it opens",
        value=today + USUAL_LIFE,
        min_value=today,
        key="share-last",
        format="DD/MM/YYYY",
    )
    with right:
        if st.checkbox("Ask for a password", key="share-locked"):
            st.text_input("Password", type="password", key="share-password", live=True)
    st.button("Make the link", type="primary", key="share-make", on_click=_ask, args=(usual, today))
    refusals()


def _contents(usual: Scope) -> None:
    st.pills(
        "What is on it",
        PARTS_OF[usual.page],
        selection_mode="multi",
        default=PARTS_OF[usual.page],
        format_func=PART_WORDS.__getitem__,
        key="share-parts",
    )
    st.pills(
        "Files to download",
        FILES,
        selection_mode="multi",
        default=FILES,
        format_func=lambda kind: FORMATS[kind].words,
        key="share-files",
    )
    st.caption("Always on it: what it is about, and the foot with rubric, answers, weights, time and hash.")
    if usual.page == "programme":
        st.checkbox("Name who answers for each action", key="share-names")
        return
    masked = st.checkbox("Write Vendor A, Vendor B … in place of names", key="share-masked")
    if usual.page in {"result", "workshop"}:
        comments = st.checkbox(
            "Show what people wrote", key="share-comments", disabled=masked, help="Comments may name anybody."
        )
        if usual.page == "workshop":
            st.checkbox("Name people: who decided, and who wrote what", key="share-names")
        else:
            st.checkbox("And who wrote it", key="share-names", disabled=masked or not comments)


def _ask(usual: Scope, today: date) -> None:
    """Keep what the form says; the dialog's next run makes the link and shows how far that is."""
    st.session_state[ASKED] = _asked(usual, today)


def _asked(usual: Scope, today: date) -> NewShare:
    given = st.session_state
    kind: Kind = given["share-kind"]
    masked = bool(given.get("share-masked"))
    comments = bool(given.get("share-comments")) and not masked
    scope = Scope(
        evaluation_id=usual.evaluation_id,
        page=usual.page,
        cycle_id=usual.cycle_id if kind == "frozen" else "",
        parts=frozenset(given["share-parts"]),
        files=frozenset(given["share-files"]),
        is_masked=masked,
        comments=comments,
        names=(comments or usual.page in {"programme", "workshop"}) and bool(given.get("share-names")),
        workshop_id=usual.workshop_id,
        subject_id=usual.subject_id,
    )
    is_locked = bool(given.get("share-locked"))
    return NewShare(
        scope=scope,
        kind=kind,
        label=given["share-label"],
        last_day=given["share-last"] or today,
        password=given.get("share-password", "") if is_locked else "",
        needs_password=is_locked,
    )


def _make(app: App, viewer: Viewer) -> None:
    """Make the link that was asked for, if one was."""
    new: NewShare | None = st.session_state.pop(ASKED, None)
    if new is None:
        return
    with st.status("Making the page", expanded=False) as told:
        made = attempt(
            lambda: create_share(app, viewer, new, lambda what: told.update(label=f"Making: {what}"))
        )
        told.update(label="Made" if made else "Not made", state="complete" if made else "error")
    if made is not None:
        origin = urlsplit(st.context.url or "")
        st.session_state[MADE] = replace(made, path=f"{origin.scheme}://{origin.netloc}{made.path}")


def _publish(app: App, viewer: Viewer) -> None:
    """Publish the edition that was asked for, if one was."""
    share_id: str | None = st.session_state.pop(TO_PUBLISH, None)
    if share_id is None:
        return
    with st.status("Making the edition", expanded=False) as told:
        number = attempt(
            lambda: publish_edition(app, viewer, share_id, lambda what: told.update(label=f"Making: {what}"))
        )
        told.update(
            label=f"Edition {number} is published" if number else "Not published",
            state="complete" if number else "error",
        )
    refusals()


def _files(app: App, viewer: Viewer, usual: Scope) -> None:
    """Hand out every format of this page, each made when it is asked for."""
    st.caption("With all names, for people in this evaluation. Each file is made when you press its button.")
    boxes = boxed_signs(app, viewer, usual)
    if boxes:
        st.warning(plain(boxed(boxes)), icon=":material/text_fields:")
    with st.grid(2, min_column_width=220):
        for name, each in FORMATS.items():
            st.download_button(
                each.words,
                partial(_made, app, viewer, usual, each),
                file_name=each.name,
                mime=each.media_type,
                on_click="ignore",
                key=f"file-{name}",
                width="stretch",
            )
    st.caption(plain("The same from the command line: cxmaturity share, cxmaturity export."))


def _made(app: App, viewer: Viewer, usual: Scope, meant: Format) -> bytes:
    return meant.make(draft_of(app, viewer, usual).report)

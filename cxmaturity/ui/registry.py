"""Looking after subjects: names, status, what belongs to what, and two that are one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from cxmaturity.charts.formats import counted, listed
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.subjects import (
    RegistryLine,
    let_go_by,
    merge,
    rename,
    say_parent,
    say_status,
)
from cxmaturity.services.views import SubjectStatus
from cxmaturity.ui.outcome import attempt
from cxmaturity.ui.words import STATUSES, dotted, plain

KINDS: Final = {
    "vendor": "Vendors",
    "unit": "Units",
    "channel": "Channels",
    "initiative": "Initiatives",
    "relationship stage": "Relationship stages",
    "programme": "Programmes",
    "todays way": "Today’s way of working",
    "other": "Others",
}
CHOICES: Final[tuple[SubjectStatus, ...]] = ("none", "partner", "candidate", "comparator", "retired")
NOTHING: Final = ""


def subject_rows(app: App, viewer: Viewer, lines: Sequence[RegistryLine]) -> None:
    """List subjects under their kinds, those that were merged at the end of each."""
    for kind in (kind for kind in KINDS if any(line.kind == kind for line in lines)):
        st.header(KINDS[kind], anchor=False)
        same = [line for line in lines if line.kind == kind]
        with st.container(gap=None):
            for line in same:
                _row(app, viewer, line, same, lines)
        st.space("small")


def _row(
    app: App, viewer: Viewer, line: RegistryLine, same: Sequence[RegistryLine], lines: Sequence[RegistryLine]
) -> None:
    with st.container(key=f"row-{line.id}"):
        left, right = st.columns([4, 1.3], wrap=False, vertical_alignment="center")
        badge = f" :gray-badge[{STATUSES[line.status]}]" if STATUSES[line.status] else ""
        badge += " :gray-badge[demo]" if line.is_demo else ""
        left.markdown(f"**{plain(line.name, 80)}**{badge}  \n:small[:gray[{plain(_about(line))}]]")
        if not line.merged_into:
            with right.popover("Change", width="stretch"):
                _names(app, viewer, line)
                _standing(app, viewer, line, lines)
                _merging(app, viewer, line, same)


def _about(line: RegistryLine) -> str:
    if line.merged_into:
        return f"merged into {line.merged_into}; its ratings show there"
    return dotted(
        f"in {counted(line.evaluations, 'evaluation')}",
        f"part of {line.parent}" if line.parent else "",
        f"also {listed(line.also, 4)}" if line.also else "",
    )


def _names(app: App, viewer: Viewer, line: RegistryLine) -> None:
    key = f"name-{line.id}"
    st.text_input("Name", value=line.name, max_chars=120, key=key)
    left, right = st.columns(2)
    left.button(
        "Rename", key=f"rename-{line.id}", on_click=_rename, args=(app, viewer, line.id), width="stretch"
    )
    right.button(
        "Add as another name",
        key=f"alias-{line.id}",
        on_click=_alias,
        args=(app, viewer, line.id),
        width="stretch",
    )


def _standing(app: App, viewer: Viewer, line: RegistryLine, lines: Sequence[RegistryLine]) -> None:
    st.selectbox(
        "It is",
        CHOICES,
        index=CHOICES.index(line.status),
        format_func=lambda one: STATUSES[one] or "not said",
        key=f"status-{line.id}",
        on_change=_status,
        args=(app, viewer, line.id),
    )
    names = {NOTHING: "nothing"} | {
        other.id: other.name for other in lines if other.id != line.id and not other.merged_into
    }
    ids = list(names)
    st.selectbox(
        "It belongs to",
        ids,
        index=ids.index(line.parent_id) if line.parent_id in ids else 0,
        format_func=lambda one: plain(names[one], 60),
        key=f"parent-{line.id}",
        on_change=_parent,
        args=(app, viewer, line.id),
    )


def _merging(app: App, viewer: Viewer, line: RegistryLine, same: Sequence[RegistryLine]) -> None:
    names = {other.id: other.name for other in same if other.id != line.id and not other.merged_into}
    if not names:
        return
    st.divider()
    st.selectbox(
        "It is the same as",
        list(names),
        index=None,
        format_func=lambda one: plain(names[one], 60),
        placeholder="Choose the one that stays",
        key=f"same-{line.id}",
    )
    st.caption("Its names and ratings mean the other one from then on. No rating is rewritten.")
    st.button("Merge", key=f"merge-{line.id}", on_click=_merge, args=(app, viewer, line.id))


def _rename(app: App, viewer: Viewer, subject_id: str) -> None:
    attempt(lambda: rename(app, viewer, subject_id, st.session_state[f"name-{subject_id}"]))


def _alias(app: App, viewer: Viewer, subject_id: str) -> None:
    attempt(lambda: let_go_by(app, viewer, subject_id, st.session_state[f"name-{subject_id}"]))


def _status(app: App, viewer: Viewer, subject_id: str) -> None:
    attempt(lambda: say_status(app, viewer, subject_id, st.session_state[f"status-{subject_id}"]))


def _parent(app: App, viewer: Viewer, subject_id: str) -> None:
    attempt(lambda: say_parent(app, viewer, subject_id, st.session_state[f"parent-{subject_id}"] or ""))


def _merge(app: App, viewer: Viewer, subject_id: str) -> None:
    survivor = st.session_state[f"same-{subject_id}"]
    if survivor:
        attempt(lambda: merge(app, viewer, subject_id, survivor))

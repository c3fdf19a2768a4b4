"""The decision record: what was decided, why, by whom, when to look again; and its form."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cxmaturity.charts.formats import counted, listed
from cxmaturity.domain.workshop.decisions import OUTCOMES, Outcome
from cxmaturity.services.decision_views import DecisionView
from cxmaturity.services.room_decisions import NewDecision
from cxmaturity.services.workshop_views import RoomHead
from cxmaturity.ui.outcome import refusals
from cxmaturity.ui.words import day, dotted, plain
from cxmaturity.ui.workshop.host import Host

WRITING: Final = "writing-decision"  # the revision that the open form is to follow
LONGEST: Final = 4000
NOTHING: Final = "No decision is recorded yet"


def outcome_words(outcome: Outcome, word: str) -> str:
    """Return what can be decided, for choosing."""
    return {"chosen": f"A {word} is chosen", "none": "Nobody is chosen", "put off": "It is put off"}[outcome]


def show_record(
    head: RoomHead, decisions: tuple[DecisionView, ...], host: Host | None = None, result_sha256: str = ""
) -> None:
    """Show the decision that stands, earlier ones one click away; a host may write one down or correct it."""
    st.space("small")
    with st.container(key="decision", width=720):
        if decisions:
            show_decided(decisions[0], result_sha256)
        else:
            st.header(NOTHING, anchor=False)
        if host is not None and st.session_state.get(WRITING) == len(decisions):
            _form(host, head, decisions)
        elif host is not None:
            label = "Correct the decision" if decisions else "Write the decision down"
            if not decisions:
                st.caption("Who is chosen, why, and by whom: it stands with this result and in every report.")
            st.button(label, key="write-decision", on_click=_begin, args=(len(decisions),))
        _earlier(decisions[1:])


def show_decided(one: DecisionView, result_sha256: str = "") -> None:
    """Show one decision with what was written down; the hash of the result now tells whether that changed."""
    st.header(plain(one.words), anchor=False)
    st.markdown(plain(one.reason, LONGEST))
    rows = {
        "Conditions": one.conditions,
        "Seen otherwise": one.dissent,
        "Decided by": listed(one.decided_by, len(one.decided_by)),
        "Look again on": day(one.look_again_on),
    }
    with st.container(gap=None):
        for place, (title, text) in enumerate((t, s) for t, s in rows.items() if s):
            with st.container(key=f"row-decision-{one.seal[:6]}-{place}"):
                st.markdown(f"**{title}**  \n{plain(text, LONGEST)}")
    st.caption(plain(_foot(one)))
    if not one.is_whole:
        st.markdown(":orange-badge[:material/report: changed] This record is not what was written down.")
    elif result_sha256 and result_sha256 != one.basis.result_sha256:
        st.markdown(":gray-badge[:material/history: earlier result] The result has changed since.")


def _foot(one: DecisionView) -> str:
    """Return who wrote it down when, and what it rests on."""
    base = one.basis
    rests = f"rests on {base.rubric} {base.version}, {counted(base.rounds, 'round')}, result"
    by = f" by {one.written_by}" if one.written_by else ""
    return dotted(
        f"Written down{by} on {day(one.written_at)}",
        f"{rests} {base.result_sha256[:12]}",
        f"sealed as {one.seal[:12]}",
    )


def _earlier(earlier: tuple[DecisionView, ...]) -> None:
    if not earlier:
        return
    with st.expander(f"{counted(len(earlier), 'earlier version')}, kept as written", type="compact"):
        for one in earlier:
            by = listed(one.decided_by, len(one.decided_by))
            st.markdown(f"**{plain(one.words)}**  \n{plain(one.reason, LONGEST)}")
            st.caption(plain(dotted(f"decided by {by}", _foot(one))))


def _begin(seen: int) -> None:
    st.session_state[WRITING] = seen


def _form(host: Host, head: RoomHead, decisions: tuple[DecisionView, ...]) -> None:
    """Ask for the decision; a correction begins with what stands."""
    now = decisions[0] if decisions else None
    word = plain(head.subject_word)
    outcome = st.radio(
        "What is decided",
        OUTCOMES,
        index=OUTCOMES.index(now.outcome) if now else 0,
        format_func=lambda each: outcome_words(each, word),
        horizontal=True,
        key="decided",
    )
    names = {one.id: one.name for one in head.subjects if one.status != "comparator"}
    if outcome == "chosen":
        st.pills(
            "Who is chosen",
            list(names),
            selection_mode="multi",
            default=[one for one in (now.subject_ids if now else ()) if one in names],
            format_func=lambda one: plain(names[one], 60),
            key="decided-subjects",
        )
    _text("Why", "decided-why", now.reason if now else "", "What decided it, in words that outlive the room")
    _text("Conditions", "decided-conditions", now.conditions if now else "", "What a red flag asks for first")
    _who_and_when(host, now)
    _text("Seen otherwise", "decided-dissent", now.dissent if now else "", "Who disagrees, and why")
    st.caption("Everybody in the room sees it. Names are left out of shared pages unless you say otherwise.")
    refusals()
    with st.container(horizontal=True):
        given = (host, len(decisions))
        st.button("Write it down", type="primary", key="decide", on_click=_write, args=given)
        st.button("Not now", key="decide-later", on_click=_begin, args=(-1,))


def _who_and_when(host: Host, now: DecisionView | None) -> None:
    left, right = st.columns([3, 2])
    known = list(dict.fromkeys((*(now.decided_by if now else ()), *host.people_to_name())))
    left.multiselect(
        "Decided by",
        known,
        default=list(now.decided_by) if now else None,
        accept_new_options=True,
        placeholder="Choose or type a name",
        key="decided-by",
    )
    today, stood = host.now().date(), now.look_again_on if now else None
    right.date_input(
        "Look again on",
        value=stood,
        min_value=min(today, stood or today),
        format="DD/MM/YYYY",
        key="decided-again",
        help="When to ask whether it was as scored.",
    )


def _text(label: str, key: str, value: str, hint: str) -> None:
    st.text_area(label, value=value, max_chars=LONGEST, height=80, placeholder=hint, key=key)


def _write(host: Host, seen: int) -> None:
    given = st.session_state
    new = NewDecision(
        outcome=given["decided"],
        reason=given["decided-why"] or "",
        decided_by=tuple(given["decided-by"]),
        subjects=tuple(given.get("decided-subjects") or ()),
        conditions=given["decided-conditions"] or "",
        dissent=given["decided-dissent"] or "",
        look_again_on=given["decided-again"],
        seen=seen,
    )
    if host.decide(new):
        st.session_state[WRITING] = -1

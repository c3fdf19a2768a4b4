"""Evidence on screen: claimed against evidenced, what supports a level, and what we only assume."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cxmaturity.charts.formats import counted, number
from cxmaturity.domain.assumptions import Assumption, Outcome, to_test
from cxmaturity.domain.evidence import EvidenceItem, EvidenceKind
from cxmaturity.domain.ladder import level_text
from cxmaturity.domain.numbers import TOLERANCE
from cxmaturity.domain.rubric import Criterion
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.loop.evidenced import (
    EvidenceView,
    NewAssumption,
    NewEvidence,
    assume,
    bring_evidence,
    tell_outcome,
    withdraw_evidence,
)
from cxmaturity.services.loop.organisation import today
from cxmaturity.services.views import EvaluationView
from cxmaturity.ui.loop.strip import page_strip
from cxmaturity.ui.outcome import attempt, refusals, refused_at
from cxmaturity.ui.words import day, dotted, plain

MOST: Final = 12
EVERY: Final = ""
OUTCOMES: Final = [str(each) for each in Outcome if each is not Outcome.UNTESTED]


def show_evidence(
    app: App, viewer: Viewer, evaluation: EvaluationView, subject: str, view: EvidenceView
) -> None:
    """Show how far evidence carries what is claimed, and where it is missing or old."""
    page_strip(evaluation, evaluation.current_cycle, "evidence")
    st.title(_title(view), anchor=False)
    st.caption(
        plain(dotted(subject, "a level that needs evidence and has none counts as the level below it"))
    )
    refusals()
    left, right = st.columns([6, 5], gap="large")
    with left:
        _unsupported(evaluation, view)
        _items(app, viewer, evaluation, view)
    with right:
        if viewer.may("rate", evaluation.id):
            _bring(app, viewer, evaluation, subject)
        _assumptions(app, viewer, evaluation, subject, view)


def _title(view: EvidenceView) -> str:
    if view.claimed is None or view.evidenced is None:
        return "Nothing is claimed yet"
    gap = view.claimed - view.evidenced
    if gap < 0.5:
        return f"Evidence carries all of the {number(view.claimed, 0)} that are claimed"
    return f"{number(view.claimed, 0)} is claimed, {number(view.evidenced, 0)} is evidenced"


def _unsupported(evaluation: EvaluationView, view: EvidenceView) -> None:
    st.header("What evidence does not carry", anchor=False)
    if not view.unsupported:
        has_claims = view.claimed is not None
        st.caption(
            "Every claim that needs evidence has it."
            if has_claims
            else "Once answers count, what is claimed without evidence stands here."
        )
    with st.container(gap=None):
        for each in view.unsupported[:MOST]:
            criterion = evaluation.rubric.criterion(each.criterion)
            claimed = _value(criterion, each.claimed)
            allowed = level_text(criterion, each.allowed) if criterion else number(each.allowed)
            old = f"newest of {day(each.newest.dated)}" if each.newest else "none"
            with st.container(key=f"row-gap-{each.criterion}"):
                st.markdown(
                    f"**{plain(each.title, 90)}**  \n:small[:gray[claimed {plain(claimed, 40)}, "
                    f"no answer counts for more than {plain(allowed, 40)} · evidence: {old}]]"
                )
    st.space("small")


def _value(criterion: Criterion | None, value: float) -> str:
    """Return what people call a value that counts; between two levels, the number."""
    if criterion is None or all(abs(value - level.points) > TOLERANCE for level in criterion.scale.levels):
        return number(value)
    return level_text(criterion, value)


def _items(app: App, viewer: Viewer, evaluation: EvaluationView, view: EvidenceView) -> None:
    st.header(counted(len(view.items), "piece of evidence", "pieces of evidence"), anchor=False)
    titles = {criterion.id: criterion.title for criterion in evaluation.rubric.criteria()}
    with st.container(gap=None):
        for place, item in enumerate(view.items):
            with st.container(key=f"row-evidence-{place}"):
                left, right = st.columns([4, 1.3], wrap=False, vertical_alignment="center")
                for_all = len(evaluation.subjects) > 1 and not item.subject
                left.markdown(_item(item, view, titles, "for all" if for_all else ""))
                if (
                    not item.id.startswith("assumption-")
                    and viewer.may("arrange", evaluation.id)
                    and right.button("Withdraw", key=f"withdraw-{item.id}", width="stretch")
                ):
                    _withdraw(app, viewer, evaluation.id, item.id)
    if view.cited:
        rest = "rests on what was cited" if view.cited == 1 else "rest on what was cited"
        st.caption(f"{counted(view.cited, 'answer')} {rest} beside it; whose it is stays untold.")
    st.space("small")


def _withdraw(app: App, viewer: Viewer, evaluation_id: str, evidence_id: str) -> None:
    attempt(lambda: withdraw_evidence(app, viewer, evaluation_id, evidence_id))
    st.rerun()


def _item(item: EvidenceItem, view: EvidenceView, titles: dict[str, str], scope: str) -> str:
    old = any(name in view.stale for name in item.criteria)
    serves = ", ".join(titles[name] for name in item.criteria if name in titles)
    facts = dotted(item.kind, day(item.dated), plain(view.people.get(item.person, ""), 40), scope)
    link = f"  \n:small[{plain(item.link, 120)}]" if item.link else ""
    badge = " :orange-badge[stale]" if old else ""
    return f"**{plain(item.title, 90)}**{badge}  \n:small[:gray[{facts} · {plain(serves, 160)}]]{link}"


def _bring(app: App, viewer: Viewer, evaluation: EvaluationView, subject: str) -> None:
    st.header("Bring evidence", anchor=False)
    titles = {criterion.id: criterion.title for criterion in evaluation.rubric.criteria()}
    with st.form("evidence", clear_on_submit=True, border=False):
        title = st.text_input("What is it?", max_chars=120, key="evidence-title")
        link = st.text_input("Link, if there is one", max_chars=400, key="evidence-link")
        kind = st.selectbox("Kind", [str(kind) for kind in EvidenceKind], key="evidence-kind")
        dated = st.date_input(
            "Date of what it shows", value=today(app), key="evidence-dated", format="DD/MM/YYYY"
        )
        criteria = st.multiselect(
            "What it supports", list(titles), format_func=titles.__getitem__, key="evidence-criteria"
        )
        about = _about(evaluation, subject, "evidence-about")
        if st.form_submit_button("Add it", type="primary"):
            new = NewEvidence(title, link, EvidenceKind(kind), dated, tuple(criteria), about)
            attempt(lambda: bring_evidence(app, viewer, evaluation.id, new))
            st.rerun()


def _about(evaluation: EvaluationView, subject: str, key: str) -> str:
    """Ask whom something is about: the subject shown, unless all of them are chosen."""
    if len(evaluation.subjects) < 2:
        return subject
    chosen: str = st.radio(
        "Whom it is about",
        [subject, EVERY],
        format_func=lambda name: plain(name, 60) if name else f"All {len(evaluation.subjects)}",
        horizontal=True,
        key=f"{key}-{subject}",
    )
    return chosen


def _assumptions(
    app: App, viewer: Viewer, evaluation: EvaluationView, subject: str, view: EvidenceView
) -> None:
    st.space("small")
    untested = to_test(view.assumptions)
    st.header(f"What we only assume: {counted(len(untested), 'untested belief')}", anchor=False)
    with st.container(gap=None):
        for each in (*untested, *(a for a in view.assumptions if not a.is_open)):
            _assumption(app, viewer, evaluation, each, view)
    if viewer.may("arrange", evaluation.id):
        _assume(app, viewer, evaluation, subject)


def _assumption(
    app: App, viewer: Viewer, evaluation: EvaluationView, each: Assumption, view: EvidenceView
) -> None:
    who = plain(view.people.get(each.owner, ""), 40)
    facts = dotted(
        plain(each.study, 100), who, f"by {day(each.test_by)}" if each.is_open else str(each.outcome)
    )
    with st.container(key=f"row-assumption-{each.id}"):
        st.markdown(f"**{plain(each.text, 200)}**  \n:small[:gray[{facts}]]")
        if not each.is_open:
            st.caption(f"Learned: {plain(each.learned, 300)}")
        elif viewer.may("arrange", evaluation.id):
            with st.popover("What did the study show?"):
                outcome = st.selectbox("Outcome", OUTCOMES, key=f"outcome-{each.id}")
                learned = st.text_input("In a sentence", max_chars=400, key=f"learned-{each.id}")
                if st.button("Keep it", key=f"tell-{each.id}"):
                    found = Outcome(outcome or Outcome.UNTESTED)
                    attempt(lambda: tell_outcome(app, viewer, evaluation.id, each.id, found, learned))
                    st.rerun()


def _assume(app: App, viewer: Viewer, evaluation: EvaluationView, subject: str) -> None:
    titles = {criterion.id: criterion.title for criterion in evaluation.rubric.criteria()}
    with (
        st.expander("Write an assumption down", type="compact", expanded=refused_at("assumption")),
        st.form("assumption", clear_on_submit=True, border=False),
    ):
        text = st.text_area("What do we think we know about customers?", height=80, key="assume-text")
        study = st.text_input("Which study will test it?", max_chars=120, key="assume-study")
        kind = st.selectbox("Kind of study", [str(kind) for kind in EvidenceKind], key="assume-kind")
        owner = st.text_input("Who sees to it", max_chars=120, key="assume-owner")
        by = st.date_input("By", value=today(app), key="assume-by", format="DD/MM/YYYY")
        criteria = st.multiselect(
            "What it is about", list(titles), format_func=titles.__getitem__, key="assume-criteria"
        )
        about = _about(evaluation, subject, "assume-about")
        if st.form_submit_button("Write it down"):
            new = NewAssumption(text, owner, study, EvidenceKind(kind), by, tuple(criteria), about)
            attempt(lambda: assume(app, viewer, evaluation.id, new), "assumption")
            st.rerun()
        refusals("assumption")

"""Closing a cycle on screen: what would be signed, the name, earlier revisions, and the next cycle."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import pandas as pd
import streamlit as st

from cxmaturity.charts.formats import counted, listed, number, percent
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.cycles import open_next_cycle
from cxmaturity.services.loop.closing import Freeze, Revision, close_and_sign, reopen
from cxmaturity.services.loop.dates import quarter_after
from cxmaturity.services.loop.signed import SignedFigures
from cxmaturity.services.views import EvaluationView
from cxmaturity.ui.figures import table
from cxmaturity.ui.loop.strip import page_strip
from cxmaturity.ui.outcome import attempt, refusals, refused_at
from cxmaturity.ui.places import path_of
from cxmaturity.ui.words import day, plain

MEASURE: Final = 760
ONE_DAY: Final = timedelta(days=1)


def show_closing(app: App, viewer: Viewer, evaluation: EvaluationView, freeze: Freeze) -> None:
    """Show what closing would freeze; for a closed cycle, how it was signed and what comes next."""
    page_strip(evaluation, evaluation.current_cycle, "close")
    with st.container(width=MEASURE):
        st.title(_title(freeze), anchor=False)
        st.caption(_about(freeze))
        refusals()
        if freeze.figures:
            table(
                _frame(freeze.figures), "What is signed" if freeze.is_open or freeze.is_signed else "Figures"
            )
        if viewer.may("arrange", evaluation.id):
            _acts(app, viewer, evaluation, freeze)
        _revisions(freeze)


def _title(freeze: Freeze) -> str:
    if freeze.is_open:
        return f"Close {plain(freeze.cycle, 40)} and sign it"
    return f"{plain(freeze.cycle, 40)} is closed{' and signed' if freeze.is_signed else ', unsigned'}"


def _about(freeze: Freeze) -> str:
    if not freeze.is_open:
        return "What was signed stays as it was. Reopening makes a revision beside it, never in its place."
    parts = []
    if freeze.waiting:
        are = "is" if freeze.waiting == 1 else "are"
        it = "it stays" if freeze.waiting == 1 else "they stay"
        of_all = f"{freeze.waiting} of {counted(freeze.answers, 'answer')}"
        parts.append(f"{of_all} {are} not confirmed: {it} out of the score")
    if freeze.missing:
        parts.append(f"{listed(plain(name, 40) for name in freeze.missing)} did not answer")
    return " · ".join(parts) or "Every answer is confirmed."


def _acts(app: App, viewer: Viewer, evaluation: EvaluationView, freeze: Freeze) -> None:
    if freeze.is_open:
        st.text_input(
            "Signed by", value=viewer.name if viewer.name != "Owner" else "", max_chars=120, key="sign"
        )
        st.caption("Your name stands with the result and with its fingerprint, for everyone who may read it.")
        args = (app, viewer, evaluation)
        st.button("Close and sign", type="primary", key="close-cycle", on_click=_close, args=args)
        refusals("close")
        return
    _next(app, viewer, evaluation)
    if not viewer.may("own", evaluation.id):
        return
    with st.expander("Reopen as a revision", type="compact", expanded=refused_at("reopen")):
        st.text_input("Why is it reopened?", max_chars=400, key="reopen-why")
        st.button("Reopen", key="reopen-cycle", on_click=_reopen, args=(app, viewer, evaluation))
        refusals("reopen")


def _close(app: App, viewer: Viewer, shown: EvaluationView) -> None:
    """Sign the cycle that the page showed."""
    name = st.session_state["sign"]
    attempt(lambda: close_and_sign(app, viewer, shown.id, name, shown.ground), "close")


def _reopen(app: App, viewer: Viewer, shown: EvaluationView) -> None:
    reason = st.session_state["reopen-why"]
    attempt(lambda: reopen(app, viewer, shown.id, reason, shown.ground), "reopen")


def _next(app: App, viewer: Viewer, evaluation: EvaluationView) -> None:
    quarter = quarter_after(app, evaluation.id)
    st.header("Open the next cycle", anchor=False)
    st.markdown("Every answer comes along, unconfirmed: it counts again only once somebody confirms it.")
    left, middle, right = st.columns(3)
    label = left.text_input("Name", value=quarter.label, max_chars=40, key="next-label")
    first = middle.date_input("First day", value=quarter.starts_on, key="next-starts", format="DD/MM/YYYY")
    last = right.date_input("Last day", value=quarter.ends_on - ONE_DAY, key="next-ends", format="DD/MM/YYYY")
    if st.button("Open it", type="primary", key="next-open"):
        opened = attempt(lambda: open_next_cycle(app, viewer, evaluation.id, label, first, last + ONE_DAY))
        if opened:
            st.switch_page(path_of("programme"), query_params={"e": evaluation.id})
        st.rerun()


def _revisions(freeze: Freeze) -> None:
    if not freeze.revisions:
        return
    st.space("small")
    st.header("Signed so far", anchor=False)
    with st.container(gap=None):
        for place, revision in enumerate(reversed(freeze.revisions)):
            with st.container(key=f"row-revision-{place}"):
                _revision(revision)


def _revision(revision: Revision) -> None:
    mark = ":green[:material/verified: as signed]" if revision.is_current else ""
    if not revision.is_current and revision.reopened_at is None:
        mark = ":gray[an earlier result]"
    scores = ", ".join(_figure(figures) for figures in revision.figures)
    st.markdown(
        f"**{plain(revision.cycle, 40)}, revision {revision.number}** · {scores} {mark}  \n"
        f":small[:gray[Signed by {plain(revision.signed_as, 80)} on {day(revision.at)}"
        f" · fingerprint {revision.result_sha256[:12]}]]"
    )
    if revision.reopened_at is not None:
        st.markdown(f":small[:gray[Reopened on {day(revision.reopened_at)}: {plain(revision.reason, 300)}]]")


def _figure(figures: SignedFigures) -> str:
    score = "no score" if figures.score is None else number(figures.score, 1)
    evidenced = "" if figures.evidenced is None else f", {number(figures.evidenced, 1)} with evidence"
    return f"{plain(figures.subject, 40)} {score}{evidenced}"


def _shown(score: float | None) -> float | None:
    return None if score is None else round(score)


def _frame(figures: tuple[SignedFigures, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "": [each.subject for each in figures],
            "Score": [_shown(each.score) for each in figures],
            "With evidence": [_shown(each.evidenced) for each in figures],
            "Stage": [each.stage for each in figures],
            "Questions covered": [percent(each.coverage) for each in figures],
        }
    )

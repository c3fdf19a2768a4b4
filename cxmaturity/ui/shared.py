"""The live page of a share link: aggregates only, and weights to try that touch nothing."""

from __future__ import annotations

from base64 import b64decode

import pandas as pd
import streamlit as st

from cxmaturity.charts.ranking import ranking
from cxmaturity.reports.footing import footing, heading, moment
from cxmaturity.reports.model import Brand, Exhibit, Report, Table
from cxmaturity.services.application import App
from cxmaturity.services.shared import LIVE_COOKIE, Look, live_report, look, proof_cookie, reweighed
from cxmaturity.ui.figures import behind, figure, table
from cxmaturity.ui.session import tokens
from cxmaturity.ui.words import headline, plain

STEPS = 40


def cookie(name: str) -> str:
    """Return one of the visitor's cookies; tests replace this one function."""
    return st.context.cookies.get(name, "")


def asked_for(app: App, share_id: str) -> Look | None:
    """Return the open live link with this public id, for whoever holds its cookie; None for everybody else.

    A cookie counts for the link whose token it holds, whatever its name says.
    """
    token = cookie(LIVE_COOKIE + share_id)
    seen = look(app, token, cookie(proof_cookie(token)))
    is_it = seen.answer == "open" and seen.kind == "live" and seen.share_id == share_id
    return seen if is_it else None


def closed() -> None:
    """Say that there is nothing to see."""
    st.title("This link does not open", anchor=False)
    st.markdown(
        "Open the link that you were sent once more, or ask whoever sent it for a new one.", width=520
    )


def show(app: App, seen: Look) -> None:
    """Show what is true now, from the headline to what it rests on."""
    report = live_report(app, seen, tokens())
    _mark(report.brand)
    st.markdown(f"**{plain(heading(report), 120)}**")
    st.title(headline(report.title), anchor=False)
    st.caption(plain(report.detail))
    st.caption(f"Live, as of {moment(report.provenance.made_at)}; load the page again for the newest.")
    for warning in report.warnings:
        st.markdown(f":orange-badge[:material/flag: look here] {plain(warning, 600)}")
    _figures(report)
    for place, exhibit in enumerate(report.exhibits):
        st.space("small")
        _exhibit(exhibit, place)
    if "standing" in {exhibit.part for exhibit in report.exhibits}:
        _try_weights(app, seen)
    _rest(report)


def _mark(brand: Brand) -> None:
    """Show whose report it is."""
    if brand.logo:
        st.image(b64decode(brand.logo.partition(",")[2]), width=160)
    if brand.company:
        st.markdown(f"**{plain(brand.company, 80)}**")


def _figures(report: Report) -> None:
    if not report.figures:
        return
    with st.container(key="figures"), st.grid(min(4, len(report.figures)), min_column_width=150):
        for one in report.figures:
            label, beside = plain(one.label), plain(one.beside) or None
            st.metric(label, one.value, beside, delta_color="gray", delta_arrow="off")


def _exhibit(exhibit: Exhibit, place: int) -> None:
    st.header(plain(exhibit.title), anchor=False)
    st.caption(plain(exhibit.note))
    st.vega_lite_chart(
        spec=dict(exhibit.spec), theme=None, width="stretch", alt=exhibit.alt, key=f"shared-{place}"
    )
    behind(_frame(exhibit.table), exhibit.title)


def _frame(given: Table) -> pd.DataFrame:
    return pd.DataFrame(list(given.rows), columns=list(given.columns))


def _try_weights(app: App, seen: Look) -> None:
    """Let a reader weigh the parts otherwise; what comes of it is shown to this reader only."""
    scope = seen.scope
    if scope is None or scope.page not in {"result", "workshop"}:
        return
    usual = reweighed(app, seen, {})
    if len(usual.result.ranked) < 2 or len(usual.parts) < 2:
        return
    st.space("small")
    st.header("Would other weights change it?", anchor=False)
    st.caption("Only you see what you try here; the result above stays as it is.")
    weights: dict[str, float] = {}
    left, right = st.columns([4, 7], gap="large")
    most = 2 * max(part.weight for part in usual.parts)  # one scale for all, with room above each weight
    with left:
        for part in usual.parts:
            weights[part.id] = st.slider(
                plain(part.title, 60),
                0.0,
                most,
                part.weight,
                step=most / STEPS,
                format="%g",
                key=f"weight-{part.id}",
            )
    with right:
        if not any(weights.values()):
            st.markdown("Give at least one part some weight.")
            return
        figure(ranking(reweighed(app, seen, weights).result, tokens()), "own-weights")


def _rest(report: Report) -> None:
    for aside in report.asides:
        st.space("small")
        st.header(plain(aside.table.title), anchor=False)
        if aside.note:
            st.caption(plain(aside.note))
        table(_frame(aside.table), aside.table.title)
    if report.notes:
        st.space("small")
        st.header("What else to know", anchor=False)
        st.markdown("\n".join(f"- {plain(note, 600)}" for note in report.notes))
    if report.questions is not None:
        behind(_frame(report.questions), report.questions.title, "What was asked, and how it counts")
    for line in footing(report):
        st.caption(plain(line, 600))

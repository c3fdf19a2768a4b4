"""One action on screen: where it stands, what to do with it now, its screening, its plan, its history."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Final

import streamlit as st

from cxmaturity.charts.formats import number
from cxmaturity.domain.indicators import EarlyIndicator, state
from cxmaturity.domain.planning import ActionState
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.loop.plan_view import ActionView
from cxmaturity.services.loop.planning import Step, accept, keep_course, read_indicator, take_step
from cxmaturity.services.loop.screening import ScreeningView
from cxmaturity.ui.loop.action_form import plan_form
from cxmaturity.ui.loop.phrases import EFFORTS, STATES
from cxmaturity.ui.loop.questions import four_questions
from cxmaturity.ui.loop.strip import page_strip
from cxmaturity.ui.outcome import attempt, refusals
from cxmaturity.ui.words import day, dotted, plain

MEASURE: Final = 760
NEXT: Final[dict[ActionState, tuple[tuple[Step, str], ...]]] = {
    ActionState.ACCEPTED: (("started", "Start"), ("paused", "Pause"), ("stopped", "Stop")),
    ActionState.RUNNING: (("done", "Done"), ("paused", "Pause"), ("stopped", "Stop")),
    ActionState.PAUSED: (("resumed", "Resume"), ("stopped", "Stop")),
    ActionState.PROPOSED: (("stopped", "Drop"),),
}
MOVES: Final = {"pivoted": "Pivot", "kept": "Kept on course"}


def show_action(app: App, viewer: Viewer, view: ActionView, screening: ScreeningView) -> None:
    """Show an action; what it waits for comes first."""
    page_strip(view.evaluation, view.evaluation.current_cycle, "action")
    with st.container(width=MEASURE):
        st.title(plain(view.action.title, 120), anchor=False)
        st.caption(_about(view))
        refusals()
        may = viewer.may("arrange", view.evaluation.id)
        _indicator(app, viewer, view)
        if may:
            _steps(app, viewer, view, screening)
        pieces = [partial(four_questions, app, viewer, view, screening)]
        pieces.append(partial(plan_form, app, viewer, view) if may else partial(_plan, view))
        for piece in reversed(pieces) if view.action.state is ActionState.PROPOSED else pieces:
            piece()
        _history(view)


def _about(view: ActionView) -> str:
    action, people = view.action, view.people
    late = "overdue" if view.is_overdue else ""
    owner = plain(people.get(action.owner, ""), 40)
    sponsor = plain(people.get(action.sponsor, ""), 40)
    return dotted(
        action.kind.capitalize(),
        STATES[action.state],
        f"{owner} answers for it" if owner else "nobody answers for it yet",
        f"{sponsor} stands behind it" if sponsor else "",
        f"due {day(action.due)}" if action.due else "",
        f":orange[{late}]" if late else "",
    )


def _steps(app: App, viewer: Viewer, view: ActionView, screening: ScreeningView) -> None:
    action = view.action
    if action.state is ActionState.PROPOSED:
        _acceptance(app, viewer, view, screening)
    steps = NEXT.get(action.state, ())
    if not steps:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        reason = st.text_input("Why (to pause or stop)", max_chars=400, key="step-why", width=320)
        for step, label in steps:
            filled = step in {"started", "done", "resumed"}
            if st.button(label, key=f"step-{step}", type="primary" if filled else "secondary"):
                _take(app, viewer, view, step, reason)
    st.space("small")


def _take(app: App, viewer: Viewer, view: ActionView, step: Step, reason: str) -> None:
    attempt(lambda: take_step(app, viewer, view.evaluation.id, view.action.id, step, reason))
    st.rerun()


def _acceptance(app: App, viewer: Viewer, view: ActionView, screening: ScreeningView) -> None:
    lacks = [*view.lacks, *screening.screening.in_the_way]
    if lacks:
        st.markdown("**Before it can be accepted**")
        st.markdown("\n".join(f"- {plain(each, 200)}" for each in lacks))
    if st.button("Accept", type="primary", key="accept", disabled=bool(lacks)):
        attempt(lambda: accept(app, viewer, view.evaluation.id, view.action.id))
        st.rerun()


def _indicator(app: App, viewer: Viewer, view: ActionView) -> None:
    sign = view.action.indicator
    if sign is None:
        return
    st.header("Early sign", anchor=False)
    now = state(sign, view.today)
    words = {
        "waiting": "not due yet",
        "due": ":orange[check is due]",
        "met": ":green[met]",
        "missed": ":orange[missed]",
    }
    st.markdown(f"**{plain(sign.title, 120)}**: {_threshold(sign)} · {words[now]}")
    if viewer.may("rate", view.evaluation.id) and now in {"waiting", "due"}:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            value = st.number_input("What does it show today?", value=None, key="sign-value", width=220)
            if st.button("Note it", key="sign-save", disabled=value is None):
                attempt(
                    lambda: read_indicator(app, viewer, view.evaluation.id, view.action.id, float(value or 0))
                )
                st.rerun()
    if view.needs_decision and viewer.may("arrange", view.evaluation.id):
        _keep(app, viewer, view)
    st.space("small")


def _keep(app: App, viewer: Viewer, view: ActionView) -> None:
    st.markdown(
        "**Pivot or keep?** A pivot changes the plan below; to keep the course, say why and check again."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        reason = st.text_input("Why keep it?", max_chars=400, key="keep-why", width=320)
        again = st.date_input(
            "Check again on", value=view.today + timedelta(days=30), key="keep-check", format="DD/MM/YYYY"
        )
        if st.button("Keep the course", key="keep"):
            attempt(lambda: keep_course(app, viewer, view.evaluation.id, view.action.id, reason, again))
            st.rerun()


def _threshold(sign: EarlyIndicator) -> str:
    bound = "at least" if sign.direction == "up" else "at most"
    seen = f", {number(sign.reading)} on {day(sign.read_on)}" if sign.reading is not None else ""
    return f"{bound} {number(sign.threshold)} by {day(sign.check_on)}{seen}"


def _plan(view: ActionView) -> None:
    action = view.action
    st.header("Plan", anchor=False)
    for label, text in (
        ("Replaces", action.replaces),
        ("Keeps", action.keeps),
        ("Buy-in", action.enablement.buy_in),
    ):
        if text:
            st.markdown(f"- {label}: {plain(text, 300)}")
    st.markdown(f"- Customers: {EFFORTS[action.customers]}\n- Agents: {EFFORTS[action.agents]}")


def _history(view: ActionView) -> None:
    if not view.action.history:
        return
    st.space("small")
    st.header("History", anchor=False)
    with st.container(gap=None):
        for place, event in enumerate(reversed(view.action.history)):
            with st.container(key=f"row-event-{place}"):
                what = MOVES.get(event.move, event.move.capitalize())
                who = plain(view.people.get(event.by, ""), 60)
                st.markdown(f"**{what}** · {day(event.on)} · {who}  \n{plain(event.reason, 400)}")
                if event.was is not None:
                    was = dotted(event.was.title, f"due {day(event.was.due)}" if event.was.due else "")
                    st.caption(f"The plan before: {plain(was, 200)}")

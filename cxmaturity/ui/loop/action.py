"""One action on screen: where it stands, what to do with it now, its screening, its plan, its history."""

from __future__ import annotations

from datetime import timedelta
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
from cxmaturity.ui.loop.action_form import new_plan, pivot_form, plan_form
from cxmaturity.ui.loop.phrases import EFFORTS, STATES
from cxmaturity.ui.loop.questions import four_questions
from cxmaturity.ui.loop.strip import page_strip
from cxmaturity.ui.outcome import attempt, refusals, refused_at
from cxmaturity.ui.words import day, dotted, plain

MEASURE: Final = 760
NEW: Final = "new"  # in the address, in the place of an action's id
DECISION: Final = "do"  # in the address: what is chosen where a missed early sign waits
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
        if not viewer.may("arrange", view.evaluation.id):
            _indicator(app, viewer, view)
            four_questions(app, viewer, view, screening)
            _plan(view)
        elif view.action.state is ActionState.PROPOSED:
            plan_form(app, viewer, view)
            four_questions(app, viewer, view, screening)
            _acceptance(app, viewer, view, screening)
        else:
            _in_hand(app, viewer, view, screening)
        _history(view)


def show_new_action(app: App, viewer: Viewer, view: ActionView) -> None:
    """Show the form of an action that is not in the plan yet."""
    page_strip(view.evaluation, view.evaluation.current_cycle, "action")
    with st.container(width=MEASURE):
        st.title("New action", anchor=False)
        st.caption("It enters the plan once you save it.")
        new_plan(app, viewer, view)


def _in_hand(app: App, viewer: Viewer, view: ActionView, screening: ScreeningView) -> None:
    """Show an accepted action: its sign, its next steps, its questions; a missed sign is decided first."""
    _indicator(app, viewer, view)
    if view.needs_decision:
        _decision(app, viewer, view)
        four_questions(app, viewer, view, screening)
        _steps(app, viewer, view)
        return
    _steps(app, viewer, view)
    four_questions(app, viewer, view, screening)
    plan_form(app, viewer, view)


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


def _steps(app: App, viewer: Viewer, view: ActionView) -> None:
    action = view.action
    steps = NEXT.get(action.state, ())
    if not steps:
        return
    if view.needs_decision:
        st.header("Or end it here", anchor=False)
    is_proposed = action.state is ActionState.PROPOSED
    label = "Why it is dropped" if is_proposed else "Why (to pause or stop)"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        reason = st.text_input(label, max_chars=400, key="step-why", width=320)
        for step, name in steps:
            filled = step in {"started", "done", "resumed"} and not view.needs_decision
            if st.button(name, key=f"step-{step}", type="primary" if filled else "secondary"):
                _take(app, viewer, view, step, reason)
    refusals("step")
    st.space("small")


def _take(app: App, viewer: Viewer, view: ActionView, step: Step, reason: str) -> None:
    attempt(lambda: take_step(app, viewer, view.evaluation.id, view.action.id, step, reason), "step")
    st.rerun()


def _acceptance(app: App, viewer: Viewer, view: ActionView, screening: ScreeningView) -> None:
    """Offer to accept it, beneath all that this takes, or to drop it."""
    st.header("Accept it", anchor=False)
    lacks = [*view.lacks, *screening.screening.in_the_way]
    if lacks:
        st.markdown("**It still takes**")
        st.markdown("\n".join(f"- {plain(each, 200)}" for each in lacks))
    if st.button("Accept", type="primary", key="accept", disabled=bool(lacks)):
        attempt(lambda: accept(app, viewer, view.evaluation.id, view.action.id), "accept")
        st.rerun()
    refusals("accept")
    with st.expander("Drop it", type="compact", expanded=refused_at("step")):
        _steps(app, viewer, view)


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
    st.space("small")


def _decision(app: App, viewer: Viewer, view: ActionView) -> None:
    """Ask *pivot or keep*; the choice stands in the address, and opens what it takes."""
    st.markdown("**Pivot or keep?** A pivot changes the plan; to keep the course, say why and check again.")
    chosen = st.query_params.get(DECISION, "")
    with st.container(horizontal=True):
        for way, label in (("pivot", "Pivot"), ("keep", "Keep")):
            is_filled = chosen in {"", way}
            st.button(
                label,
                key=f"decide-{way}",
                type="primary" if is_filled else "secondary",
                on_click=_choose,
                args=(way,),
            )
    if chosen == "keep":
        _keep(app, viewer, view)
    elif chosen == "pivot":
        pivot_form(app, viewer, view)
    st.space("small")


def _choose(way: str) -> None:
    st.query_params[DECISION] = way


def _keep(app: App, viewer: Viewer, view: ActionView) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        reason = st.text_input("Why keep it?", max_chars=400, key="keep-why", width=320)
        again = st.date_input(
            "Check again on", value=view.today + timedelta(days=30), key="keep-check", format="DD/MM/YYYY"
        )
        if st.button("Keep the course", type="primary", key="keep"):
            attempt(
                lambda: keep_course(app, viewer, view.evaluation.id, view.action.id, reason, again), "keep"
            )
            st.rerun()
    refusals("keep")


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

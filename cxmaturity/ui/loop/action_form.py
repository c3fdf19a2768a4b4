"""The plan of an action as a form; for an action in hand, changing it is a pivot with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal

import streamlit as st

from cxmaturity.domain.indicators import EarlyIndicator
from cxmaturity.domain.ladder import level_text, rungs
from cxmaturity.domain.planning import IN_HAND, ActionState, Promise
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.loop.drafts import Plan
from cxmaturity.services.loop.plan_view import ActionView
from cxmaturity.services.loop.planning import pivot, replan
from cxmaturity.ui.loop.phrases import EFFORTS
from cxmaturity.ui.outcome import attempt
from cxmaturity.ui.words import plain

NO_GOAL: Final = ""
SAVE: Final = "plan-save"
DRAWN: Final = "plan-drawn"  # the revision that the form was filled from when it was last shown
Direction = Literal["up", "down"]
KINDS: Final[tuple[Literal["action", "initiative"], ...]] = ("action", "initiative")


def plan_form(app: App, viewer: Viewer, view: ActionView) -> None:
    """Show the plan; a proposed one changes freely, one in hand by a pivot, one that is over not at all."""
    action = view.action
    if action.state is not ActionState.PROPOSED and action.state not in IN_HAND:
        return
    is_pivot = action.state in IN_HAND
    st.header("Change course: a pivot" if is_pivot else "Plan", anchor=False)
    if is_pivot:
        st.caption("What the plan was before, and why it changed, stays in the history.")
    with st.expander("The plan", type="compact", expanded=not is_pivot), st.form("plan", border=False):
        plan = _filled(_as_drawn(view))
        reason = st.text_input("Why this pivot?", max_chars=400, key="pivot-why") if is_pivot else ""
        if st.form_submit_button("Pivot" if is_pivot else "Save the plan", key=SAVE):
            place = view.evaluation.id, action.id
            if is_pivot:
                attempt(lambda: pivot(app, viewer, *place, plan, reason))
            else:
                attempt(lambda: replan(app, viewer, *place, plan))
            st.rerun()


def _as_drawn(view: ActionView) -> ActionView:
    """Return the action with the revision that its form was filled from.

    The fields carry that revision in their names: what somebody else saved meanwhile fills the form anew, and
    what is being saved in this run is still read from the fields that it was typed into.
    """
    drawn = st.session_state.get(DRAWN)
    if st.session_state.get(SAVE) and drawn is not None:
        return replace(view, plan=replace(view.plan, seen=drawn))
    st.session_state[DRAWN] = view.plan.seen
    return view


def _filled(view: ActionView) -> Plan:
    plan = view.plan
    title = st.text_input("What will be done", value=plan.title, max_chars=120, key=f"plan-title-{plan.seen}")
    left, right = st.columns(2)
    kind = left.selectbox("Kind", KINDS, index=KINDS.index(plan.kind), key=f"plan-kind-{plan.seen}")
    goals = {NO_GOAL: "choose a goal", **{goal.id: goal.title for goal in view.goals}}
    known = plan.goal if plan.goal in goals else NO_GOAL
    goal = right.selectbox(
        "Goal that it serves",
        list(goals),
        index=list(goals).index(known),
        format_func=goals.__getitem__,
        key=f"plan-goal-{plan.seen}",
    )
    owner = left.text_input(
        "Owner, accountable", value=plan.owner, max_chars=120, key=f"plan-owner-{plan.seen}"
    )
    sponsor = right.text_input(
        "Executive sponsor", value=plan.sponsor, max_chars=120, key=f"plan-sponsor-{plan.seen}"
    )
    due = left.date_input("Done by", value=plan.due, key=f"plan-due-{plan.seen}", format="DD/MM/YYYY")
    promises = _lift(view)
    effort = left.slider("Effort", 1, 5, plan.effort, key=f"plan-effort-{plan.seen}")
    impact = right.slider("Impact", 1, 5, plan.impact, key=f"plan-impact-{plan.seen}")
    filled = replace(
        plan,
        title=title,
        kind=kind,
        goal=goal or "",
        owner=owner,
        sponsor=sponsor,
        due=due,
        promises=promises,
        effort=effort,
        impact=impact,
    )
    return _taken_along(_process(filled))


def _lift(view: ActionView) -> tuple[Promise, ...]:
    """Ask what it lifts, and to which level of that criterion's own scale; the last level of each holds."""
    asked = {criterion.id: criterion for criterion in view.rubric.criteria()}
    known = [(each.criterion, each.value) for each in view.plan.promises if each.criterion in asked]
    rungs_of = [(name, value) for name, one in asked.items() for value in rungs(one)[::-1]]
    chosen = st.multiselect(
        "Expected lift: which criterion, to which level",
        list(dict.fromkeys([*rungs_of, *known])),
        default=known,
        format_func=lambda lift: f"{asked[lift[0]].title}: {level_text(asked[lift[0]], lift[1])}",
        key=f"plan-lifts-{view.plan.seen}",
    )
    unseen = (each for each in view.plan.promises if each.criterion not in asked)
    return (*(Promise(name, value) for name, value in dict(chosen).items()), *unseen)


def _process(plan: Plan) -> Plan:
    left, right = st.columns(2)
    replaces = left.text_input(
        "Process that it replaces", value=plan.replaces, max_chars=100, key=f"plan-replaces-{plan.seen}"
    )
    keeps = right.text_input(
        "or process that it keeps", value=plan.keeps, max_chars=100, key=f"plan-keeps-{plan.seen}"
    )
    customers = left.selectbox(
        "Effort of customers",
        list(EFFORTS),
        index=plan.customers + 2,
        format_func=EFFORTS.__getitem__,
        key=f"plan-customers-{plan.seen}",
    )
    agents = right.selectbox(
        "Effort of agents",
        list(EFFORTS),
        index=plan.agents + 2,
        format_func=EFFORTS.__getitem__,
        key=f"plan-agents-{plan.seen}",
    )
    return replace(
        plan,
        replaces=replaces,
        keeps=keeps,
        customers=customers or 0,
        agents=agents or 0,
        indicator=_early_sign(plan),
    )


def _early_sign(plan: Plan) -> EarlyIndicator | None:
    """Ask for the early indicator; one that was not changed keeps what was read of it."""
    sign = plan.indicator
    title = st.text_input(
        "Early indicator", value=sign.title if sign else "", max_chars=120, key=f"plan-sign-{plan.seen}"
    )
    one, two, three = st.columns(3)
    ways: tuple[Direction, ...] = ("up", "down")
    way = one.selectbox(
        "Good is",
        ways,
        index=ways.index(sign.direction) if sign else 0,
        format_func=lambda way: "at least" if way == "up" else "at most",
        key=f"plan-sign-way-{plan.seen}",
    )
    threshold = two.number_input(
        "Threshold", value=sign.threshold if sign else None, key=f"plan-sign-threshold-{plan.seen}"
    )
    check = three.date_input(
        "Check on",
        value=sign.check_on if sign else None,
        key=f"plan-sign-check-{plan.seen}",
        format="DD/MM/YYYY",
    )
    if not title.strip() or threshold is None or check is None:
        return None
    typed = EarlyIndicator(title.strip(), float(threshold), way, check)
    is_same = sign is not None and replace(sign, reading=None, read_on=None) == typed
    return sign if is_same else typed


def _taken_along(plan: Plan) -> Plan:
    st.caption("Taking people along; one name a line")
    buy_in = st.text_area(
        "Buy-in: who was asked, and what they said",
        value=plan.buy_in,
        height=80,
        key=f"plan-buy-in-{plan.seen}",
    )
    one, two, three = st.columns(3)
    told = one.text_area("Who is told", value="\n".join(plan.told), height=96, key=f"plan-told-{plan.seen}")
    trained = two.text_area(
        "Who is trained", value="\n".join(plan.trained), height=96, key=f"plan-trained-{plan.seen}"
    )
    own = three.text_area(
        "Who gets ownership", value="\n".join(plan.own), height=96, key=f"plan-own-{plan.seen}"
    )
    written = "\n".join(f"{name}: {goal}" for name, goal in plan.personal_goals)
    goals = st.text_area(
        "Their personal goals, as “name: goal”",
        value=written,
        height=80,
        key=f"plan-personal-{plan.seen}",
        help=plain("One a line"),
    )
    return replace(
        plan,
        buy_in=buy_in,
        told=_lines(told),
        trained=_lines(trained),
        own=_lines(own),
        personal_goals=_pairs(_lines(goals)),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _pairs(lines: Sequence[str]) -> tuple[tuple[str, str], ...]:
    parts = (line.partition(":") for line in lines)
    return tuple((name.strip(), goal.strip()) for name, _, goal in parts if name.strip() and goal.strip())

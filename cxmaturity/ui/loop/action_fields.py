"""The fields of an action's plan by theme; each carries the revision that it was filled from in its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal

import streamlit as st

from cxmaturity.domain.ladder import level_text, rungs
from cxmaturity.domain.planning import Promise
from cxmaturity.services.loop.drafts import Plan, TypedSign
from cxmaturity.services.loop.plan_view import ActionView
from cxmaturity.ui.loop.phrases import EFFORTS
from cxmaturity.ui.words import plain

NO_GOAL: Final = ""
Direction = Literal["up", "down"]
KINDS: Final[dict[Literal["action", "initiative"], str]] = {
    "action": "action",
    "initiative": "initiative: bigger, with an early sign and people told",
}


def first_fields(view: ActionView) -> Plan:
    """Ask for what every action needs to be accepted: what, who, when, for which goal, and what it lifts."""
    plan = view.plan
    title = st.text_input("What will be done", value=plan.title, max_chars=120, key=f"plan-title-{plan.seen}")
    left, right = st.columns(2)
    owner = left.text_input(
        "Owner, accountable", value=plan.owner, max_chars=120, key=f"plan-owner-{plan.seen}"
    )
    sponsor = right.text_input(
        "Executive sponsor", value=plan.sponsor, max_chars=120, key=f"plan-sponsor-{plan.seen}"
    )
    due = left.date_input("Done by", value=plan.due, key=f"plan-due-{plan.seen}", format="DD/MM/YYYY")
    kind = right.selectbox(
        "Kind",
        list(KINDS),
        index=list(KINDS).index(plan.kind),
        format_func=KINDS.__getitem__,
        key=f"plan-kind-{plan.seen}",
    )
    plan = replace(plan, title=title, kind=kind, owner=owner, sponsor=sponsor, due=due)
    return _process(replace(_goal(view, plan), promises=_lift(view)))


def _goal(view: ActionView, plan: Plan) -> Plan:
    goals = {NO_GOAL: "choose a goal", **{goal.id: goal.title for goal in view.goals}}
    known = plan.goal if plan.goal in goals else NO_GOAL
    left, right = st.columns(2)
    goal = left.selectbox(
        "Goal that it serves",
        list(goals),
        index=list(goals).index(known),
        format_func=goals.__getitem__,
        key=f"plan-goal-{plan.seen}",
    )
    new = right.text_input("or a new goal", max_chars=120, key=f"plan-new-goal-{plan.seen}")
    return replace(plan, goal=goal or NO_GOAL, new_goal=new)


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
    return replace(plan, replaces=replaces, keeps=keeps)


def early_sign(plan: Plan, *, is_missed: bool) -> TypedSign:
    """Ask for the early indicator; after a miss its check date is empty, since the new one lies ahead."""
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
        value=None if sign is None or is_missed else sign.check_on,
        key=f"plan-sign-check-{plan.seen}",
        format="DD/MM/YYYY",
    )
    return TypedSign(title, threshold, way, check, sign)


def effort_and_impact(plan: Plan) -> Plan:
    """Ask how much it takes and brings, and what it costs customers and agents."""
    left, right = st.columns(2)
    return replace(
        plan,
        effort=left.slider("Effort", 1, 5, plan.effort, key=f"plan-effort-{plan.seen}"),
        impact=right.slider("Impact", 1, 5, plan.impact, key=f"plan-impact-{plan.seen}"),
        customers=left.selectbox(
            "Effort of customers",
            list(EFFORTS),
            index=plan.customers + 2,
            format_func=EFFORTS.__getitem__,
            key=f"plan-customers-{plan.seen}",
        ),
        agents=right.selectbox(
            "Effort of agents",
            list(EFFORTS),
            index=plan.agents + 2,
            format_func=EFFORTS.__getitem__,
            key=f"plan-agents-{plan.seen}",
        ),
    )


def people_taken_along(plan: Plan) -> Plan:
    """Ask who was asked, is told, is trained and gets ownership."""
    st.caption("One name a line")
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

"""The plan of an action as a form: new, changed while it is only proposed, changed by a pivot afterwards."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from cxmaturity.domain.planning import IN_HAND, ActionState
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.loop.drafts import Plan, TypedSign
from cxmaturity.services.loop.plan_view import ActionView
from cxmaturity.services.loop.planning import pivot, propose, replan
from cxmaturity.ui.loop.action_fields import early_sign, effort_and_impact, first_fields, people_taken_along
from cxmaturity.ui.outcome import attempt, refusals, refused_at
from cxmaturity.ui.pick import about
from cxmaturity.ui.places import path_of

SAVE: Final = "plan-save"
PLAN: Final = "plan"  # where refusals of this form show
DRAWN: Final = "plan-drawn"  # the revision that the form was filled from when it was last shown


def new_plan(app: App, viewer: Viewer, view: ActionView) -> None:
    """Show the form of an action that is not there yet; saving proposes it, and nothing before that."""
    with st.form(PLAN, border=False):
        plan, sign = _filled(view)
        is_sent = st.form_submit_button("Save the plan", type="primary", key=SAVE)
    made = (
        attempt(lambda: propose(app, viewer, view.evaluation.id, _whole(plan, sign)), PLAN)
        if is_sent
        else None
    )
    if made:
        st.switch_page(path_of("action"), query_params=about(view.evaluation.id, a=made))
    refusals(PLAN)


def plan_form(app: App, viewer: Viewer, view: ActionView) -> None:
    """Show the plan; a proposed one changes freely, one in hand by a pivot, one that is over not at all."""
    if view.action.state is ActionState.PROPOSED:
        st.header("Plan", anchor=False)
        _saved(app, viewer, view, is_pivot=False)
    elif view.action.state in IN_HAND:
        st.header("Change course: a pivot", anchor=False)
        st.caption("What the plan was before, and why it changed, stays in the history.")
        with st.expander("The plan", type="compact", expanded=refused_at(PLAN)):
            _saved(app, viewer, view, is_pivot=True)


def pivot_form(app: App, viewer: Viewer, view: ActionView) -> None:
    """Show the plan to be changed, where a missed early sign asks for it."""
    st.caption("What the plan was before, and why it changed, stays in the history.")
    _saved(app, viewer, view, is_pivot=True)


def _saved(app: App, viewer: Viewer, view: ActionView, *, is_pivot: bool) -> None:
    with st.form(PLAN, border=False):
        reason = st.text_input("Why this pivot?", max_chars=400, key="pivot-why") if is_pivot else ""
        plan, sign = _filled(_as_drawn(view))
        is_sent = st.form_submit_button(
            "Pivot" if is_pivot else "Save the plan", key=SAVE, type="primary" if is_pivot else "secondary"
        )
    if is_sent:
        place = view.evaluation.id, view.action.id
        if is_pivot:
            attempt(lambda: pivot(app, viewer, *place, _whole(plan, sign), reason), PLAN)
        else:
            attempt(lambda: replan(app, viewer, *place, _whole(plan, sign)), PLAN)
        st.rerun()
    refusals(PLAN)


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


def _filled(view: ActionView) -> tuple[Plan, TypedSign]:
    """Show all fields, what it takes to be accepted first, and return what they hold."""
    plan = first_fields(view)
    is_new = view.action.state is ActionState.PROPOSED
    if is_new:
        st.caption("Its title is enough to save it. To be accepted it takes everything above.")
    bigger = plan.kind == "initiative"
    with st.expander("Early sign: does it work?", type="compact", expanded=bigger or view.needs_decision):
        sign = early_sign(plan, is_missed=view.needs_decision)
    with st.expander("Taking people along", type="compact", expanded=bigger and is_new):
        plan = people_taken_along(plan)
    with st.expander("Effort and impact", type="compact"):
        plan = effort_and_impact(plan)
    return plan, sign


def _whole(plan: Plan, sign: TypedSign) -> Plan:
    return replace(plan, indicator=sign.indicator())

"""Setting a target on screen: a criterion, a level, a day; the next level is offered."""

from __future__ import annotations

from functools import partial

import streamlit as st

from cxmaturity.domain.rubric import Criterion
from cxmaturity.domain.targets import Target
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.loop.plan_view import PlanView
from cxmaturity.services.loop.planning import drop_target, set_target
from cxmaturity.ui.ladder import best_first
from cxmaturity.ui.outcome import attempt, refusals, refused_at


def set_targets(app: App, viewer: Viewer, view: PlanView) -> None:
    """Let a target be set or dropped, and all next levels be taken over at once."""
    with st.expander("Set a target", type="compact", expanded=refused_at("target")):
        asked = {criterion.id: criterion for criterion in view.rubric.criteria()}
        chosen = st.selectbox(
            "Criterion", list(asked), format_func=lambda name: asked[name].title, key="target-of"
        )
        value = _value(asked[chosen], view) if chosen else None
        by = st.date_input(
            "By", value=view.evaluation.current_cycle.ends_on, key="target-by", format="DD/MM/YYYY"
        )
        left, right = st.columns(2)
        if left.button("Set target", key="target-set", width="stretch", disabled=value is None):
            target = Target(view.subject, chosen or "", value or 0.0, by)
            attempt(lambda: set_target(app, viewer, view.evaluation.id, target), "target")
            st.rerun()
        is_set = chosen in {gap.target.criterion for gap in view.gaps}
        if right.button("Drop it", key="target-drop", width="stretch", disabled=not is_set):
            attempt(lambda: drop_target(app, viewer, view.evaluation.id, view.subject, chosen or ""))
            st.rerun()
        refusals("target")
    if not view.gaps and view.offered and st.button("Take the next level everywhere", key="targets-all"):
        for target in view.offered:
            attempt(partial(set_target, app, viewer, view.evaluation.id, target))
        st.rerun()


def _value(criterion: Criterion, view: PlanView) -> float | None:
    offered = next((t.value for t in view.offered if t.criterion == criterion.id), None)
    if criterion.scale.is_numeric:
        return st.number_input("To reach", value=offered, key=f"target-value-{criterion.id}")
    levels = {level.id: level for level in best_first(criterion)}
    wanted = next((name for name, level in levels.items() if level.points == offered), None)
    picked = st.selectbox(
        "Level to reach",
        list(levels),
        index=list(levels).index(wanted) if wanted else 0,
        format_func=lambda name: levels[name].label,
        key=f"target-level-{criterion.id}",
    )
    return levels[picked].points if picked else None

"""After the talk, on screen: a consensus value beside the individual ones, with how the room came to it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from cxmaturity.charts.formats import number, signed
from cxmaturity.domain.groups import Beside
from cxmaturity.domain.ladder import level_text
from cxmaturity.domain.ratings import Answer
from cxmaturity.domain.rubric import Criterion
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.loop.consensus import lift_consensus, set_consensus
from cxmaturity.services.views import EvaluationView, GivenAnswer
from cxmaturity.ui.ladder import best_first
from cxmaturity.ui.outcome import attempt, refusals, refused_at
from cxmaturity.ui.words import plain


def settle_together(
    app: App, viewer: Viewer, view: EvaluationView, subject_id: str, kept: tuple[Beside, ...]
) -> None:
    """Show consensus values with what people said alone, and let a facilitator set one; both are kept.

    In a closed cycle they can be looked at, not changed.
    """
    st.space("small")
    st.header("Settled together", anchor=False)
    st.caption("Where a consensus stands it counts in the score; what people said alone stays beside it")
    with st.container(gap=None):
        for each in kept:
            _row(app, viewer, view, subject_id, each)
    if view.current_cycle.state == "open":
        with st.expander("Set a consensus value", type="compact", expanded=refused_at("consensus")):
            _form(app, viewer, view, subject_id)
            refusals("consensus")


def _row(app: App, viewer: Viewer, view: EvaluationView, subject_id: str, each: Beside) -> None:
    criterion = view.rubric.criterion(each.criterion)
    said = level_text(criterion, each.consensus) if criterion else number(each.consensus)
    alone = (
        f"alone {number(each.individuals, 1)} on average, {each.n} people · {signed(each.levels, 1)} levels"
    )
    with st.container(key=f"row-consensus-{each.criterion}"):
        left, right = st.columns([4, 1.3], wrap=False, vertical_alignment="center")
        left.markdown(f"**{plain(each.title, 80)}**: {plain(said, 60)}  \n:small[:gray[{alone}]]")
        right.button(
            "Lift",
            key=f"lift-{each.criterion}",
            width="stretch",
            disabled=view.current_cycle.state != "open",
            on_click=_lift,
            args=(app, viewer, view, subject_id, each.criterion),
        )


def _lift(app: App, viewer: Viewer, view: EvaluationView, subject_id: str, criterion: str) -> None:
    attempt(lambda: lift_consensus(app, viewer, view.id, subject_id, criterion, view.ground))


def _form(app: App, viewer: Viewer, view: EvaluationView, subject_id: str) -> None:
    asked = {c.id: c for c in view.rubric.criteria()}
    chosen = st.selectbox(
        "Criterion", list(asked), format_func=lambda name: asked[name].title, key="consensus-of"
    )
    if chosen is None:
        return
    given = _number(asked[chosen]) if asked[chosen].scale.is_numeric else _level(asked[chosen])
    st.text_input("How did the room come to it?", max_chars=400, key="consensus-reason")
    st.button(
        "Set it",
        key="consensus-set",
        disabled=given is None,
        on_click=_set,
        args=(app, viewer, view, subject_id, (chosen, given)),
    )


def _set(
    app: App, viewer: Viewer, view: EvaluationView, subject_id: str, said: tuple[str, GivenAnswer | None]
) -> None:
    """Set the value that was chosen, on the cycle that the page showed."""
    criterion, given = said
    if given is not None:
        kept = replace(given, note=st.session_state["consensus-reason"], ground=view.ground)
        attempt(lambda: set_consensus(app, viewer, view.id, subject_id, criterion, kept), "consensus")


def _level(criterion: Criterion) -> GivenAnswer | None:
    level = st.radio(
        "Level",
        [level.id for level in best_first(criterion)],
        format_func=lambda name: _label(criterion, name),
        index=None,
        key=f"consensus-level-{criterion.id}",
    )
    return None if level is None else GivenAnswer(Answer.LEVEL, level)


def _number(criterion: Criterion) -> GivenAnswer | None:
    scale = criterion.scale
    value = st.number_input(
        f"{scale.minimum:g} to {scale.maximum:g} {plain(scale.unit)}",
        value=None,
        step=float(scale.step or (1 if scale.rated == "integer" else scale.span / 100)),
        key=f"consensus-number-{criterion.id}",
    )
    return None if value is None else GivenAnswer(Answer.LEVEL, value=float(value))


def _label(criterion: Criterion, level_id: str) -> str:
    level = criterion.scale.level(level_id)
    return level.label if level else level_id

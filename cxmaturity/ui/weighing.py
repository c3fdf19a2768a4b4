"""An evaluation's own weights: typed before anybody rates, shown locked afterwards."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd
import streamlit as st

from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.views import EvaluationView
from cxmaturity.services.weighting import NodeWeight, Weighting, set_weights
from cxmaturity.ui.figures import table
from cxmaturity.ui.outcome import attempt
from cxmaturity.ui.words import plain


def weights_panel(app: App, viewer: Viewer, view: EvaluationView, shown: Weighting) -> None:
    """Show the weights: to be changed as long as nobody has rated."""
    st.space("small")
    st.header("Weights", anchor=False)
    changed = [node for node in shown.nodes if node.now != node.rubric]
    own = "The rubric’s own weights count." if not changed else f"{len(changed)} differ from the rubric’s."
    if shown.is_locked:
        st.caption(f"{own} Locked since the first answer, so that nobody bends them to a result.")
        with st.expander("All weights", type="compact"):
            table(_frame(shown), "Weights in force")
        return
    st.caption(f"{own} Set them now: with the first answer they lock.")
    with st.expander("Change the weights", icon=":material/balance:"):
        for parent, nodes in _by_parent(shown).items():
            _group(view, parent, nodes)
        st.button("Set these weights", key="weights-go", on_click=_set, args=(app, viewer, view.id, shown))
    if changed:
        st.button(
            "Back to the rubric’s", key="weights-back", on_click=_reset, args=(app, viewer, view.id, shown)
        )


def _group(view: EvaluationView, parent: str, nodes: list[NodeWeight]) -> None:
    section = next((one for one in view.rubric.root.sections() if one.id == parent), view.rubric.root)
    if len(nodes) < 2:
        return
    st.markdown(f"**{plain(section.title, 80)}**")
    for node in nodes:
        st.number_input(
            plain(node.title, 80), min_value=0.0, value=float(node.now), step=1.0, key=f"weight-{node.id}"
        )


def _by_parent(shown: Weighting) -> dict[str, list[NodeWeight]]:
    groups: dict[str, list[NodeWeight]] = defaultdict(list)
    for node in shown.nodes:
        groups[node.parent].append(node)
    return groups


def _frame(shown: Weighting) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Part": [node.title for node in shown.nodes],
            "Rubric": [node.rubric for node in shown.nodes],
            "Here": [node.now for node in shown.nodes],
        }
    )


def _set(app: App, viewer: Viewer, evaluation_id: str, shown: Weighting) -> None:
    typed = {node.id: st.session_state.get(f"weight-{node.id}", node.now) for node in shown.nodes}
    attempt(lambda: set_weights(app, viewer, evaluation_id, typed))


def _reset(app: App, viewer: Viewer, evaluation_id: str, shown: Weighting) -> None:
    attempt(lambda: set_weights(app, viewer, evaluation_id, {}))
    for node in shown.nodes:
        st.session_state[f"weight-{node.id}"] = float(node.rubric)

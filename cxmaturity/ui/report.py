"""The result page from top to bottom: headline, warnings, standing, room."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from cxmaturity.domain.comparison import is_same
from cxmaturity.services.decision_views import DecisionView
from cxmaturity.services.loop.opening import LOOPS
from cxmaturity.services.views import EvaluationResult
from cxmaturity.ui.empty import empty
from cxmaturity.ui.findings import warnings
from cxmaturity.ui.room import room
from cxmaturity.ui.standing import contest, single
from cxmaturity.ui.strip import strip
from cxmaturity.ui.words import day, dotted, headline, plain
from cxmaturity.ui.workshop.record import show_decided


def own_weights(shown: EvaluationResult) -> str:
    """Return that weights are not the rubric's, and who set them when; empty where they are."""
    if shown.weights is None:
        return ""
    by = f" by {shown.weights.set_by}" if shown.weights.set_by else ""
    return f"own weights, set{by} on {day(shown.weights.set_at)} before the first answer"


def _promise(purpose: str) -> str:
    """Return what an empty result will show once it is filled."""
    if purpose in LOOPS:
        what = "how mature you are, part by part, what holds the next stage back, and where people disagree"
    else:
        what = "who is first, how sure that is, and what would change it"
    return f"Here you will see {what}. It fills with the first answer."


def report(
    shown: EvaluationResult,
    before: EvaluationResult | None,
    *,
    may_rate: bool,
    decisions: Sequence[DecisionView] = (),
) -> None:
    """Show a scored cycle; ``before`` is the rated cycle before it, ``decisions`` what its workshops decided.

    Scores on another version of the rubric are not set beside each other: new questions move nothing.
    """
    if before is not None and not is_same(before.result.rubric, shown.result.rubric):
        before = None
    strip(shown.evaluation, shown.cycle, "result")
    if not any(subject.score is not None for subject in shown.result.subjects):
        empty(
            "Nothing is rated in this cycle yet",
            _promise(shown.evaluation.rubric.purpose),
            "Rate now" if may_rate else "",
            "rate",
            {"e": shown.evaluation.id},
        )
        return
    st.title(headline(shown.headline), anchor=False)
    last = f"last answer {day(shown.last_rated_at)}" if shown.last_rated_at else ""
    st.caption(plain(dotted(shown.detail.removesuffix("."), last, own_weights(shown))))
    warnings(shown.result)
    for one in decisions:
        st.space("small")
        show_decided(one)
    st.space("small")
    if len(shown.result.subjects) == 1:
        single(shown, before.result if before else None, before.cycle.label if before else "")
    else:
        contest(shown)
    room(shown.result)

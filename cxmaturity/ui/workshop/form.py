"""The set-up form: what is asked about whom, who sees what, and the weights; five minutes at most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from cxmaturity.charts.formats import percent, shortened
from cxmaturity.domain.rubric import Rubric
from cxmaturity.domain.workshop.settings import LONGEST_TITLE, Blocks, Naming
from cxmaturity.services.views import EvaluationView
from cxmaturity.services.weighting import Weighting
from cxmaturity.services.workshop_views import NewWorkshop
from cxmaturity.ui.setup import ask_subjects, choose_rubric
from cxmaturity.ui.words import plain

NAMINGS: Final[dict[Naming, str]] = {
    "named": "With names: after the reveal everybody sees who said what",
    "anonymous": "Anonymous: no screen, the facilitator’s included, ever shows who said what",
}
ORDERS: Final[dict[Blocks, str]] = {
    "whole sheet": "Everything at once, then talk",
    "per subject": "One after the other: score, talk, next",
}

TRIED: Final = "tried form"  # the form as it was when it was last sent off


def called_in(rubrics: Sequence[Rubric], form: NewWorkshop) -> dict[str, str]:
    """Return what the fields are called in this form, where another form calls them otherwise."""
    word = next((rubric.subject for rubric in rubrics if rubric.id == form.rubric_id), "subject")
    return {"title": "Name of the workshop", "subjects": f"{word.capitalize()}s"}


def filled_workshop(
    rubrics: Sequence[Rubric], asked: str, evaluation: EvaluationView | None, stand: Weighting | None
) -> NewWorkshop:
    """Show the whole form and return it as filled in so far; the service judges it.

    An evaluation that exists brings its own rubric, subjects and weights (``stand``).
    """
    if evaluation is None:
        rubric = choose_rubric(rubrics, asked)
        st.space("small")
        subjects = ask_subjects(rubric)
    else:
        rubric, subjects = evaluation.rubric, ()
        names = ", ".join(subject.name for subject in evaluation.subjects)
        st.markdown(f"**{plain(rubric.title)}** about {plain(names)}")
    st.space("small")
    naming, minimum, masked = _ask_naming(rubric)
    st.space("small")
    blocks, conflicts, overall = _ask_course(rubric)
    weights = _ask_weights(rubric) if stand is None else _show_weights(rubric, stand)
    title = _ask_title(rubric, evaluation)
    return NewWorkshop(
        title=title,
        rubric_id=rubric.id,
        subjects=subjects,
        evaluation_id=evaluation.id if evaluation is not None else "",
        is_masked=masked,
        naming=naming,
        asks_conflicts=conflicts,
        asks_overall=overall,
        minimum_group=minimum,
        blocks=blocks,
        weights=weights,
    )


def _ask_naming(rubric: Rubric) -> tuple[Naming, int, bool]:
    st.header("Who sees what?", anchor=False)
    st.caption("Until the reveal nobody sees any answer. This freezes with the first answer.")
    naming: Naming = (
        st.radio(
            "Names",
            list(NAMINGS),
            format_func=NAMINGS.__getitem__,
            key="naming",
            label_visibility="collapsed",
        )
        or "named"
    )
    minimum = 3
    if naming == "anonymous":
        minimum = st.number_input(
            "Show an answer only where at least so many people gave one", 3, 20, 3, key="minimum", width=280
        )
    masked = st.checkbox(
        f"Hide the {plain(rubric.subject)}s’ names until the reveal (“{rubric.subject.capitalize()} A, B …”)",
        key="masked",
    )
    return naming, int(minimum), masked


def _ask_course(rubric: Rubric) -> tuple[Blocks, bool, bool]:
    st.header("How does it run?", anchor=False)
    blocks: Blocks = (
        st.radio(
            "Order", list(ORDERS), format_func=ORDERS.__getitem__, key="blocks", label_visibility="collapsed"
        )
        or "whole sheet"
    )
    word = plain(rubric.subject)
    conflicts = st.checkbox(
        f"Ask for conflicts of interest: who has one does not rate that {word}", value=True, key="conflicts"
    )
    overall = st.checkbox(
        f"At the end, one silent judgement of each {word} as a whole, kept beside the score",
        value=True,
        key="overall",
    )
    return blocks, conflicts, overall


def _ask_weights(rubric: Rubric) -> dict[str, float]:
    """Return the weights that differ from the rubric's; they lock when the first round starts."""
    nodes = [child for child in rubric.root.children if not getattr(child, "retired", False)]
    changed: dict[str, float] = {}
    stated: dict[str, float] = {}
    with st.expander("Weights: look at them together before anybody sees a score", type="compact"):
        with st.grid(2, min_column_width=260):
            for node in nodes:
                weight = st.number_input(
                    plain(node.title, 60),
                    min_value=0.0,
                    value=float(node.weight),
                    step=1.0,
                    format="%g",
                    key=f"weight-{rubric.id}-{node.id}",
                )
                stated[node.title] = float(weight)
                if weight != node.weight:
                    changed[node.id] = float(weight)
        st.markdown(f":small[{plain(shares_words(stated), 600)}]")
        st.caption("They lock when the first round starts, or earlier on the console.")
    return changed


def shares_words(stated: Mapping[str, float]) -> str:
    """Return what weights add up to, and what part of the whole each one is."""
    total = sum(stated.values())
    if not total:
        return "Together 0: at least one has to weigh something."
    shares = ", ".join(f"{title} {percent(weight / total)}" for title, weight in stated.items())
    return f"Together {total:g}: {shares}."


def _show_weights(rubric: Rubric, stand: Weighting) -> dict[str, float]:
    """Show by which weights an evaluation is scored; a room sets none of its own there."""
    with st.expander("Weights: look at them together before anybody sees a score", type="compact"):
        for node in stand.nodes:
            if node.parent == rubric.root.id:
                st.markdown(f"{plain(node.title, 60)} **{node.now:g}**")
        st.caption("They are the evaluation’s. Its setup changes them, as long as nobody has rated.")
    return {}


def _ask_title(rubric: Rubric, evaluation: EvaluationView | None) -> str:
    fallback = shortened(evaluation.title if evaluation is not None else rubric.title, LONGEST_TITLE)
    typed = st.text_input(
        "Name of the workshop", placeholder=fallback, max_chars=LONGEST_TITLE, key="workshop-title"
    )
    return (typed or "").strip() or fallback

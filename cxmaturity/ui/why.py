"""Why is this number what it is: its parts, weight × score, what is missing, and which rule was used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd
import streamlit as st

from cxmaturity.charts.formats import counted, listed, number, percent, signed
from cxmaturity.charts.voices import voices
from cxmaturity.domain.results import CriterionScore, NodeScore, Result, SubjectResult
from cxmaturity.domain.rubric import Aggregate, Criterion
from cxmaturity.ui.figures import table
from cxmaturity.ui.pick import pick_subject
from cxmaturity.ui.session import tokens
from cxmaturity.ui.words import plain

RULES: Final[Mapping[Aggregate, str]] = {
    Aggregate.WEIGHTED_MEAN: "weighted mean: each part counts by its weight",
    Aggregate.MEAN: "plain mean: every part counts the same",
    Aggregate.SUM: "sum of weight × points, as a share of what was possible",
    Aggregate.MIN: "the weakest part decides",
    Aggregate.MAX: "the strongest part decides",
    Aggregate.MEDIAN: "the middle part decides",
    Aggregate.GEOMETRIC_MEAN: "weighted geometric mean: a weak part pulls harder than a strong one lifts",
    Aggregate.POOLED: "all criteria below counted together by their own weights",
}
COMBINED: Final = {"mean": "mean", "median": "median", "trimmed_mean": "mean without the ends"}
STATES: Final[Mapping[str, str]] = {
    "unanswered": "Nobody gave a level, so it has no score.",
    "not_applicable": "Said to be not applicable, so it leaves the sum.",
    "does_not_apply": "Does not apply here: its condition is not met.",
}


@st.dialog("Why these numbers?", width="medium")
def why_panel(result: Result) -> None:
    """Explain any number of a result, chosen by its subject and by its node."""
    subject = result.subject(pick_subject([s.subject for s in result.subjects], key="why-subject"))
    titles = _titles(result)
    node = st.selectbox("Which number", list(titles), format_func=titles.__getitem__, key="why-node")
    if subject is not None:
        why(result, subject, node if node in titles else result.rubric.root.id)


def _titles(result: Result) -> dict[str, str]:
    """Return every node of the rubric in file order: the whole, its sections, then their criteria."""
    root = result.rubric.root
    titles = {root.id: "The whole score"}
    for section in root.sections():
        if section.id != root.id:
            titles[section.id] = section.title
        for child in section.children:
            if result.rubric.criterion(child.id) is not None:
                titles[child.id] = f"\u2003{child.title}"
    return titles


def why(result: Result, subject: SubjectResult, node: str) -> None:
    """Explain one node of one subject: a section by its parts, a criterion by its answers."""
    if node in subject.nodes:
        _explain_node(result, subject, subject.nodes[node])
    elif node in subject.criteria:
        _explain_criterion(result, subject.criteria[node])


def _explain_node(result: Result, subject: SubjectResult, node: NodeScore) -> None:
    is_root = node.id == result.rubric.root.id
    shown = subject.score if is_root else node.score
    st.header(f"{number(shown, 1)} of 100", anchor=False)
    st.caption(f"{plain(node.title)} · {RULES[node.aggregate]}")
    if node.parts:
        table(parts_table(node), f"The parts of {node.title}")
    for sentence in (*_missing(node), *(_added(result, subject) + _bounds(subject) if is_root else ())):
        st.markdown(sentence)


def parts_table(node: NodeScore) -> pd.DataFrame:
    """Return one row a part; "adds" is weight × score where the rule has weights, and sums to the score."""
    weighted = all(part.weight is not None for part in node.parts)
    columns: dict[str, list[object]] = {
        "Part": [part.title for part in node.parts],
        "Score": [part.score for part in node.parts],
    }
    if weighted and node.parts:
        columns["Weight, %"] = [100 * (part.weight or 0.0) if part.counts else None for part in node.parts]
        columns["Adds"] = [
            (part.weight or 0.0) * part.score if part.counts and part.score is not None else None
            for part in node.parts
        ]
    return pd.DataFrame(columns)


def _missing(node: NodeScore) -> list[str]:
    out = [plain(part.title) for part in node.parts if not part.counts]
    sentences = [f"Left out, as it has no answer or weight: {listed(out, 5)}."] if out else []
    if node.coverage is not None and node.coverage < 1 - 1e-9:
        sentences.append(f"{percent(node.coverage)} of it is answered; the rest changes nothing yet.")
    for aggregate, score in (node.also or {}).items():
        sentences.append(f"Beside it: {RULES[aggregate]}, {number(score)}.")
    return sentences


def _added(result: Result, subject: SubjectResult) -> list[str]:
    """Return what is added to the root's points after its parts: how the score then comes about."""
    added = [criterion for criterion in result.rubric.criteria() if criterion.add]
    if not added or subject.points is None:
        return []
    worth = {c.title: c.weight * (subject.criteria[c.id].points or 0.0) for c in added}
    said = listed((f"{plain(title)} {signed(points, 2)}" for title, points in worth.items()), 9)
    low, high = number(subject.min_points, 2), number(subject.max_points, 2)
    total = f"That makes {number(subject.points, 2)} points on a range from {low} to {high}: the score."
    return [f"Added to the points afterwards: {said}. {total}"]


def _bounds(subject: SubjectResult) -> list[str]:
    sentences = []
    if subject.uncapped is not None and subject.uncapped != subject.score:
        sentences.append(f"It would be {number(subject.uncapped)}, but a gate caps it.")
    if subject.low is not None and subject.high is not None and subject.high - subject.low > 0.05:
        sentences.append(
            f"Missing answers could bring it anywhere from {number(subject.low)} to {number(subject.high)}."
        )
    return sentences


def _explain_criterion(result: Result, score: CriterionScore) -> None:
    criterion = result.rubric.criterion(score.id)
    if criterion is None:
        return
    st.header(f"{number(score.score, 1)} of 100", anchor=False)
    st.caption(plain(criterion.question or criterion.title))
    if score.state != "answered":
        st.markdown(STATES[score.state])
    else:
        st.markdown(_level(score, criterion, result.rubric.assessors.aggregate))
        drawn = voices(criterion, score, tokens())
        st.altair_chart(drawn.chart, theme=None, width="stretch", alt=drawn.alt, key="why-voices")
        st.caption(plain(f"{drawn.title} · {drawn.note}"))
    aside = [counted(score.dont_know, "person is not sure", "people are not sure")] if score.dont_know else []
    if score.not_applicable:
        aside.append(counted(score.not_applicable, "says not applicable", "say not applicable"))
    if aside:
        st.markdown(f"Beside that, {' and '.join(aside)}.")


def _level(score: CriterionScore, criterion: Criterion, how: str) -> str:
    turned = " High is bad here, so it is turned before it counts." if criterion.is_turned else ""
    told = (
        f"{counted(score.n, 'answer')}, {COMBINED[how]} {number(score.value, 2)} "
        f"on {criterion.minimum:g} to {criterion.maximum:g}."
    )
    level = criterion.scale.level(score.level)
    if level is None:
        return f"{told}{turned}"
    anchor = plain(criterion.anchors.get(score.level, ""))
    return f"{told}{turned} Nearest level: **{plain(level.label)}**. {anchor}"

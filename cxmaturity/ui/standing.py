"""The heart of a result: a ranking for several subjects, a number band and a profile for one."""

from __future__ import annotations

import streamlit as st

from cxmaturity.charts.formats import counted, number, percent, signed
from cxmaturity.charts.heat import heat
from cxmaturity.charts.profile import criterion_rows, profile, section_rows
from cxmaturity.charts.ranking import ranking
from cxmaturity.domain.results import Result, SubjectResult
from cxmaturity.services.views import EvaluationResult
from cxmaturity.ui.figures import figure
from cxmaturity.ui.findings import blockers, what_would_change
from cxmaturity.ui.session import tokens
from cxmaturity.ui.words import plain
from cxmaturity.ui.why import why_button

LONG = 9  # criteria from which a profile shows sections first


def contest(shown: EvaluationResult) -> None:
    """Show several subjects: who is first, what would change that, and where each is strong."""
    result = shown.result
    compared = {s.name for s in shown.evaluation.subjects if s.status == "comparator"}
    left, right = st.columns([7, 4], gap="large")
    with left:
        figure(ranking(result, tokens(), compared), "ranking")
    with right:
        what_would_change(shown.weight_flips, shown.score_flips)
        why_button(result, "ranking")
    picture = heat(result, tokens())
    if picture is not None:
        st.space("small")
        figure(picture, "heat")


def single(shown: EvaluationResult, before: Result | None, cycle_before: str) -> None:
    """Show one subject: its numbers, its profile against the cycle before, and what holds it back."""
    result, subject = shown.result, shown.result.subjects[0]
    numbers(shown, subject, before)
    left, right = st.columns([7, 4], gap="large")
    with left:
        rows = section_rows(result, subject.subject, before)
        if rows and len(result.rubric.criteria()) >= LONG:
            figure(profile(rows, tokens(), shown.cycle.label, cycle_before), "sections")
            st.space("small")
        rows = criterion_rows(result, subject.subject, before)
        figure(profile(rows, tokens(), shown.cycle.label, cycle_before), "criteria")
    with right:
        blockers(result, subject)
        why_button(result, "profile")


def numbers(shown: EvaluationResult, subject: SubjectResult, before: Result | None) -> None:
    """Show the number band: score with its band, stage, coverage with the range it allows, people."""
    rubric = shown.result.rubric
    asked = counted(len(rubric.criteria()), "criterion", "criteria")
    with st.container(key="figures"), st.grid("auto", min_column_width=150):
        _number("Score of 100", number(subject.score), _moved(subject, before), _band(shown.result, subject))
        if subject.stage is not None and rubric.stages is not None:
            label = rubric.stages.labels.get(subject.stage, "")
            _number(f"Stage of {max(rubric.stages.require)}", str(subject.stage), "", label)
        _number("Answered", percent(subject.coverage), "", _range(subject) or asked)
        _number("People", str(shown.assessors), "", "gave answers")


def _number(label: str, value: str, delta: str, beside: str) -> None:
    """Show one figure; the small words beside it say what it means, never in green or red."""
    st.metric(
        label,
        value,
        delta or plain(beside),
        delta_color="gray",
        delta_arrow="off",
        delta_description=plain(beside) if delta else None,
    )


def _moved(subject: SubjectResult, before: Result | None) -> str:
    then = before.subject(subject.subject) if before is not None else None
    if then is None or then.score is None or subject.score is None:
        return ""
    return signed(subject.score - then.score, 0)


def _band(result: Result, subject: SubjectResult) -> str:
    return next(
        (band.label for band in result.rubric.bands if band.id == subject.band), "of the whole rubric"
    )


def _range(subject: SubjectResult) -> str:
    if subject.low is None or subject.high is None or subject.high - subject.low < 0.5:
        return ""
    return f"{number(subject.low)} to {number(subject.high)} possible"

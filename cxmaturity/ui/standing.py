"""The heart of a result: a ranking for several subjects, a number band and a profile for one."""

from __future__ import annotations

import streamlit as st

from cxmaturity.charts.formats import counted, number, percent, signed
from cxmaturity.charts.heat import heat
from cxmaturity.charts.profile import criterion_rows, profile, section_rows
from cxmaturity.charts.ranking import ranking
from cxmaturity.domain.provisional import is_too_early
from cxmaturity.domain.results import Result, SubjectResult
from cxmaturity.domain.rubric import Rubric, Section
from cxmaturity.services.subject_headline import star_note
from cxmaturity.services.views import EvaluationResult
from cxmaturity.ui.figures import behind, figure
from cxmaturity.ui.findings import blockers, what_would_change
from cxmaturity.ui.reasons import Ground
from cxmaturity.ui.session import tokens
from cxmaturity.ui.why import why_panel
from cxmaturity.ui.words import plain

LONG, LONGEST = 9, 24  # criteria from which sections come first, and up to which all show at once


def contest(shown: EvaluationResult) -> None:
    """Show several subjects: who is first, what would change that, and where each is strong."""
    result = shown.result
    left, right = st.columns([7, 4], gap="large")
    with left:
        figure(ranking(result, tokens()), "ranking", lambda: why_panel(_ground(shown)))
    with right:
        if len(result.ranked) > 1:
            what_would_change(shown.weight_flips, shown.score_flips)
    picture = heat(result, tokens())
    if picture is not None:
        st.space("small")
        figure(picture, "heat", lambda: why_panel(_ground(shown)))


def single(shown: EvaluationResult, before: Result | None, cycle_before: str) -> None:
    """Show one subject: its numbers, its profile against the cycle before, and what holds it back."""
    result, subject = shown.result, shown.result.subjects[0]
    numbers(shown, subject, before)
    st.space("small")
    sections = section_rows(result, subject.subject, before)
    long = bool(sections) and len(result.rubric.criteria()) >= LONG
    rows = sections if long else criterion_rows(result, subject.subject, before)
    left, right = st.columns([7, 4], gap="large")
    with left:
        picture = profile(rows, tokens(), shown.cycle.label, cycle_before)
        figure(picture, "profile", lambda: why_panel(_ground(shown)))
    with right:
        blockers(result, subject)
    if long:
        st.space("small")
        criteria = len(result.rubric.criteria())
        with st.expander(f"All {criteria} criteria", type="compact", expanded=criteria <= LONGEST):
            by_section(shown, before, cycle_before)


def _ground(shown: EvaluationResult) -> list[Ground]:
    return [Ground(shown.result, shown.changes, shown.weight_flips)]


def by_section(shown: EvaluationResult, before: Result | None, cycle_before: str) -> None:
    """Show every criterion, strongest first, under its top-level section."""
    result = shown.result
    subject = result.subjects[0].subject
    rows = criterion_rows(result, subject, before)
    whole = profile(rows, tokens(), shown.cycle.label, cycle_before)
    st.header(plain(whole.title), anchor=False)
    st.caption(plain(whole.note))
    with st.grid(2, min_column_width=320, gap="large"):
        for section in (child for child in result.rubric.root.children if isinstance(child, Section)):
            inside = {criterion.id for criterion in section.criteria()}
            part = profile([row for row in rows if row.id in inside], tokens())
            with st.container():
                st.subheader(plain(section.title), anchor=False)
                st.altair_chart(part.chart, theme=None, width="stretch", alt=part.alt, key=f"in-{section.id}")
    behind(whole.table, whole.title)


def numbers(shown: EvaluationResult, subject: SubjectResult, before: Result | None) -> None:
    """Show the number band: score with its band, stage, coverage with the range it allows, people."""
    rubric = shown.result.rubric
    asked = counted(len(rubric.criteria()), "criterion", "criteria")
    early = is_too_early(rubric, subject)
    staged = subject.stage is not None and rubric.stages is not None and not early
    with st.container(key="figures"), st.grid(4 if staged else 3, min_column_width=150):
        if early:
            _number("Score of 100", f"{number(subject.score)}*", "", f"* {star_note(rubric, subject)}")
        else:
            _number("Score of 100", number(subject.score), _moved(subject, before), _band(rubric, subject))
        if staged and rubric.stages is not None:
            ahead = rubric.stages.labels.get(subject.next_stage or 0, "")
            beside = f"next: {ahead}" if ahead else ""
            _number(f"Stage of {max(rubric.stages.require)}", str(subject.stage), "", beside)
        _number("Answered", percent(subject.coverage), "", _range(subject) or asked)
        _number("People", str(shown.assessors), "", "gave answers")


def _number(label: str, value: str, delta: str, beside: str) -> None:
    """Show one figure; the small words beside it say what it means, never in green or red."""
    st.metric(
        label,
        value,
        delta or plain(beside) or None,
        delta_color="gray",
        delta_arrow="off",
        delta_description=plain(beside) if delta and beside else None,
    )


def _moved(subject: SubjectResult, before: Result | None) -> str:
    then = before.subject(subject.subject) if before is not None else None
    if before is None or then is None or then.score is None or subject.score is None:
        return ""
    if is_too_early(before.rubric, then):
        return ""
    return signed(subject.score - then.score)


def _band(rubric: Rubric, subject: SubjectResult) -> str:
    return next((band.label for band in rubric.bands if band.id == subject.band), "")


def _range(subject: SubjectResult) -> str:
    if subject.low is None or subject.high is None or subject.high - subject.low < 0.5:
        return ""
    return f"{number(subject.low)} to {number(subject.high)} possible"

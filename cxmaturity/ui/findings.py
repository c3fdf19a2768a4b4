"""What a result says beside its pictures: warnings, what would change it, what holds a stage back."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from cxmaturity.charts.flag_words import raised_words
from cxmaturity.charts.formats import counted, number, percent
from cxmaturity.domain.results import GateTrip, RedFlagRaised, Result, ScoreFlip, SubjectResult, WeightFlip
from cxmaturity.domain.rubric import Rubric
from cxmaturity.ui.words import dotted, plain

MOST = 4
MOST_BLOCKERS = 4


def warnings(result: Result) -> None:
    """List gates that tripped and red flags that are up; nothing where there are none."""
    asked = [one for one in result.subjects if one.status != "compared"]  # nobody signs with today's own way
    rows = [*_gates(asked), *_flags(result.rubric, asked)]
    if not rows:
        return
    st.space("small")
    with st.container(key="warnings", gap="xsmall"):
        for row in rows[: 2 * MOST]:
            st.markdown(row)
        if len(rows) > 2 * MOST:
            st.caption(f"{len(rows) - 2 * MOST} more in the table")


def _gates(subjects: Sequence[SubjectResult]) -> list[str]:
    named = len(subjects) > 1
    return [
        f":orange-badge[:material/block: gate] {_who(subject) if named else ''}{_gate(gate, subject)}"
        for subject in subjects
        for gate in subject.gates
    ]


def _flags(rubric: Rubric, subjects: Sequence[SubjectResult]) -> list[str]:
    """Return a row for each red flag that is up anywhere: its advice once, then each subject's figure."""
    raised: dict[tuple[str, str], list[tuple[SubjectResult, RedFlagRaised]]] = {}
    for subject in subjects:
        for flag in subject.red_flags:
            raised.setdefault((flag.criterion, flag.severity), []).append((subject, flag))
    return [_flag(rubric, hits, named=len(subjects) > 1) for hits in raised.values()]


def _flag(rubric: Rubric, hits: Sequence[tuple[SubjectResult, RedFlagRaised]], *, named: bool) -> str:
    first, flag = hits[0]
    badge = f":orange-badge[:material/flag: {flag.severity}]"
    figures = [plain(raised_words(rubric, subject, one)) for subject, one in hits]
    if len(hits) == 1:
        who = _who(first) if named else ""
        return f"{badge} {who}{plain(flag.title)}: {figures[0]}. {plain(flag.say)}"
    rows = [f"- {_who(subject)}{figure}" for (subject, _), figure in zip(hits, figures, strict=True)]
    return f"{badge} **{plain(flag.title)}**, raised for {len(hits)}. {plain(flag.say)}\n\n" + "\n".join(rows)


def _who(subject: SubjectResult) -> str:
    return f"**{plain(subject.subject, 40)}**: "


def _gate(gate: GateTrip, subject: SubjectResult) -> str:
    bound = f"below {number(gate.below)}" if gate.below is not None else f"above {number(gate.above)}"
    reason = f"{plain(gate.title)} is {number(gate.value)}, {bound}"
    match gate.then:
        case "exclude":
            would = (
                f"; without the gate it would be number {subject.would_rank}" if subject.would_rank else ""
            )
            return f"out, because {reason}{would}"
        case "cap":
            return f"capped at {number(gate.cap, 0)}, because {reason}"
    return reason


def what_would_change(weights: Sequence[WeightFlip], scores: Sequence[ScoreFlip]) -> None:
    """List the nearest changes after which somebody else is first."""
    st.header("What would change this", anchor=False)
    nearest = sorted(weights, key=lambda flip: abs(flip.flips_at - flip.weight))[:MOST]
    smallest = sorted(scores, key=lambda flip: flip.share_change)[: MOST - min(len(nearest), 2)]
    if not nearest and not smallest:
        st.markdown("No single weight and no single score changes who is first.")
    with st.container(gap=None):
        for place, flip in enumerate(nearest[:2] if smallest else nearest):
            _row(
                f"weight-{place}",
                f"“{plain(flip.title)}” at {percent(flip.flips_at)}, not {percent(flip.weight)}",
                f"{plain(flip.new_first, 60)} is first",
            )
        for place, change in enumerate(smallest):
            _row(
                f"score-{place}",
                f"{plain(change.subject, 40)} at {number(change.flips_at)}, not {number(change.value)}",
                f"on “{plain(change.title)}”: {plain(change.new_first, 60)} is first",
            )


def blockers(result: Result, subject: SubjectResult) -> None:
    """List what holds the next stage back, cheapest first, with the next step that each one asks for."""
    if subject.next_stage is None or not subject.blockers:
        return
    stages = result.rubric.stages
    label = stages.labels.get(subject.next_stage, "") if stages else ""
    st.header(f"What holds stage {subject.next_stage} back", anchor=False)
    count, needed = len(subject.blockers), subject.blockers_needed
    would_do = f"{needed} of these {count} would do" if needed < count else "all of these are needed"
    st.caption(dotted(plain(label), would_do, "cheapest first"))
    with st.container(gap=None):
        for criterion_id in subject.blockers[:MOST_BLOCKERS]:
            _blocker(result, subject, criterion_id)
    if len(subject.blockers) > MOST_BLOCKERS:
        st.caption(f"and {len(subject.blockers) - MOST_BLOCKERS} more")


def _blocker(result: Result, subject: SubjectResult, criterion_id: str) -> None:
    criterion, score = result.rubric.criterion(criterion_id), subject.criteria.get(criterion_id)
    if criterion is None:
        return
    level = score.level if score is not None else ""
    step = criterion.next_step.get(level, "") or ("Not answered yet" if not level else "")
    owner = f"{plain(criterion.owner)} · " if criterion.owner else ""
    _row(f"blocker-{criterion_id}", plain(criterion.title), f"{owner}{plain(step)}")


def agreement_line(result: Result) -> str:
    """Return how far people agree, in words first; what the figure is called stands behind its "Why?"."""
    alpha = result.agreement.krippendorff_alpha_ordinal
    people = counted(result.agreement.n_assessors, "person", "people")
    if alpha is None:
        return f"{people} rated" if result.agreement.n_assessors else ""
    word = "agree well" if alpha >= 0.8 else "agree in part" if alpha >= 0.667 else "see it differently"
    return f"{people} {word}: agreement {number(alpha, 2)} of 1"


def _row(key: str, title: str, text: str) -> None:
    with st.container(key=f"row-{key}"):
        st.markdown(f"**{title}**  \n:small[:gray[{text}]]")

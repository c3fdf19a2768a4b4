"""Where we disagree: one dot a person, for the criteria on which the room stands apart most."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cxmaturity.charts.formats import counted
from cxmaturity.charts.voices import voices
from cxmaturity.domain.results import CriterionScore, Result
from cxmaturity.ui.findings import agreement_line
from cxmaturity.ui.session import tokens
from cxmaturity.ui.words import plain

MOST: Final = 3
ORDER: Final = {"split": 0, "spread": 1, "lone": 2}
BADGES: Final = {
    "split": ":orange-badge[:material/call_split: split]",
    "spread": ":gray-badge[spread]",
    "lone": ":gray-badge[lone voice]",
}


def disagreements(result: Result) -> list[tuple[str, CriterionScore]]:
    """Return the flagged (subject, criterion) pairs: splits first, then the widest spread."""
    found = [
        (subject.subject, score)
        for subject in result.subjects
        for score in subject.criteria.values()
        if score.flag is not None
    ]
    return sorted(found, key=lambda pair: (ORDER[pair[1].flag or "lone"], -(pair[1].spread or 0.0)))


def room(result: Result) -> None:
    """Show where people disagree, or say that they do not; nothing with fewer than two people."""
    if result.agreement.n_assessors < 2:
        return
    pairs = disagreements(result)
    st.space("small")
    st.header(_finding(pairs), anchor=False)
    st.caption(plain(agreement_line(result)) + (" · each dot is one person" if pairs else ""))
    _grid(result, pairs[:MOST], 0)
    if len(pairs) > MOST:
        with st.expander(f"{counted(len(pairs) - MOST, 'question')} more", type="compact"):
            _grid(result, pairs[MOST:], MOST)


def _grid(result: Result, pairs: list[tuple[str, CriterionScore]], start: int) -> None:
    with st.grid(3, min_column_width=260, gap="medium"):
        for place, (subject, score) in enumerate(pairs, start):
            with st.container(gap="xxsmall"):
                _voice(result, subject, score, place)


def _voice(result: Result, subject: str, score: CriterionScore, place: int) -> None:
    criterion = result.rubric.criterion(score.id)
    if criterion is None:
        return
    drawn = voices(criterion, score, tokens())
    who = f"**{plain(subject, 40)}** · " if len(result.subjects) > 1 else ""
    st.markdown(f"{who}{plain(score.title)}")
    st.markdown(f"{BADGES[score.flag or 'lone']} :small[:gray[{plain(drawn.title)}]]")
    st.altair_chart(drawn.chart, theme=None, width="stretch", alt=drawn.alt, key=f"voices-{place}")


def _finding(pairs: list[tuple[str, CriterionScore]]) -> str:
    if not pairs:
        return "No question splits the room"
    splits = [score for _, score in pairs if score.flag == "split"]
    if splits:
        return f"Where we disagree: the room is split on {counted(len(splits), 'question')}"
    return f"Where we disagree: {counted(len(pairs), 'question')} to talk about"

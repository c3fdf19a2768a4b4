"""How an evaluation ran over its cycles: the slope, and one small line for each part."""

from __future__ import annotations

import streamlit as st

from cxmaturity.charts.cycles import multiple, section_lines, slope, subject_lines
from cxmaturity.charts.moved import anything_moved, moved
from cxmaturity.services.views import Progress
from cxmaturity.ui.figures import behind, figure
from cxmaturity.ui.session import tokens
from cxmaturity.ui.words import plain


def trend(progress: Progress, key: str) -> None:
    """Show every subject's score over all cycles."""
    results = [(cycle.label, result) for cycle, result in progress.results]
    lines = subject_lines(results)
    if lines:
        figure(slope([label for label, _ in results], lines, tokens()), f"slope-{key}")


def parts(progress: Progress, subject: str) -> None:
    """Show one small line for each top-level part of one subject, all on the scale 0 to 100."""
    results = [(cycle.label, result) for cycle, result in progress.results]
    cycles = [label for label, _ in results]
    lines = section_lines(results, subject)
    st.header(f"{plain(subject, 60)}, part by part", anchor=False)
    st.caption("Score of 100; every line on the same scale")
    with st.grid(2, min_column_width=150, gap="medium"):
        for place, (title, line) in enumerate(lines.items()):
            picture = multiple(title, cycles, line, tokens())
            with st.container(gap="xxsmall"):
                st.markdown(f"**{plain(title, 40)}**  \n:small[:gray[{plain(picture.note)}]]")
                st.altair_chart(
                    picture.chart, theme=None, width="stretch", alt=picture.alt, key=f"part-{place}"
                )
    if lines:
        picture = slope(cycles, lines, tokens())
        behind(picture.table, f"{subject}, part by part")


def change(progress: Progress, subject: str) -> None:
    """Show what moved for one subject in its newest step, criterion by criterion."""
    steps = [step for step in progress.changes if step.subject == subject and step.by_criterion]
    if not steps:
        return
    newest = steps[-1]
    rubric = progress.results[-1][1].rubric
    picture = moved(rubric, newest.by_criterion, tokens(), newest.from_cycle, newest.to_cycle)
    if anything_moved(newest.by_criterion):
        figure(picture, "moved")
    else:
        st.header(plain(picture.title), anchor=False)
        st.caption(plain(picture.note))

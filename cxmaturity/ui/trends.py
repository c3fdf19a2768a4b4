"""How an evaluation ran over its cycles: the slope, and one small line for each part."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from cxmaturity.charts.cycles import (
    early_cycles,
    multiple,
    section_lines,
    slope,
    subject_lines,
    version_breaks,
)
from cxmaturity.charts.moved import anything_moved, moved
from cxmaturity.services.views import Progress
from cxmaturity.ui.figures import behind, figure
from cxmaturity.ui.reasons import Ground
from cxmaturity.ui.session import tokens
from cxmaturity.ui.words import plain


def trend(progress: Progress, key: str, why: Callable[[], None] | None = None) -> None:
    """Show every subject's score over all cycles."""
    results = [(cycle.label, result) for cycle, result in progress.results]
    lines = subject_lines(results)
    if lines:
        labels = [label for label, _ in results]
        picture = slope(labels, lines, tokens(), early_cycles(results), version_breaks(results))
        figure(picture, f"slope-{key}", why)


def parts(progress: Progress, subject: str) -> None:
    """Show one small line for each top-level part of one subject, all on the scale 0 to 100."""
    results = [(cycle.label, result) for cycle, result in progress.results]
    cycles = [label for label, _ in results]
    lines = section_lines(results, subject)
    early = early_cycles(results).get(subject, frozenset())
    breaks = version_breaks(results)
    st.header(f"{plain(subject, 60)}, part by part", anchor=False)
    st.caption("Score of 100; every line on the same scale")
    with st.grid(2, min_column_width=150, gap="medium"):
        for place, (title, line) in enumerate(lines.items()):
            picture = multiple(title, cycles, line, tokens(), early, breaks)
            with st.container(gap="xxsmall"):
                st.markdown(f"**{plain(title, 40)}**  \n:small[:gray[{plain(picture.note)}]]")
                st.altair_chart(
                    picture.chart, theme=None, width="stretch", alt=picture.alt, key=f"part-{place}"
                )
    if lines:
        picture = slope(cycles, lines, tokens(), dict.fromkeys(lines, early) if early else {})
        behind(picture.table, f"{subject}, part by part")


def change(progress: Progress, subject: str, why: Callable[[], None] | None = None) -> None:
    """Show what moved for one subject in its newest step, criterion by criterion."""
    label = progress.results[-1][0].label if progress.results else ""
    steps = [
        step
        for step in progress.changes
        if step.subject == subject and step.by_criterion and step.to_cycle == label
    ]
    if not steps:
        _no_change()
        return
    newest = steps[-1]
    rubric = progress.results[-1][1].rubric
    picture = moved(rubric, newest.by_criterion, tokens(), newest.from_cycle, newest.to_cycle)
    if anything_moved(newest.by_criterion):
        figure(picture, "moved", why)
    else:
        st.header(plain(picture.title), anchor=False)
        st.caption(plain(picture.note))


def _no_change() -> None:
    st.header("Nothing to compare yet", anchor=False)
    st.caption(
        "What moved shows here once two neighbouring cycles have enough answers on one version of the rubric."
    )


def grounds(progress: Progress) -> list[Ground]:
    """Return what can be asked about each cycle, the newest first: its scores and what moved them."""
    return [
        Ground(result, tuple(change for change in progress.changes if change.to_cycle == cycle.label))
        for cycle, result in reversed(progress.results)
    ]

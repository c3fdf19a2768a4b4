"""A rubric as people see it: its questions with every level, and what stands behind them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from cxmaturity.charts.formats import counted, percent
from cxmaturity.domain.rubric import Criterion, Rubric, Section
from cxmaturity.rubrics import RubricDiff
from cxmaturity.services.library import Effect, Version
from cxmaturity.ui.differences import difference_lines
from cxmaturity.ui.ladder import best_first
from cxmaturity.ui.places import path_of
from cxmaturity.ui.scoring_words import scoring_words
from cxmaturity.ui.shelves import effect_words
from cxmaturity.ui.words import PURPOSES, day, dotted, plain


def heading(shown: Version, *, is_newest: bool) -> None:
    """Show what the rubric is for and which version this is."""
    rubric = shown.rubric
    st.title(plain(rubric.title, 120), anchor=False)
    st.caption(
        dotted(
            PURPOSES[rubric.purpose],
            counted(len(rubric.criteria()), "question"),
            f"version {plain(rubric.version)}" + ("" if is_newest else " (an earlier one)"),
            "shipped" if shown.is_shipped else "your own",
            plain(rubric.owner),
        )
    )
    if rubric.description:
        st.markdown(plain(rubric.description, 1200), width=720)


def questions(rubric: Rubric) -> None:
    """Show every section with its questions; a question opens to its levels."""
    with st.container(width=760):
        for section in rubric.root.sections():
            own = [child for child in section.children if isinstance(child, Criterion) and not child.retired]
            if not own:
                continue
            if section is not rubric.root:
                _section(section)
            for criterion in own:
                _question(criterion)


def _section(section: Section) -> None:
    st.header(plain(section.title, 120), anchor=False)
    if section.description:
        st.caption(plain(section.description, 600))


def _question(criterion: Criterion) -> None:
    badges = " :orange-badge[red flag]" if criterion.red_flag else ""
    badges += f" :gray-badge[stage {criterion.stage}]" if criterion.stage else ""
    with st.expander(f"**{plain(criterion.title, 100)}**{badges}"):
        if criterion.question:
            st.markdown(plain(criterion.question, 800))
        if criterion.why:
            st.caption(plain(criterion.why, 800))
        _levels(criterion)
        for question in criterion.follow_up:
            st.markdown(f"- :gray[Ask on:] {plain(question, 400)}")


def _levels(criterion: Criterion) -> None:
    scale = criterion.scale
    if scale.is_numeric:
        st.markdown(f"A number from {scale.minimum:g} to {scale.maximum:g} {plain(scale.unit)}".strip())
        return
    lines = []
    for level in best_first(criterion):
        anchor = criterion.anchors.get(level.id, "") or level.description
        value = f"{level.value:g}".replace("-", "−")
        lines.append(f"**{value}**\u2002**{plain(level.label, 80)}**  \n:gray[{plain(anchor, 400)}]")
    st.markdown("\n\n".join(lines))


def scoring(rubric: Rubric) -> None:
    """Show how answers become a score, in words."""
    st.markdown(
        "\n".join(f"{place}. {plain(line, 500)}" for place, line in enumerate(scoring_words(rubric), 1))
    )


def sources(rubric: Rubric) -> None:
    """List where the ideas and figures come from."""
    if not rubric.sources:
        st.caption("This rubric names no sources.")
    for source in rubric.sources:
        year = str(source.year) if source.year else ""
        st.markdown(f"**{plain(source.title, 200)}**  \n:small[:gray[{plain(dotted(source.author, year))}]]")


def version_list(
    shown: Version, compared: Sequence[tuple[Version, RubricDiff]], effects: Sequence[Effect]
) -> None:
    """List every version with what differs, and what the one shown would do to running evaluations."""
    for version, diff in compared:
        since = f"kept since {day(version.added_at)}" if version.added_at else "not used yet"
        here = version is shown
        st.markdown(
            f"**{plain(version.rubric.version)}** {':blue-badge[shown]' if here else ''}  \n"
            f":small[:gray[{plain(dotted(since, version.rubric.sha256[:12]))}]]"
        )
        if not here:
            with st.expander(f"{percent(diff.overlap / 100)} compares: what differs", type="compact"):
                difference_lines(diff, version.rubric, shown.rubric)
            _open(version)
    if effects:
        st.header("What this version does to running evaluations", anchor=False)
        for effect in effects:
            st.markdown(f"- {plain(effect_words(effect))}")


def _open(version: Version) -> None:
    st.page_link(
        path_of("rubric"),
        label=f"Read version {plain(version.rubric.version)}",
        query_params={"r": version.rubric.sha256},
    )

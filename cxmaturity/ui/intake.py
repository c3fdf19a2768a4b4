"""Importing ratings: choose a file, see what it would bring, see everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from cxmaturity.charts.formats import counted, listed
from cxmaturity.domain.errors import Problem
from cxmaturity.domain.rubric import Rubric
from cxmaturity.services.views import ImportPreview
from cxmaturity.ui.figures import behind, table
from cxmaturity.ui.words import plain

COLUMNS = (
    "subject, criterion and level are needed; evaluation, cycle, cycle_start, round, assessor, role, "
    "segment, note, evidence, confidence and rated_at are welcome"
)


def choose_file(rubrics: Sequence[Rubric], asked: str) -> tuple[str, str, bytes] | None:
    """Return (rubric id, file name, content), or None until a file is there."""
    ids = [rubric.id for rubric in rubrics]
    titles = {rubric.id: rubric.title for rubric in rubrics}
    rubric = st.selectbox(
        "Which rubric do the ratings follow?",
        ids,
        index=ids.index(asked) if asked in ids else 0,
        format_func=titles.__getitem__,
        key="import-rubric",
    )
    given = st.file_uploader("Ratings file, CSV or Parquet", type=["csv", "parquet"], key="import-file")
    if given is None:
        st.caption(f"Columns: {COLUMNS}.")
        return None
    return rubric or ids[0], given.name, given.getvalue()


def show_preview(preview: ImportPreview) -> bool:
    """Show what the file would bring; return True where it can be imported."""
    st.space("small")
    if preview.problems:
        _problems(preview)
        return False
    st.header(f"{counted(preview.rows, 'rating')} ready to import", anchor=False)
    st.caption(f"{plain(preview.name)} is right in every line. Nothing is stored yet.")
    _counts(preview)
    if preview.subjects_new:
        st.markdown(f"New: {plain(listed(preview.subjects_new, 12))}")
    if preview.subjects_known:
        st.markdown(f"Already known: {plain(listed(preview.subjects_known, 12))}")
    if preview.compared:
        st.markdown(f"Compared, not ranked: {plain(listed(preview.compared, 12))}")
    if preview.sample:
        behind(_sample(preview), "The first rows as read", "First rows")
    return True


def _counts(preview: ImportPreview) -> None:
    subjects = len(preview.subjects_new) + len(preview.subjects_known)
    with st.container(key="figures"), st.grid("auto", min_column_width=130):
        st.metric(
            "Subjects",
            subjects,
            f"{len(preview.subjects_new) or 'none'} new",
            delta_color="gray",
            delta_arrow="off",
        )
        st.metric("People", preview.assessors)
        st.metric("Criteria", preview.criteria)
        st.metric("Cycles", len(preview.cycles))


def _problems(preview: ImportPreview) -> None:
    count = len(preview.problems)
    st.header(f"{counted(count, 'thing')} to put right first", anchor=False)
    st.caption(f"Nothing of {plain(preview.name)} is stored until every line is right.")
    table(problem_table(preview.problems), "What is wrong, line by line")


def problem_table(problems: Sequence[Problem]) -> pd.DataFrame:
    """Return the problems with their line numbers, in the order of the file."""
    return pd.DataFrame(
        {
            "Line": [problem.line or None for problem in problems],
            "What is wrong, and what would be right": [problem.message for problem in problems],
        }
    )


def _sample(preview: ImportPreview) -> pd.DataFrame:
    head, *rows = preview.sample
    return pd.DataFrame([list(row) for row in rows], columns=list(head))

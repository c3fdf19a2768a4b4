"""The product's own health in words and figures."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cxmaturity.charts.formats import number
from cxmaturity.services.health import Health
from cxmaturity.ui.figures import table
from cxmaturity.ui.words import day, plain

MEGABYTE = 1_000_000


def health_headline(found: Health) -> str:
    """Return whether anything needs the owner, the most urgent thing first."""
    if found.safety.problem:
        return "The last backup failed"
    if found.rubric_problems:
        return "A shipped rubric cannot be read"
    last = found.safety.last
    if last is None:
        return "The first backup is due" if found.backups else "Nothing is backed up"
    if found.safety.is_overdue:
        return f"No recent backup: the last one is of {day(last.made_at)}"
    return f"All is well: the last backup is of {day(last.made_at)}"


def where(found: Health) -> None:
    """Say where data and backups lie, and in which versions."""
    versions = " · ".join(f"{name} {version}" for name, version in found.versions)
    st.caption(plain(versions))
    st.markdown(f"Data: `{found.place}`")
    if found.backups:
        st.markdown(f"Backups: `{found.backups}`")


def troubles(found: Health) -> None:
    """Show what went wrong, sentence by sentence; nothing where nothing did."""
    for sentence in (found.safety.problem, *found.rubric_problems):
        if sentence:
            st.warning(plain(sentence, 600), icon=":material/error:")


def figures(found: Health) -> None:
    """Show how much there is."""
    extent = found.extent
    size = "in memory" if extent.size is None else f"{number(extent.size / MEGABYTE)} MB"
    with st.container(key="figures"), st.grid("auto", min_column_width=130):
        st.metric("Database", size)
        st.metric("Evaluations", extent.evaluations)
        st.metric("People", extent.people)
        st.metric("Answers, all revisions", extent.answers)
        st.metric("Open rooms", extent.open_rooms)
        st.metric("Table step", extent.step)


def slow_pages(found: Health) -> None:
    """Show how long pages took since the start of this process."""
    st.header("How long pages took", anchor=False)
    if not found.pages:
        st.caption("Nobody has opened a page since the start.")
        return
    st.caption(
        "Milliseconds on the server, since its start; nine runs in ten were at least as fast as “90 %”."
    )
    frame = pd.DataFrame(
        {
            "Page": [page.page for page in found.pages],
            "Runs": [page.runs for page in found.pages],
            "Median": [round(1000 * page.median) for page in found.pages],
            "90 %": [round(1000 * page.slow) for page in found.pages],
            "Slowest": [round(1000 * page.worst) for page in found.pages],
        }
    )
    table(frame, "How long pages took, slowest first")

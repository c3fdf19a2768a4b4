"""Finding an evaluation among many."""

from __future__ import annotations

import streamlit as st

from cxmaturity.charts.formats import counted
from cxmaturity.ui.places import path_of
from cxmaturity.ui.words import plain


def found_headline(count: int, search: str, *, archived: bool) -> str:
    """Return how many evaluations there are, or were found."""
    what = "archived evaluation" if archived else "evaluation"
    if search.strip():
        return f"{counted(count, what)} with “{plain(search.strip(), 40)}”"
    return counted(count, what) if count else f"No {what} yet"


def search_bar(*, may_arrange: bool) -> tuple[str, bool]:
    """Show the search with the ways to more; return the words typed and whether the archive is meant."""
    with st.container(horizontal=True, vertical_alignment="bottom", width=760):
        search = st.text_input(
            "Find by title, rubric, cycle or subject", key="find", placeholder="Northwind Q4", width="stretch"
        )
        archived = st.toggle("Archive", key="archived")
        if may_arrange and st.button("Import ratings", key="to-imports"):
            st.switch_page(path_of("imports"))
    return search or "", bool(archived)


def nothing_found(search: str, *, archived: bool) -> None:
    """Say why the list is empty and what to do."""
    if search.strip():
        st.caption("Nothing matches all of these words. Try fewer of them.")
    elif archived:
        st.caption(
            "Nothing is put away. An evaluation goes to the archive from its setup; it stays readable."
        )
    else:
        st.caption("Here will be every vendor evaluation and self-assessment that you may see.")

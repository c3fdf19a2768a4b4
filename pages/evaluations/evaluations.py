"""Evaluations: all of them, found by a word, and those that were put away."""

from __future__ import annotations

import streamlit as st

from cxmaturity.services.evaluations import evaluations
from cxmaturity.ui.cards import evaluation_rows
from cxmaturity.ui.finding import found_headline, nothing_found, search_bar
from cxmaturity.ui.session import current_app, guard


def main() -> None:
    """Show the search first, then what it finds under its purposes."""
    app = current_app()
    viewer = guard(app)
    title = st.container()
    search, archived = search_bar(may_arrange=viewer.may("arrange"))
    cards = evaluations(app, viewer, search, archived=archived)
    title.title(found_headline(len(cards), search, archived=archived), anchor=False)
    if not cards:
        nothing_found(search, archived=archived)
        return
    with st.container(width=760):
        evaluation_rows(cards)


main()

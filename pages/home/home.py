"""Home: what waits, what each evaluation says now, and where to begin."""

from __future__ import annotations

import streamlit as st

from cxmaturity.services.evaluations import evaluations
from cxmaturity.services.results import progress
from cxmaturity.services.workshops import workshop_cards
from cxmaturity.ui.cards import due_rows, evaluation_rows, home_headline, leading
from cxmaturity.ui.session import current_app, guard
from cxmaturity.ui.trends import trend
from cxmaturity.ui.welcome import demo_remover, welcome, who_am_i
from cxmaturity.ui.workshop.rooms import room_rows


def main() -> None:
    """Show the evaluations with what is due first; a fresh start gets three doors instead."""
    app = current_app()
    viewer = guard(app)
    cards = evaluations(app, viewer)
    if not cards:
        welcome(app, viewer)
        who_am_i(viewer)
        return
    title, detail = home_headline(cards, app.now().date(), rates=viewer.may("rate", viewer.only))
    st.title(title, anchor=False)
    st.caption(detail)
    st.space("small")
    rooms = workshop_cards(app, viewer, under_way=True)
    in_a_room = {room.evaluation_id for room in rooms}
    left, right = st.columns([6, 5], gap="large")
    with left:
        due_rows(cards)
        room_rows(rooms, "Workshops under way")
        evaluation_rows([card for card in cards if card.is_rated or card.id not in in_a_room])
        if viewer.may("arrange"):
            demo_remover(app, viewer, cards)
    first = leading(cards)
    if viewer.may("read", first.id):
        found = progress(app, viewer, first.id)
        if len(found.results) > 1:  # one cycle makes no line
            with right:
                trend(found, key="home")
    who_am_i(viewer)


main()

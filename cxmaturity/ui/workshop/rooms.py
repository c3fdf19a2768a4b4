"""The workshops that somebody hosts, newest first, so that nobody needs a link to find their way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from cxmaturity.charts.formats import counted, listed
from cxmaturity.domain.workshop.room import DOING, Phase
from cxmaturity.services.workshop_views import WorkshopCard
from cxmaturity.ui.cards import row
from cxmaturity.ui.places import path_of
from cxmaturity.ui.words import day, dotted, plain
from cxmaturity.ui.workshop.doorway import ASKED

MOST: Final = 5  # rooms that are listed before the rest is folded away


def room_rows(cards: Sequence[WorkshopCard], title: str = "Your workshops") -> None:
    """List the rooms; nothing where there are none."""
    if not cards:
        return
    st.header(title, anchor=False)
    with st.container(gap=None):
        _rows(cards[:MOST])
    if len(cards) > MOST:
        with st.expander(f"{len(cards) - MOST} more", type="compact"):
            _rows(cards[MOST:])
    st.space("small")


def _rows(cards: Sequence[WorkshopCard]) -> None:
    for card in cards:
        what = dotted(
            listed(card.subjects, 4), counted(card.people, "person", "people"), day(card.created_at)
        )
        text = f"**{plain(card.title)}** · {DOING[card.phase]}  \n:small[:gray[{plain(what)}]]"
        button = "Look at it" if card.phase is Phase.CLOSED else "Console"
        if row(text, button, f"room-{card.id}"):
            st.switch_page(path_of("console"), query_params={ASKED: card.id})

"""Rows of the home page: one evaluation each, with what it says now and the way in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from cxmaturity.charts.formats import counted
from cxmaturity.services.views import EvaluationCard
from cxmaturity.ui.places import path_of
from cxmaturity.ui.words import PURPOSES, day, dotted, headline, plain


def home_headline(cards: Sequence[EvaluationCard], today: date, *, rates: bool = True) -> tuple[str, str]:
    """Return what waits for the viewer, as a headline and a quiet line.

    Where nothing waits, the headline is what the leading evaluation says; nothing waits for a reader.
    """
    waiting = [card for card in cards if card.my_left]
    left = sum(card.my_left for card in waiting)
    detail = dotted(day(today), counted(len(cards), "evaluation"))
    if not rates:
        return f"{counted(len(cards), 'result')} to read", day(today)
    if not waiting:
        first = leading(cards)
        if first.headline:
            where = plain(dotted(first.title, first.cycle))
            return headline(first.headline), dotted(
                where, day(today), "" if first.is_demo else "nothing waits for you"
            )
        return "Nothing waits for you", detail
    where = plain(waiting[0].title) if len(waiting) == 1 else f"{len(waiting)} evaluations"
    return f"{counted(left, 'answer')} of yours {'is' if left == 1 else 'are'} missing in {where}", detail


def leading(cards: Sequence[EvaluationCard]) -> EvaluationCard:
    """Return the evaluation that home speaks of first: the newest programme that says something."""
    speaking = [card for card in cards if card.headline] or cards
    return next((card for card in speaking if card.purpose == "maturity"), speaking[0])


def due_rows(cards: Sequence[EvaluationCard]) -> None:
    """List what the viewer has still to rate; the first one has the page's filled button."""
    waiting = [card for card in cards if card.my_left]
    if not waiting:
        return
    st.header("Due", anchor=False)
    with st.container(gap=None):
        for place, card in enumerate(waiting):
            where = plain(dotted(card.title, card.cycle))
            text = f"**{counted(card.my_left, 'answer')} to give**  \n:small[:gray[{where}]]"
            if row(text, "Continue", f"due-{card.id}", filled=place == 0):
                st.switch_page(path_of("rate"), query_params={"e": card.id})
    st.space("small")


def evaluation_rows(cards: Sequence[EvaluationCard]) -> None:
    """List all evaluations under their purposes; what screens initiatives comes last."""
    present = {card.purpose for card in cards}
    for purpose in (known for known in PURPOSES if known in present):
        st.header(PURPOSES[purpose], anchor=False)
        with st.container(gap=None):
            for card in (card for card in cards if card.purpose == purpose):
                badge = " :gray-badge[demo]" if card.is_demo else ""
                title = f"**{plain(card.title)}** · {plain(card.cycle, 30)}{badge}"
                said = headline(card.headline or card.rubric_title)
                harm = f"  \n{warning(card.harm)}" if card.harm else ""
                if row(f"{title}  \n:small[:gray[{said}]]{harm}", "Open", f"open-{card.id}"):
                    screen = _screen_of(card)
                    st.switch_page(path_of(screen), query_params={"e": card.id})
        st.space("small")


def warning(text: str) -> str:
    """Return a sentence that nobody should overlook, with its sign."""
    return f":small[:orange[:material/warning:] {plain(text)}]"


def _screen_of(card: EvaluationCard) -> str:
    """Return where an evaluation opens: a programme on its page, others on their result."""
    if card.purpose == "maturity":
        return "programme" if card.headline else "confirm"
    return "result" if card.headline else "rate"


def row(text: str, button: str, key: str, *, filled: bool = False) -> bool:
    """Show a line of text with one button at its right; return True where it was tapped."""
    with st.container(key=f"row-{key}"):
        left, right = st.columns([4, 1.3], wrap=False, vertical_alignment="center")
        left.markdown(text)
        return right.button(button, key=key, type="primary" if filled else "secondary", width="stretch")

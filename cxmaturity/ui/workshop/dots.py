"""Where everybody stands on one question: its dots, with names where the room shows names."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import streamlit as st

from cxmaturity.charts.picture import Picture
from cxmaturity.charts.stance_words import Stance, level
from cxmaturity.charts.stances import NAMED, PAGE, WALL, Size, stances
from cxmaturity.services.workshop_views import CellView, OwnVote
from cxmaturity.ui.session import tokens
from cxmaturity.ui.words import dotted, plain
from cxmaturity.ui.workshop.phrases import flag_line, moved_words

HIDDEN: Final = "Too few answers to show without giving somebody away."


def picture_of(
    cell: CellView, *, is_wall: bool = False, me: str = "", mine: OwnVote | None = None
) -> Picture:
    """Return the dots of a question; ``me`` is what the viewer is called, ``mine`` what they said."""
    given = [Stance(dot.points, dot.name, dot.since) for dot in cell.dots]
    own = next((place for place, one in enumerate(given) if mine and _is_own(one, me, mine)), None)
    if own is not None:
        given[own] = given[own]._replace(is_own=True)
    return stances(cell.criterion, given, cell.kind, tokens(), _size(cell, is_wall=is_wall))


def show_dots(cell: CellView, key: str, *, me: str = "", mine: OwnVote | None = None) -> None:
    """Show the dots of a question on a page, what they come to, and who said what where that is shown."""
    if cell.is_hidden:
        st.caption(HIDDEN)
        return
    if not cell.dots:
        st.caption(plain(asides_words(cell)))
        return
    drawn = picture_of(cell, me=me, mine=mine)
    st.altair_chart(drawn.chart, theme=None, width="stretch", alt=drawn.alt, key=key)
    yours = "the larger dot is you" if mine is not None and mine.value is not None else ""
    st.caption(plain(dotted(drawn.note, yours, moved_words(cell), asides_words(cell), earlier_words(cell))))
    said = who_said(cell)
    if said:
        st.markdown(f":small[:gray[{plain(said, 2000)}]]")
    if cell.red_flag is not None:
        st.markdown(flag_line(cell))


def who_said(cell: CellView) -> str:
    """Return who stands at which level, highest first; nothing where the room shows no names."""
    names: dict[float, list[str]] = defaultdict(list)
    for dot in cell.dots:
        if dot.name:
            names[dot.points].append(f"{dot.name} ({dot.since})" if dot.since else dot.name)
    return dotted(*(f"{level(value)}: {', '.join(names[value])}" for value in sorted(names, reverse=True)))


def asides_words(cell: CellView) -> str:
    """Return how many gave no level."""
    parts = [f"{cell.dont_know} not sure"] if cell.dont_know else []
    parts += [f"{cell.not_applicable} not applicable"] if cell.not_applicable else []
    return ", ".join(parts)


def earlier_words(cell: CellView) -> str:
    """Return what holds for those who did not answer again, where no dot may say so."""
    is_named = any(dot.name for dot in cell.dots)
    return "" if is_named or cell.round < 2 else "who did not answer again stands with the earlier answer"


def _size(cell: CellView, *, is_wall: bool) -> Size:
    if is_wall:
        return WALL
    return NAMED if any(dot.name for dot in cell.dots) else PAGE


def _is_own(one: Stance, me: str, mine: OwnVote) -> bool:
    return one.value == mine.value and one.name in {"", me}

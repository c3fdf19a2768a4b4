"""The level ladder: every level with its anchor, the chosen one marked, last time's marked faintly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from cxmaturity.domain.ratings import Answer
from cxmaturity.domain.rubric import Criterion, Level
from cxmaturity.services.views import OwnAnswer, SheetLine
from cxmaturity.ui.words import plain

DONT_KNOW: Final = "dk"
NOT_APPLICABLE: Final = "na"
WORDS: Final = {DONT_KNOW: "Not sure", NOT_APPLICABLE: "Not applicable"}


def ladder(line: SheetLine, key: str, on_change: Callable[[], None]) -> str | None:
    """Show the ladder and return the chosen option: a level's id, `DONT_KNOW`, `NOT_APPLICABLE` or None.

    Levels stand best first, so that what is good is on top whichever way the scale is turned. The stored
    answer is chosen at first; from then on what stands in the session under ``key``.
    """
    levels = {level.id: level for level in best_first(line.criterion)}
    options = [*levels, DONT_KNOW, NOT_APPLICABLE]
    before = option_of(line.before)
    chosen = None if key in st.session_state else stored_option(line)

    def label(option: str) -> str:
        badge = f"  :gray-badge[your {plain(line.before_cycle, 12)}]" if option == before else ""
        return (_level_label(levels[option]) if option in levels else WORDS[option]) + badge

    with st.container(key="ladder"):
        picked: str | None = st.radio(
            line.criterion.title,
            options,
            index=None if chosen is None else options.index(chosen),
            format_func=label,
            captions=[_anchor(line.criterion, levels.get(option)) for option in options],
            label_visibility="collapsed",
            width="stretch",
            key=key,
            on_change=on_change,
        )
    return picked


def best_first(criterion: Criterion) -> tuple[Level, ...]:
    """Return the levels from best to worst; on a turned criterion the lowest raw points are best."""
    return tuple(
        sorted(criterion.scale.levels, key=lambda level: level.points, reverse=not criterion.is_turned)
    )


def _level_label(level: Level) -> str:
    value = f"{level.value:g}".replace("-", "−")
    return f"**{value}**\u2002**{plain(level.label, 60)}**"


def _anchor(criterion: Criterion, level: Level | None) -> str:
    if level is None:
        return ""
    return plain(criterion.anchors.get(level.id, "") or level.description, 300)


def stored_option(line: SheetLine) -> str | None:
    """Return the option that is stored; None where nothing is, or a level that the scale has no more."""
    option = option_of(line.mine)
    return option if option in WORDS or line.criterion.scale.level(option or "") else None


def option_of(answer: OwnAnswer | None) -> str | None:
    """Return the ladder's option for a stored answer; None where there is none."""
    if answer is None:
        return None
    match answer.answer:
        case Answer.LEVEL:
            return answer.level
        case Answer.NOT_APPLICABLE:
            return NOT_APPLICABLE
        case Answer.DONT_KNOW:
            return DONT_KNOW
    return None

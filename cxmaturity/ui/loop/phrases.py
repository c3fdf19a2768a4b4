"""How the loop's kinds, states and reasons read on screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from cxmaturity.charts.formats import listed
from cxmaturity.domain.alarm_rules import Alarm, AlarmKind
from cxmaturity.domain.confirmation import Origin, TracedRating
from cxmaturity.domain.ladder import level_text
from cxmaturity.domain.planning import Action, ActionState
from cxmaturity.domain.ratings import Answer
from cxmaturity.domain.rubric import Criterion
from cxmaturity.domain.screening import Harm
from cxmaturity.ui.words import plain

ORIGINS: Final = {
    Origin.FRESH: "answered",
    Origin.CARRIED: "waits for you",
    Origin.CONFIRMED: "confirmed",
    Origin.BULK_CONFIRMED: "confirmed together",
    Origin.CHANGED: "changed",
    Origin.CONSENSUS: "consensus",
}
STATES: Final = {
    ActionState.PROPOSED: "proposed",
    ActionState.ACCEPTED: "accepted, not started",
    ActionState.RUNNING: "running",
    ActionState.PAUSED: "paused",
    ActionState.DONE: "done",
    ActionState.STOPPED: "stopped",
}
EFFORTS: Final = {
    -2: "takes much effort from them",
    -1: "takes some effort from them",
    0: "no change for them",
    1: "adds some effort to them",
    2: "adds much effort to them",
}
GRAVE: Final = frozenset(
    {AlarmKind.REGRESSION, AlarmKind.CLAIM, AlarmKind.MISSED_INDICATOR, AlarmKind.OVERDUE, AlarmKind.JUMP}
)


def answer_text(criterion: Criterion, answer: TracedRating | None) -> str:
    """Return what an answer said: the level's label, or the kind of missing."""
    if answer is None:
        return "no answer yet"
    rating = answer.rating
    if rating.answer is Answer.LEVEL and rating.value is not None:
        return level_text(criterion, rating.value)
    return {Answer.DONT_KNOW: "not sure", Answer.NOT_APPLICABLE: "not applicable"}.get(
        rating.answer, "no answer"
    )


def alarm_rows(alarms: Sequence[Alarm]) -> None:
    """List the alarms that are up, the gravest first, each with what raised it and its rule."""
    for alarm in alarms:
        with st.container(key=f"row-alarm-{alarm.kind.name.lower()}"):
            icon = ":orange[:material/warning:]" if alarm.kind in GRAVE else ":material/info:"
            rule = f":small[:gray[{plain(alarm.rule)}]]"
            st.markdown(f"{icon} **{alarm.kind.capitalize()}**  \n{_raised_by(alarm)}  \n{rule}")


def harm_line(harm: Harm) -> str:
    """Return a harm as a line: whom or what it touches, and whether somebody answered it."""
    title = plain(harm.title, 80)
    if harm.answer:
        return f":small[:material/warning: Harm to “{title}”, answered: {plain(harm.answer, 120)}]"
    return f":small[:orange[:material/warning: Harm to “{title}”: not answered yet]]"


def action_line(action: Action, owner: str, due: str) -> str:
    """Return an action as one row: title, state, who answers for it, by when."""
    who = plain(owner, 40) or "nobody yet"
    by = f" · due {due}" if due else ""
    return f"**{plain(action.title, 90)}**  \n:small[:gray[{STATES[action.state]} · {who}{by}]]"


def _raised_by(alarm: Alarm) -> str:
    return listed(f"{plain(part.title, 60)} ({plain(part.detail, 60)})" for part in alarm.parts)

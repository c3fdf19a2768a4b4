"""The record of acts in words: filters and a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, get_args

import pandas as pd
import streamlit as st

from cxmaturity.charts.formats import counted
from cxmaturity.services.acts import ActVerb, Fact
from cxmaturity.services.audit import MOST, ActLine, Asked
from cxmaturity.services.views import EvaluationCard
from cxmaturity.ui.words import day, dotted, plain

ALL: Final = ""
IRREGULAR: Final[Mapping[str, str]] = {
    "withdraw": "withdrew",
    "unarchive": "brought back",
    "extend": "changed the end of",
    "back up": "backed up",
}
VERBS: Final[tuple[str, ...]] = get_args(ActVerb)


def record_headline(lines: Sequence[ActLine]) -> str:
    """Return how much was found, and who did the newest."""
    if not lines:
        return "Nothing was recorded here"
    if len(lines) == MOST:
        return f"The newest {MOST} entries"
    return f"{counted(len(lines), 'entry', 'entries')}, the newest of {day(lines[0].at)}"


def ask_acts(people: Mapping[str, str], cards: Sequence[EvaluationCard]) -> Asked:
    """Show the filters and return what is asked for."""
    titles = {card.id: card.title for card in cards}
    with st.grid(4, min_column_width=180):
        person = _choice("Who", dict(people), "Everybody", "record-person")
        verb = _choice("Did what", {verb: past(verb) for verb in VERBS}, "Anything", "record-verb")
        evaluation = _choice("Evaluation", titles, "All", "record-evaluation")
        days = st.date_input("Days", value=[], key="record-days", format="DD/MM/YYYY")
    first, last = (days[0], days[-1]) if days else (None, None)
    return Asked(person, verb, evaluation, first, last)


def _choice(label: str, names: Mapping[str, str], everything: str, key: str) -> str:
    words = {ALL: everything, **names}
    chosen = st.selectbox(label, list(words), format_func=lambda one: plain(words[one], 60), key=key)
    return chosen or ALL


def show_acts(lines: Sequence[ActLine]) -> None:
    """Show the acts as a table; text stands as it was typed."""
    if not lines:
        return
    frame = pd.DataFrame(
        {
            "When": [f"{day(when)}, {when:%H:%M}" for when in (line.local or line.at for line in lines)],
            "Who": [line.who for line in lines],
            "What": [what(line) for line in lines],
            "About": [line.about for line in lines],
            "Evaluation": [line.evaluation for line in lines],
            "Details": [details(line.facts) for line in lines],
            "By": [line.link or "owner’s key" for line in lines],
        }
    )
    st.dataframe(frame, hide_index=True, width="stretch", alt="What was done, newest first", key="acts")


def past(verb: str) -> str:
    """Return an act's verb in the past tense."""
    return IRREGULAR.get(verb) or (f"{verb}d" if verb.endswith("e") else f"{verb}ed")


def what(line: ActLine) -> str:
    """Return what was done to what, such as "renamed evaluation"."""
    return f"{past(line.verb)} {line.kind}"


def details(facts: Mapping[str, Fact]) -> str:
    """Return the facts of an act in one line."""
    return dotted(
        *(f"{name.replace('_', ' ')} {fact}" for name, fact in facts.items() if fact not in {None, ""})
    )

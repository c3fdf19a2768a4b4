"""Harm that somebody sees in what a programme plans: shown wherever the programme is, never averaged away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxmaturity.charts.formats import counted, listed, shortened
from cxmaturity.domain.planning import IN_HAND, Action, ActionState
from cxmaturity.domain.results import Result
from cxmaturity.domain.screening import Harm, harms_seen
from cxmaturity.services.application import App
from cxmaturity.services.loop.notebook import Notebook, ScreenedAs, subject_names
from cxmaturity.services.loop.screening import BEFORE, answers_in
from cxmaturity.store.bodies import read_as
from cxmaturity.store.engine import Reader
from cxmaturity.store.loop_entries import TAKEN_AWAY, screening_entries

NAME, TITLE = 60, 40  # letters of a title in a sentence


@dataclass(frozen=True, slots=True)
class HarmIn:
    """The harms that people see in one action or initiative, with what was said about each."""

    action: str
    title: str
    harms: tuple[Harm, ...]

    @property
    def is_open(self) -> bool:
        """True while one of them is not answered."""
        return any(not harm.answer for harm in self.harms)


def harms_in_plan(app: App, notes: Notebook) -> tuple[HarmIn, ...]:
    """Return where people see harm in actions that are proposed or in hand, unanswered ones first."""
    live = IN_HAND | {ActionState.PROPOSED}
    asked = [(a, notes.screened[a.id]) for a in notes.actions if a.state in live and a.id in notes.screened]
    found: list[HarmIn] = []
    for place in sorted({kept.evaluation for _, kept in asked}):
        result, names = answers_in(app, place, BEFORE), subject_names(app.store, place)
        for action, kept in asked:
            if kept.evaluation == place:
                found.append(_harm_in(action, result, names.get(kept.subject, ""), notes))
    return tuple(sorted((one for one in found if one.harms), key=lambda one: not one.is_open))


def harms_among(result: Result, compared: frozenset[str]) -> tuple[HarmIn, ...]:
    """Return where people see harm in what is scored by a rubric of initiatives, today's way aside."""
    if result.rubric.purpose != "initiative":
        return ()
    found = (
        HarmIn(subject.subject, subject.subject, harms_seen(result.rubric, subject))
        for subject in result.subjects
        if subject.subject not in compared
    )
    return tuple(one for one in found if one.harms)


def harm_sentence(found: Sequence[HarmIn], *, knows_answers: bool = True) -> str:
    """Return one sentence about harm for a row of a list; empty where nobody sees any."""
    if not found:
        return ""
    open_ones = [one for one in found if one.is_open]
    if len(found) == 1:
        (one,) = found
        where = listed(f"“{shortened(harm.title, TITLE)}”" for harm in one.harms)
        said = f"Somebody sees harm in “{shortened(one.title, NAME)}”: {where}"
    else:
        said = f"Somebody sees harm in {counted(len(found), 'initiative')}"
    if not knows_answers:
        return f"{said}."
    return f"{said}; {'not answered yet' if open_ones else 'answered'}."


def screening_places(reader: Reader) -> dict[str, frozenset[str]]:
    """Return, by programme, the evaluations in which its actions are screened."""
    found: dict[str, frozenset[str]] = {}
    for programme_id, body in screening_entries(reader):
        if body != TAKEN_AWAY:
            place = read_as(ScreenedAs, body).evaluation
            found[programme_id] = found.get(programme_id, frozenset()) | {place}
    return found


def _harm_in(action: Action, result: Result, name: str, notes: Notebook) -> HarmIn:
    asked = result.subject(name)
    reasons = {h.criterion: h.reason for h in notes.harms if h.action == action.id}
    harms = harms_seen(result.rubric, asked, reasons) if asked is not None else ()
    return HarmIn(action.id, action.title, harms)

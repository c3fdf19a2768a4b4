"""How the demo company screened its actions: before it accepted them, and again when one was done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from cxmaturity.services.loop.asking import Asking
from cxmaturity.services.loop.notebook import HarmAnswer, Pen
from cxmaturity.services.loop.screening import AFTER, QUESTIONS
from cxmaturity.services.rubrics import rubric_named
from cxmaturity.store.evaluations import cycles_of, one_evaluation
from cxmaturity.store.ratings import Event

Said = tuple[str, str, str, str]  # customers, team, bottom line, freshness
HARM: Final = "Only for those who choose it; the team is asked again in January."
SAME, SOME, MUCH = "no-change", "helps-some", "helps"
SAID: Final[dict[str, dict[str, Said]]] = {
    "call-back": {
        "Head of service": (MUCH, SAME, SOME, SOME),
        "Team lead": (MUCH, "harms-some", SAME, SOME),
        "Finance partner": (SOME, SAME, SOME, SAME),
    },
    "messaging": {
        "Head of service": (SOME, SAME, SOME, SAME),
        "Team lead": (MUCH, SOME, SAME, SAME),
        "Finance partner": (SOME, SAME, SAME, SAME),
    },
    "training": {
        "Head of service": (SOME, MUCH, SAME, SOME),
        "Team lead": (SOME, MUCH, SAME, SOME),
        "Finance partner": (SAME, SOME, SAME, SAME),
    },
}
FOUND: Final[dict[str, dict[str, Said]]] = {
    "training": {
        "Head of service": (SOME, MUCH, SAME, SOME),
        "Team lead": (SOME, MUCH, SAME, SAME),
        "Finance partner": (SAME, MUCH, SAME, SAME),
    },
}
TODAY: Final[Said] = (SAME, SAME, SAME, SAME)


def screen_all(pen: Pen, people: Mapping[str, str]) -> None:
    """Let people answer the four questions about every action; ``people`` are ids by name."""
    rubric = rubric_named(pen.app, QUESTIONS)
    names = [criterion.id for criterion in rubric.criteria()]
    for action_id, said in SAID.items():
        of = one_evaluation(pen.transaction, pen.evaluation_id)
        asking = Asking(pen.app, pen.transaction, pen.viewer, of, pen.notes(), rubric)
        kept = asking.screened_as(pen.notes().action(action_id))
        blank = asking.blank(cycles_of(pen.transaction, kept.evaluation)[-1], kept.subject, "")
        today = dict.fromkeys(said, TODAY)
        for event, level in (
            *_events(blank, people, names, said),
            *_events(replace(blank, subject_id=kept.way), people, names, today),
            *_events(replace(blank, round=AFTER), people, names, FOUND.get(action_id, {})),
        ):
            asking.save(replace(event, request_id=pen.app.new_id()), level)
    pen.write("harm", "call-back/team", HarmAnswer("call-back", "team", HARM))


def _events(
    blank: Event, people: Mapping[str, str], names: list[str], said: Mapping[str, Said]
) -> Iterator[tuple[Event, str]]:
    """Yield everybody's answers without a level, each with the level that goes into it."""
    for person, levels in said.items():
        for criterion, level in zip(names, levels, strict=True):
            assessor = people.get(person, blank.assessor_id)
            yield replace(blank, assessor_id=assessor, criterion=criterion), level

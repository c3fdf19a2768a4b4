"""Two worlds that differ only in what other people answer: whoever sees a difference has seen an answer.

Keys, times and chance are the same in both, so that what is sent can be compared as it is. ``look`` collects
everything that anybody gets to see; `tests/journeys` may add what travels over the websocket.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from cxmaturity.domain.errors import CXMaturityError
from cxmaturity.domain.workshop.commands import Command
from cxmaturity.services.audit import Asked, acts_file
from cxmaturity.services.evaluations import evaluation, evaluations
from cxmaturity.services.exports import ratings_file
from cxmaturity.services.people import people
from cxmaturity.services.results import progress, result
from cxmaturity.services.rooms import console_view, phone_view, projector_view, pulse
from cxmaturity.services.workshop_results import results_view
from cxmaturity.services.workshops import workshop_cards
from tests.services.hall import Clock, Hall, open_hall

WATCHER = "Ana"
OTHERS = ("Ben", "Cyd", "Dan", "Eve")
SAYINGS: tuple[int | str, ...] = (0, 1, 2, 3, 4, "NA", "DK")


@dataclass
class World:
    """One workshop in which the others answer as one seed says."""

    hall: Hall
    seed: int
    seen: list[Mapping[str, str]] = field(default_factory=list)

    @staticmethod
    def new(folder: Path, seed: int, **how: Any) -> World:
        folder.mkdir(exist_ok=True)
        app = open_hall(folder, clock=Clock())
        ids = count(1)
        hall = Hall.of(replace(app, new_id=lambda: f"id-{next(ids):04d}"), **how)
        hall.come(WATCHER, *OTHERS)
        return World(hall, seed)

    def do(self, command: type[Command], **what: Any) -> None:
        self.hall.do(command, **what)
        self.look()

    def others_answer(self, seed: int | None = None) -> None:
        """Let everybody but the watcher answer all they are asked, with notes, and change an answer."""
        rng = Random(self.seed if seed is None else seed)  # noqa: S311 - people, not secrets
        for name in OTHERS:
            asked = self.hall.phone(name).questions
            for question in (*asked, *asked[:1]):
                what = rng.choice(SAYINGS)
                self.hall.give(name, question.cell, what, note=f"note {rng.random()}")
        self.look()

    def watcher_answers(self) -> None:
        self.hall.give_all(WATCHER, 2)
        self.look()

    def look(self) -> None:
        """Collect everything that anybody is shown at this moment."""
        self.seen.append({name: _told(ask) for name, ask in self._questions()})

    def _questions(self) -> Iterator[tuple[str, Callable[[], object]]]:
        hall, app = self.hall, self.hall.app
        watcher, host, evaluation_id = hall.people[WATCHER], hall.host, hall.doors.evaluation_id
        yield "phone", lambda: phone_view(app, watcher, hall.id)
        yield "console", lambda: console_view(app, host, hall.id)
        yield "projector", lambda: projector_view(app, host, hall.id)
        yield "results on a phone", lambda: results_view(app, watcher, hall.id)
        yield "results for the host", lambda: results_view(app, host, hall.id)
        yield "pulse of a phone", lambda: pulse(app, watcher, hall.id)
        yield "pulse of the console", lambda: pulse(app, host, hall.id)
        yield "list of workshops", lambda: workshop_cards(app, host)
        yield "list of evaluations", lambda: evaluations(app, host)
        yield "evaluation", lambda: evaluation(app, host, evaluation_id)
        yield "result of the evaluation", lambda: result(app, host, evaluation_id)
        yield "progress of the evaluation", lambda: progress(app, host, evaluation_id)
        yield "exported ratings", lambda: ratings_file(app, host)
        yield "people", lambda: people(app, host)
        yield "record of acts", lambda: acts_file(app, host, Asked())


def _told(ask: Callable[[], object]) -> str:
    try:
        return repr(ask())
    except CXMaturityError as error:
        return f"{type(error).__name__}: {error}"

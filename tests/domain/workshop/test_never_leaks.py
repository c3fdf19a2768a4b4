"""Whatever a facilitator does in whatever order: nothing leaks, nothing of round 1 is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
import pytest

from cxmaturity.domain.errors import CXMaturityError, RefusedError
from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.workshop.agenda import agenda
from cxmaturity.domain.workshop.commands import Command, Kind, Seat
from cxmaturity.domain.workshop.counting import cell_of
from cxmaturity.domain.workshop.events import fold
from cxmaturity.domain.workshop.hosting import Admit, LockDoor, Observe, OpenDoor, Remove, SetTimer
from cxmaturity.domain.workshop.log import body_of, event_of, kind_of
from cxmaturity.domain.workshop.room import Phase
from cxmaturity.domain.workshop.settings import Cell
from cxmaturity.domain.workshop.sight import Seen, filtered, sight
from cxmaturity.domain.workshop.steering import (
    Accept,
    BackToReveal,
    Brief,
    Conclude,
    Discuss,
    End,
    Lock,
    OpenAgain,
    Reveal,
    ScoreAgain,
    StartScoring,
    Withdraw,
)
from tests.domain.workshop.scene import ALL, RUBRIC, Scene

PEOPLE = ("ann", "bob", "cleo", "dan", "eve")
SEATS = [Seat(kind, "ann") for kind in get_args(Kind)]
PLAIN: tuple[tuple[type[Command], dict[str, Any]], ...] = (
    (Brief, {}),
    (StartScoring, {}),
    (Lock, {}),
    (OpenAgain, {}),
    (Reveal, {"missing": 9}),
    (Discuss, {"cell": ALL[0]}),
    (BackToReveal, {}),
    (Accept, {"cells": ALL[:2]}),
    (ScoreAgain, {"reason": "talked"}),
    (ScoreAgain, {"reason": "talked", "scope": "all"}),
    (ScoreAgain, {"reason": "talked", "scope": "cells", "cells": ALL[:1]}),
    (Withdraw, {"reason": "too early"}),
    (Conclude, {}),
    (End, {}),
    (LockDoor, {}),
    (OpenDoor, {}),
    (SetTimer, {"seconds": 5, "locks": True}),
)
ONWARD: dict[Phase, type[Command]] = {
    Phase.LOBBY: StartScoring,
    Phase.BRIEF: StartScoring,
    Phase.SCORE: Lock,
    Phase.LOCKED: Reveal,
    Phase.REVEAL: ScoreAgain,
    Phase.DISCUSS: ScoreAgain,
    Phase.FINAL: Reveal,
}
MORE: dict[type[Command], dict[str, Any]] = {
    Reveal: {"missing": 9},
    ScoreAgain: {"reason": "talked", "scope": "all"},
}


class Workshop(RuleBasedStateMachine):
    """A facilitator, five people, and every command at any time."""

    @initialize(
        naming=st.sampled_from(("named", "anonymous")),
        blocks=st.sampled_from(("whole sheet", "per subject")),
        asks_overall=st.booleans(),
    )
    def create(self, **how: Any) -> None:
        self.scene = Scene(**how)
        self.scene.join("ann", "bob", "cleo")
        self.first_rounds: dict[tuple[str, int, Cell], Rating] = {}

    def attempt(self, command: type[Command], **what: Any) -> None:
        before = self.scene.room
        try:
            self.scene.do(command, **what)
        except CXMaturityError:
            assert self.scene.room == before

    @rule(which=st.sampled_from(PLAIN))
    def command(self, which: tuple[type[Command], dict[str, Any]]) -> None:
        self.attempt(which[0], **which[1])

    @rule()
    def go_on(self) -> None:
        command = ONWARD.get(self.scene.room.phase)
        if command:
            self.attempt(command, **MORE.get(command, {}))

    @rule(who=st.sampled_from(PEOPLE), what=st.sampled_from((0, 2, 4, "DK", "NA", "")))
    def rate_everything(self, who: str, what: float | str) -> None:
        if who in self.scene.people:
            for cell in self.askable():
                self.rate(who, cell, what)

    def rate(self, who: str, cell: Cell, what: float | str) -> None:
        room = self.scene.room
        try:
            self.scene.rate(who, {cell: what})
        except RefusedError:
            return
        assert room.current is not None
        assert room.current.takes_ratings
        assert who not in room.removed
        assert cell.subject not in self.scene.people[who].conflicts

    def askable(self) -> tuple[Cell, ...]:
        return self.scene.room.current.cells if self.scene.room.current else ALL[:1]

    @rule(who=st.sampled_from(PEOPLE), connected=st.booleans())
    def join(self, who: str, connected: bool) -> None:
        if who not in self.scene.people and not self.scene.room.is_ended:
            self.scene.join(who, connected=connected)

    @rule(who=st.sampled_from(PEOPLE), how=st.sampled_from((Admit, Remove, Observe)))
    def host(self, who: str, how: type[Command]) -> None:
        what: dict[str, Any] = {"people": (who,)} if how is Admit else {"person": who}
        self.attempt(how, **what, **({"reason": "left"} if how is Remove else {}))

    @rule(who=st.sampled_from(PEOPLE), subject=st.sampled_from(("north", "south")))
    def conflict(self, who: str, subject: str) -> None:
        if who in self.scene.people and not self.scene.room.is_decided:
            self.scene.conflict(who, *{*self.scene.people[who].conflicts, subject})

    @rule(which=st.sampled_from(PLAIN))
    @precondition(lambda self: self.scene.room.revision > 1)
    def stale(self, which: tuple[type[Command], dict[str, Any]]) -> None:
        with pytest.raises(RefusedError):
            self.scene.do(which[0], seen=self.scene.room.revision - 1, **which[1])

    @invariant()
    def the_log_alone_makes_the_room(self) -> None:
        stored = [(kind_of(e), e.at, e.by, body_of(e)) for e in self.scene.events]
        assert fold(event_of(*row) for row in stored) == self.scene.room
        assert self.scene.room.revision == len(self.scene.events)

    @invariant()
    def only_revealed_rounds_are_seen(self) -> None:
        open_to_all = {(r.number, cell) for r in self.scene.room.revealed for cell in r.cells}
        for seat in SEATS:
            seen = self.scene.seen(seat.kind, seat.person)
            assert {(r.round, cell_of(r)) for r in (*seen.everyone, *seen.taken_out)} <= open_to_all
            assert {r.assessor for r in seen.mine} <= {seat.person}

    @invariant()
    def what_others_said_before_the_reveal_changes_nothing_for_anybody(self) -> None:
        room, people = self.scene.room, list(self.scene.people.values())
        for seat in SEATS:
            looks = sight(room, seat, people)
            shown = [filtered(room, people, rows, looks) for rows in (self.scene.ratings, self.others(seat))]
            assert shown[0] == shown[1]

    @invariant()
    def no_label_joins_a_name_to_an_answer_in_an_anonymous_room(self) -> None:
        if self.scene.room.settings.is_anonymous:
            names = {*PEOPLE, *(p.label for p in self.scene.people.values())}
            assert not names & {r.assessor for r in self.scene.seen("facilitator").everyone}

    @invariant()
    def a_first_round_once_revealed_stays_for_ever(self) -> None:
        for round_ in self.scene.room.revealed:
            if round_.number == 1:
                for key, rating in self.scene.answers.items():
                    if key[1] == 1 and key[2] in round_.cells:
                        assert self.first_rounds.setdefault(key, rating) == rating
        assert set(self.first_rounds) <= set(self.scene.answers)

    @invariant()
    def the_agenda_is_made_of_what_everybody_sees(self) -> None:
        seen = self.scene.seen("projector")
        cells = {cell_of(r) for r in seen.everyone}
        assert set(agenda(RUBRIC, seen.everyone).contested_cells) <= cells

    def others(self, seat: Seat) -> list[Rating]:
        """Return the ratings with everybody else's sealed answers turned round, backwards."""
        open_to_all = {(r.number, cell) for r in self.scene.room.revealed for cell in r.cells}
        return [r if self.is_open(r, seat, open_to_all) else turned(r) for r in self.scene.ratings][::-1]

    @staticmethod
    def is_open(rating: Rating, seat: Seat, open_to_all: set[tuple[int, Cell]]) -> bool:
        return rating.assessor == seat.person or (rating.round, cell_of(rating)) in open_to_all


def turned(rating: Rating) -> Rating:
    """Return a wholly different answer by the same person to the same question."""
    return replace(rating, value=None if rating.value is None else 4 - rating.value, note="other")


Workshop.TestCase.settings = settings(max_examples=60, stateful_step_count=30)
TestWhateverTheFacilitatorDoes = Workshop.TestCase


def outcome(value: float) -> tuple[object, ...]:
    scene = Scene()
    scene.join("ann", "bob")
    scene.do(StartScoring)
    scene.rate_all("ann", 2)
    scene.rate_all("bob", value)
    scene.do(Lock)
    seats: tuple[Kind, ...] = get_args(Kind)
    views = tuple((scene.sight(kind, "ann"), scene.seen(kind, "ann")) for kind in seats)
    return views, scene.progress(), scene.room, scene.agenda(), scene.events


def test_two_rooms_that_differ_only_in_somebody_elses_answer_are_one_before_the_reveal() -> None:
    assert outcome(0) == outcome(4)


def test_before_the_reveal_there_is_nothing_to_see_but_ones_own() -> None:
    scene = Scene()
    scene.join("ann", "bob")
    scene.do(StartScoring)
    scene.rate_all("bob", 4)
    assert scene.seen("participant", "ann") == Seen()

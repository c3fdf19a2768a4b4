"""The room as its log has left it: phase, rounds, door, timer, and who was admitted or removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from cxmaturity.domain.ratings import OVERALL
from cxmaturity.domain.workshop.settings import Cell, Settings

Scope = Literal["all", "contested", "cells"]


class Phase(StrEnum):
    """Where the room is.

    lobby → brief → score → locked → reveal → discuss → (score again | brief of the next block) → final →
    closed. A round that nobody has seen yet may go back from locked to score.
    """

    LOBBY = "lobby"
    BRIEF = "brief"
    SCORE = "score"
    LOCKED = "locked"
    REVEAL = "reveal"
    DISCUSS = "discuss"
    FINAL = "final"
    CLOSED = "closed"


DOING: Mapping[Phase, str] = {
    Phase.LOBBY: "in the lobby",
    Phase.BRIEF: "being briefed",
    Phase.SCORE: "scoring",
    Phase.LOCKED: "locked before the reveal",
    Phase.REVEAL: "looking at the answers",
    Phase.DISCUSS: "talking",
    Phase.FINAL: "at the final judgement",
    Phase.CLOSED: "closed",
}


@dataclass(frozen=True, slots=True)
class Round:
    """One time of asking; ``cells`` are all that is asked in it.

    ``number`` grows within a block and each time a cell is asked, apart from that for the overall judgement.
    ``missing`` is how many had not finished at the reveal. A round not revealed is sealed, a withdrawn
    one for ever, and counts for nothing. ``without`` are the people who were removed when it was revealed:
    they never count in it, whether they come back or not. ``reopened`` are the cells that had been accepted
    before they were asked again.
    """

    number: int
    block: int
    cells: tuple[Cell, ...]
    opened_at: datetime
    scope: Scope = "all"
    reason: str = ""
    locked_at: datetime | None = None
    revealed_at: datetime | None = None
    missing: int | None = None
    is_withdrawn: bool = False
    without: frozenset[str] = frozenset()
    reopened: frozenset[Cell] = frozenset()

    @property
    def is_overall(self) -> bool:
        """True for the silent overall judgement at the end."""
        return any(cell.criterion == OVERALL for cell in self.cells)

    @property
    def is_sealed(self) -> bool:
        """True while its answers are still to be revealed."""
        return self.revealed_at is None and not self.is_withdrawn

    @property
    def takes_ratings(self) -> bool:
        """True while people may rate in it."""
        return self.is_sealed and self.locked_at is None

    @property
    def words(self) -> str:
        """Return what to call it in a sentence."""
        return "the overall judgement" if self.is_overall else f"round {self.number}"


@dataclass(frozen=True, slots=True)
class Timer:
    """When time is up; only with ``locks`` does that end the round, else it is a hint."""

    ends_at: datetime
    locks: bool = False


@dataclass(frozen=True, slots=True)
class Removal:
    """That somebody was removed; the reason may be empty only if nothing had been revealed."""

    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Room:
    """Everything that the log has settled. ``revision`` is the number of events.

    ``rounds`` are in the order of opening. ``observers`` says, per person, from which round (index) on they
    watch or rate again, so that answers already revealed are not touched by it.
    """

    settings: Settings
    created_at: datetime
    revision: int = 0
    phase: Phase = Phase.LOBBY
    block: int = 0
    rounds: tuple[Round, ...] = ()
    accepted: frozenset[Cell] = frozenset()
    taken_up: Cell | None = None
    timer: Timer | None = None
    door_is_locked: bool = False
    admitted: Mapping[str, datetime] = field(default_factory=dict)
    removed: Mapping[str, Removal] = field(default_factory=dict)
    observers: Mapping[str, tuple[tuple[int, bool], ...]] = field(default_factory=dict)
    weights_locked_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def current(self) -> Round | None:
        """Return the sealed round that is under way, or None."""
        last = self.rounds[-1] if self.rounds else None
        return last if last is not None and last.is_sealed else None

    @property
    def round(self) -> int:
        """Return the number of the latest scoring round of this block; 0 before the first."""
        return max((r.number for r in self.rounds if r.block == self.block and not r.is_overall), default=0)

    @property
    def revealed(self) -> tuple[Round, ...]:
        """Return the rounds that everybody has seen, in order."""
        return tuple(r for r in self.rounds if r.revealed_at is not None)

    @property
    def is_ended(self) -> bool:
        """True once the room is closed."""
        return self.phase is Phase.CLOSED

    @property
    def is_decided(self) -> bool:
        """True once scores and ranks are open: at the end, and not before the overall judgement is in."""
        return self.is_ended or (self.phase is Phase.FINAL and self.current is None)

    @property
    def next_round_index(self) -> int:
        """Return the index of the round that a change made now begins with."""
        return len(self.rounds) - (self.current is not None)

    def subjects_revealed(self) -> frozenset[str]:
        """Return the ids of the subjects with at least one revealed scoring round."""
        return frozenset(c.subject for r in self.revealed if not r.is_overall for c in r.cells)

    def observes(self, person: str, index: int) -> bool:
        """Return whether somebody only watches in the round with this index."""
        changes = [is_on for since, is_on in self.observers.get(person, ()) if since <= index]
        return changes[-1] if changes else False

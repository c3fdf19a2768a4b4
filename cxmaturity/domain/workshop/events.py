"""What happened in a room. Append-only; a room is the fold of its events.

Every event says when and who; each knows what it makes of the room. Nothing is ever taken back: a withdrawn
round, a removal and a return are events of their own.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce

from cxmaturity.domain.workshop.room import Phase, Removal, Room, Round, Scope, Timer
from cxmaturity.domain.workshop.settings import Cell, Settings


@dataclass(frozen=True, slots=True)
class Event(ABC):
    """One thing that happened; ``by`` is an opaque id, ``at`` naive UTC."""

    at: datetime
    by: str

    @abstractmethod
    def applied(self, room: Room) -> Room:
        """Return the room after it; the fold counts the revision."""


@dataclass(frozen=True, slots=True)
class Created(Event):
    """The room exists; always the first event."""

    settings: Settings

    def applied(self, room: Room) -> Room:
        """Return the room as it is: the fold begins with one made of this event."""
        return room


@dataclass(frozen=True, slots=True)
class SettingsChanged(Event):
    """The facilitator laid the rules down anew, before they froze."""

    settings: Settings

    def applied(self, room: Room) -> Room:
        """Return the room under the new rules."""
        return replace(room, settings=self.settings)


@dataclass(frozen=True, slots=True)
class WeightsLocked(Event):
    """The weights stand from here on; at the latest with the first round."""

    def applied(self, room: Room) -> Room:
        """Return the room with its weights fixed."""
        return replace(room, weights_locked_at=self.at)


@dataclass(frozen=True, slots=True)
class PhaseChanged(Event):
    """The room moved on or back without a round being opened, revealed or withdrawn."""

    before: Phase
    after: Phase
    block: int = 0

    def applied(self, room: Room) -> Room:
        """Return the room in the new phase; to lock a round or to open it again is such a move."""
        moved = replace(room, phase=self.after, block=self.block, timer=None)
        if self.after is Phase.LOCKED:
            return _with_last(moved, locked_at=self.at)
        return _with_last(moved, locked_at=None) if self.before is Phase.LOCKED else moved


@dataclass(frozen=True, slots=True)
class RoundOpened(Event):
    """A round began, blind. From the second on it has a reason, and may ask only part of the cells."""

    number: int
    cells: tuple[Cell, ...]
    scope: Scope = "all"
    reason: str = ""

    def applied(self, room: Room) -> Room:
        """Return the room scoring; what is asked again is no longer accepted."""
        again = room.accepted.intersection(self.cells)
        new = Round(self.number, room.block, self.cells, self.at, self.scope, self.reason, reopened=again)
        rounds, accepted = (*room.rounds, new), room.accepted - again
        return replace(room, phase=Phase.SCORE, rounds=rounds, accepted=accepted, taken_up=None, timer=None)


@dataclass(frozen=True, slots=True)
class OverallOpened(Event):
    """The silent overall judgement began."""

    number: int
    cells: tuple[Cell, ...]

    def applied(self, room: Room) -> Room:
        """Return the room at its final judgement."""
        new = Round(self.number, room.block, self.cells, self.at)
        return replace(room, phase=Phase.FINAL, rounds=(*room.rounds, new), timer=None)


@dataclass(frozen=True, slots=True)
class RoundWithdrawn(Event):
    """A round that nobody has seen was taken back; its answers stay recorded and sealed."""

    number: int
    reason: str

    def applied(self, room: Room) -> Room:
        """Return the room where it was before, with what it had accepted; a first round leaves no trace."""
        last = room.rounds[-1]
        if last.number == 1 and not last.is_overall:
            return replace(room, phase=Phase.BRIEF, rounds=room.rounds[:-1], timer=None)
        accepted = room.accepted | last.reopened
        return replace(
            _with_last(room, is_withdrawn=True), phase=Phase.DISCUSS, accepted=accepted, timer=None
        )


@dataclass(frozen=True, slots=True)
class Revealed(Event):
    """Everybody sees a round; ``missing`` people had not finished it."""

    number: int
    missing: int

    def applied(self, room: Room) -> Room:
        """Return the room looking at the answers; after the overall judgement it stays at the end."""
        last = room.rounds[-1]
        phase = Phase.FINAL if last.is_overall else Phase.REVEAL
        out = frozenset(room.removed)
        shown = _with_last(room, revealed_at=self.at, missing=self.missing, without=out)
        return replace(shown, phase=phase, timer=None)


@dataclass(frozen=True, slots=True)
class Accepted(Event):
    """The room takes these cells as they stand."""

    cells: tuple[Cell, ...]

    def applied(self, room: Room) -> Room:
        """Return the room with the cells accepted."""
        return replace(room, accepted=room.accepted | set(self.cells))


@dataclass(frozen=True, slots=True)
class TakenUp(Event):
    """The room turned to one item of the agenda."""

    cell: Cell

    def applied(self, room: Room) -> Room:
        """Return the room talking about the cell."""
        return replace(room, phase=Phase.DISCUSS, taken_up=self.cell)


@dataclass(frozen=True, slots=True)
class TimerSet(Event):
    """The clock runs until ``ends_at``; None stops it."""

    ends_at: datetime | None
    locks: bool = False

    def applied(self, room: Room) -> Room:
        """Return the room with the clock set."""
        return replace(room, timer=Timer(self.ends_at, self.locks) if self.ends_at else None)


@dataclass(frozen=True, slots=True)
class DoorLocked(Event):
    """Who comes from here on waits to be admitted."""

    def applied(self, room: Room) -> Room:
        """Return the room with its door locked."""
        return replace(room, door_is_locked=True)


@dataclass(frozen=True, slots=True)
class DoorOpened(Event):
    """Who has the code may come in."""

    def applied(self, room: Room) -> Room:
        """Return the room with its door open; who already waits still waits."""
        return replace(room, door_is_locked=False)


@dataclass(frozen=True, slots=True)
class Admitted(Event):
    """People came in who had waited, or came back who had been removed."""

    people: tuple[str, ...]

    def applied(self, room: Room) -> Room:
        """Return the room with them in it."""
        removed = {person: how for person, how in room.removed.items() if person not in self.people}
        admitted = {**dict.fromkeys(self.people, self.at), **room.admitted}
        return replace(room, admitted=admitted, removed=removed)


@dataclass(frozen=True, slots=True)
class Removed(Event):
    """Somebody takes no part any more."""

    person: str
    reason: str

    def applied(self, room: Room) -> Room:
        """Return the room without them."""
        removal = Removal(self.at, self.by, self.reason)
        return replace(room, removed={**room.removed, self.person: removal})


@dataclass(frozen=True, slots=True)
class ObserverSet(Event):
    """Somebody only watches from the present round on, or rates again."""

    person: str
    is_on: bool

    def applied(self, room: Room) -> Room:
        """Return the room in which rounds already revealed are as they were."""
        changes = (*room.observers.get(self.person, ()), (room.next_round_index, self.is_on))
        return replace(room, observers={**room.observers, self.person: changes})


@dataclass(frozen=True, slots=True)
class Ended(Event):
    """The workshop is over."""

    def applied(self, room: Room) -> Room:
        """Return the room closed for ever."""
        return replace(room, phase=Phase.CLOSED, ended_at=self.at, timer=None)


def fold(events: Iterable[Event]) -> Room:
    """Return the room that these events, oldest first, have led to; the first must be `Created`."""
    first, *later = events
    if not isinstance(first, Created):
        raise TypeError("a room's log begins with its creation")
    return reduce(after, [first, *later], Room(first.settings, first.at))


def after(room: Room, event: Event) -> Room:
    """Return the room one event, and one revision, on."""
    return replace(event.applied(room), revision=room.revision + 1)


def _with_last(room: Room, **changes: object) -> Room:
    """Return the room with its latest round changed."""
    last = replace(room.rounds[-1], **changes)  # type: ignore[arg-type]  # fields by name
    return replace(room, rounds=(*room.rounds[:-1], last))

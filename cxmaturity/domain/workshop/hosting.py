"""The commands about people, the door, the clock and the rules of a room."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar

from cxmaturity.domain.errors import RefusedError
from cxmaturity.domain.workshop.commands import Command, Facts, Moment
from cxmaturity.domain.workshop.events import (
    Admitted,
    DoorLocked,
    DoorOpened,
    Event,
    ObserverSet,
    Removed,
    SettingsChanged,
    TimerSet,
    WeightsLocked,
)
from cxmaturity.domain.workshop.lines import one_line, reason
from cxmaturity.domain.workshop.room import Phase, Room
from cxmaturity.domain.workshop.roster import Participant
from cxmaturity.domain.workshop.settings import Settings, checked
from cxmaturity.domain.workshop.steering import Lock

LONGEST_TIMER = 4 * 3600


@dataclass(frozen=True, slots=True)
class ChangeSettings(Command):
    """Lay the rules down anew before anything is scored.

    Once somebody has rated, only the title may change: a promise of anonymity, a scale or a list of subjects
    must hold for all answers alike. Locked weights stay.
    """

    settings: Settings
    when: ClassVar = frozenset({Phase.LOBBY, Phase.BRIEF})
    does: ClassVar = "Changing the settings"

    def events(self, room: Room, now: Moment) -> tuple[Event, ...]:
        """Take the new settings."""
        new = checked(self.settings)
        if now.facts.marks and new != replace(room.settings, title=new.title):
            raise RefusedError("People have rated, so everything but the title is frozen.")
        if room.weights_locked_at and new.weights != room.settings.weights:
            raise RefusedError("The weights are locked; they were locked so that no score can bend them.")
        return (SettingsChanged(now.at, now.by, new),)


@dataclass(frozen=True, slots=True)
class LockWeights(Command):
    """Fix the weights before anybody sees a score; the first round does it at the latest."""

    when: ClassVar = frozenset({Phase.LOBBY, Phase.BRIEF})
    does: ClassVar = "Locking the weights"

    def events(self, room: Room, now: Moment) -> tuple[Event, ...]:
        """Lock them."""
        if room.weights_locked_at:
            raise RefusedError("The weights are locked already.")
        return (WeightsLocked(now.at, now.by),)


@dataclass(frozen=True, slots=True)
class LockDoor(Command):
    """Let newcomers wait until they are admitted."""

    does: ClassVar = "Locking the room"

    def events(self, room: Room, now: Moment) -> tuple[Event, ...]:
        """Lock the door."""
        if room.door_is_locked:
            raise RefusedError("The room is locked already.")
        return (DoorLocked(now.at, now.by),)


@dataclass(frozen=True, slots=True)
class OpenDoor(Command):
    """Let newcomers in again; who waits is still to be admitted."""

    does: ClassVar = "Opening the room"

    def events(self, room: Room, now: Moment) -> tuple[Event, ...]:
        """Open the door."""
        if not room.door_is_locked:
            raise RefusedError("The room is open already.")
        return (DoorOpened(now.at, now.by),)


@dataclass(frozen=True, slots=True)
class Admit(Command):
    """Let people in who wait at the door, or who had been removed."""

    people: tuple[str, ...]
    does: ClassVar = "Admitting somebody"

    def events(self, room: Room, now: Moment) -> tuple[Event, ...]:
        """Admit those who are not in yet."""
        outside = [_known(now.facts, p) for p in dict.fromkeys(self.people)]
        new = tuple(p.id for p in outside if p.id in room.removed or (p.waits and p.id not in room.admitted))
        if not new:
            raise RefusedError("Nobody named here is waiting at the door.")
        return (Admitted(now.at, now.by, new),)


@dataclass(frozen=True, slots=True)
class Remove(Command):
    """Take somebody out of the room; once something has been revealed, only with a reason.

    What that does to answers already revealed is told by `counting`.
    """

    person: str
    reason: str = ""
    does: ClassVar = "Removing somebody"

    def events(self, room: Room, now: Moment) -> tuple[Event, ...]:
        """Remove them."""
        _known(now.facts, self.person)
        if self.person in room.removed:
            raise RefusedError("This person has been removed already.")
        if room.revealed:
            said = reason(self.reason, "Removing somebody after a reveal")
        else:
            said = one_line(self.reason, "The reason", 500)
        return (Removed(now.at, now.by, self.person, said),)


@dataclass(frozen=True, slots=True)
class Observe(Command):
    """Let somebody only watch, from the round under way on, or rate again."""

    person: str
    is_on: bool = True
    does: ClassVar = "Making somebody an observer"

    def events(self, room: Room, now: Moment) -> tuple[Event, ...]:
        """Change what they do."""
        _known(now.facts, self.person)
        if room.observes(self.person, room.next_round_index) == self.is_on:
            raise RefusedError("That is how it is already.")
        return (ObserverSet(now.at, now.by, self.person, self.is_on),)


@dataclass(frozen=True, slots=True)
class SetTimer(Command):
    """Start the clock, in seconds from now; 0 stops it. Only with ``locks`` does its end lock the round."""

    seconds: int
    locks: bool = False
    does: ClassVar = "Setting the clock"

    def events(self, room: Room, now: Moment) -> tuple[Event, ...]:
        """Set the clock."""
        if not 0 <= self.seconds <= LONGEST_TIMER:
            raise RefusedError(f"The clock takes 0 to {LONGEST_TIMER} seconds, not {self.seconds}.")
        if self.locks and room.phase is not Phase.SCORE:
            raise RefusedError("The clock can only lock a round while people are scoring.")
        ends_at: datetime | None = now.at + timedelta(seconds=self.seconds) if self.seconds else None
        return (TimerSet(now.at, now.by, ends_at, self.locks and self.seconds > 0),)


def due(room: Room, at: datetime) -> Lock | None:
    """Return the command that an armed clock gives by itself at this time, or None."""
    timer = room.timer
    has_run_out = timer is not None and timer.locks and at >= timer.ends_at
    return Lock(room.revision) if has_run_out and room.phase is Phase.SCORE else None


def _known(facts: Facts, person: str) -> Participant:
    for participant in facts.people:
        if participant.id == person:
            return participant
    raise RefusedError("Nobody by this mark is in the workshop; look at the list again.")

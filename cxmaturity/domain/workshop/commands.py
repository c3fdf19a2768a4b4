"""What a facilitator may ask of a room; each command answers with events or refuses with a sentence."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from cxmaturity.domain.errors import AccessError, RefusedError
from cxmaturity.domain.workshop.events import Event
from cxmaturity.domain.workshop.room import DOING, Phase, Room
from cxmaturity.domain.workshop.roster import Mark, Participant, Progress, progress
from cxmaturity.domain.workshop.settings import Cell

Kind = Literal["participant", "facilitator", "projector", "record"]
RUNNING = frozenset(Phase) - {Phase.CLOSED}


@dataclass(frozen=True, slots=True)
class Seat:
    """From where somebody looks at the room or acts in it; ``person`` is an opaque id.

    ``record`` is everything that leaves the room: export, command line, API, shared pages.
    """

    kind: Kind
    person: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a command has to know beside the log; no answer is among it.

    ``contested`` are the agenda's contested cells, empty before a reveal.
    """

    people: tuple[Participant, ...] = ()
    marks: Collection[Mark] = frozenset()
    contested: tuple[Cell, ...] = ()

    def progress(self, room: Room) -> Progress:
        """Return who has finished the round under way."""
        return progress(room, self.people, self.marks)

    def has_marks(self, number: int, cells: Collection[Cell]) -> bool:
        """Return whether anybody has answered any of these cells in this round."""
        return any(mark.round == number and mark.cell in cells for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Moment:
    """When a command is given, by whom, and what is the case."""

    at: datetime
    by: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Command(ABC):
    """One thing to be done; ``seen`` is the revision of the room that the facilitator was looking at.

    ``when`` are the phases in which it makes sense, ``does`` what it does, as the subject of a sentence.
    """

    seen: int
    when: ClassVar[frozenset[Phase]] = RUNNING
    does: ClassVar[str] = "This"

    @abstractmethod
    def events(self, room: Room, now: Moment) -> tuple[Event, ...]:
        """Return what happens, at least one event.

        Raises:
            RefusedError: it is not possible now; says why.
        """


def decide(room: Room, command: Command, seat: Seat, facts: Facts, at: datetime) -> tuple[Event, ...]:
    """Return the events that a command leads to; the caller stores them all or none.

    Raises:
        AccessError: whoever asks is not a facilitator.
        RefusedError: somebody else changed the room in the meantime, or it is not possible now.
    """
    if seat.kind != "facilitator":
        raise AccessError("Only the facilitator can do this.")
    if command.seen != room.revision:
        doing = DOING[room.phase]
        message = f"The room has changed since you looked; it is now {doing}. Look again, then decide."
        raise RefusedError(message)
    if room.is_ended:
        raise RefusedError("This workshop has ended; nothing in it can be changed.")
    if room.phase not in command.when:
        raise RefusedError(f"{command.does} is not possible now: the room is {DOING[room.phase]}.")
    return command.events(room, Moment(at, seat.person, facts))


def is_possible(room: Room, command: type[Command]) -> bool:
    """Return whether the room's phase allows a command at all; for showing or hiding its button."""
    return room.phase in command.when

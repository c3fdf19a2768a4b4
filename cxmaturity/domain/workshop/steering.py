"""The commands that take a room through its rounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cxmaturity.domain.errors import RefusedError
from cxmaturity.domain.ratings import OVERALL
from cxmaturity.domain.workshop.commands import Command, Facts, Moment
from cxmaturity.domain.workshop.events import (
    Accepted,
    Ended,
    Event,
    OverallOpened,
    PhaseChanged,
    Revealed,
    RoundOpened,
    RoundWithdrawn,
    TakenUp,
    WeightsLocked,
)
from cxmaturity.domain.workshop.lines import reason
from cxmaturity.domain.workshop.room import Phase, Room, Round, Scope
from cxmaturity.domain.workshop.settings import Cell

AFTER_REVEAL = frozenset({Phase.REVEAL, Phase.DISCUSS})


@dataclass(frozen=True, slots=True)
class Brief(Command):
    """Explain what is about to be scored: the first block from the lobby, the next one after talking.

    Without blocks there is nothing to brief after the talk.
    """

    when: ClassVar = frozenset({Phase.LOBBY, *AFTER_REVEAL})
    does: ClassVar = "Briefing"

    def events(self, room: Room, now: Moment) -> tuple[Event, ...]:
        """Move to the brief of the first or next block."""
        block = room.block if room.phase is Phase.LOBBY else room.block + 1
        if block >= room.settings.block_count:
            word = room.settings.subject_word
            raise RefusedError(f"Every {word} has been scored; go on to the final judgement.")
        return (PhaseChanged(now.at, now.by, room.phase, Phase.BRIEF, block),)


@dataclass(frozen=True, slots=True)
class BackToLobby(Command):
    """Leave the first brief again, as long as nothing has been scored."""

    when: ClassVar = frozenset({Phase.BRIEF})
    does: ClassVar = "Going back to the lobby"

    def events(self, room: Room, now: Moment) -> tuple[Event, ...]:
        """Move back to the lobby."""
        if room.rounds:
            raise RefusedError("Scoring has begun, so there is no way back to the lobby.")
        return (PhaseChanged(now.at, now.by, room.phase, Phase.LOBBY),)


@dataclass(frozen=True, slots=True)
class StartScoring(Command):
    """Open the first round of a block, blind, on everything in it; the weights lock with it."""

    when: ClassVar = frozenset({Phase.LOBBY, Phase.BRIEF})
    does: ClassVar = "Starting to score"

    def events(self, room: Room, now: Moment) -> tuple[Event, ...]:
        """Lock the weights where they are not, and open round 1."""
        opened = RoundOpened(now.at, now.by, 1, room.settings.block_cells(room.block))
        locked = () if room.weights_locked_at else (WeightsLocked(now.at, now.by),)
        return (*locked, opened)


@dataclass(frozen=True, slots=True)
class ScoreAgain(Command):
    """Open another blind round after the talk, with a reason.

    ``contested`` asks what the agenda calls contested and nobody has accepted, ``cells`` those named, both of
    all that has been revealed, in earlier blocks too; ``all`` asks the whole present block.
    """

    reason: str
    scope: Scope = "contested"
    cells: tuple[Cell, ...] = ()
    when: ClassVar = AFTER_REVEAL
    does: ClassVar = "Scoring again"

    def events(self, room: Room, now: Moment) -> tuple[Event, ...]:
        """Open the next round, with a number that is new to the block and to everything asked."""
        if self.scope == "cells" and not self.cells:
            raise RefusedError("No question is chosen yet; choose at least one to score again.")
        said = reason(self.reason, "Scoring again")
        cells = self._cells(room, now.facts)
        if not cells:
            raise RefusedError("Nothing is contested any more; score all again, or name what to score.")
        earlier = (r.number for r in room.rounds if not r.is_overall and not set(cells).isdisjoint(r.cells))
        number = 1 + max((room.round, *earlier))
        return (RoundOpened(now.at, now.by, number, cells, self.scope, said),)

    def _cells(self, room: Room, facts: Facts) -> tuple[Cell, ...]:
        if self.scope == "all":
            return room.settings.block_cells(room.block)
        seen = tuple(dict.fromkeys(c for r in room.revealed if not r.is_overall for c in r.cells))
        if self.scope == "contested":
            return tuple(c for c in seen if c in facts.contested and c not in room.accepted)
        if not set(self.cells) <= set(seen):
            raise RefusedError("Only what has been revealed can be scored again.")
        return tuple(c for c in seen if c in self.cells)


@dataclass(frozen=True, slots=True)
class Lock(Command):
    """Stop taking answers; nobody has seen any yet."""

    when: ClassVar = frozenset({Phase.SCORE})
    does: ClassVar = "Locking the round"

    def events(self, room: Room, now: Moment) -> tuple[Event, ...]:
        """Move to locked."""
        return (PhaseChanged(now.at, now.by, room.phase, Phase.LOCKED, room.block),)


@dataclass(frozen=True, slots=True)
class OpenAgain(Command):
    """Take answers again in a round that was locked and that nobody has seen."""

    when: ClassVar = frozenset({Phase.LOCKED})
    does: ClassVar = "Opening the round again"

    def events(self, room: Room, now: Moment) -> tuple[Event, ...]:
        """Move back to scoring, in the same round."""
        return (PhaseChanged(now.at, now.by, room.phase, Phase.SCORE, room.block),)


@dataclass(frozen=True, slots=True)
class Reveal(Command):
    """Show the round under way to everybody.

    ``missing`` is the number of people missing that the facilitator has agreed to go on without; where more
    are missing by now the reveal is refused, where fewer are it goes ahead.
    """

    missing: int = 0
    when: ClassVar = frozenset({Phase.SCORE, Phase.LOCKED, Phase.FINAL})
    does: ClassVar = "Revealing"

    def events(self, room: Room, now: Moment) -> tuple[Event, ...]:
        """Lock the round where it is open, and reveal it."""
        round_ = room.current
        if round_ is None:
            raise RefusedError("There is nothing left to reveal.")
        progress = now.facts.progress(room)
        if len(progress.missing) > self.missing:
            raise RefusedError(f"{progress}; reveal without them, or wait.")
        revealed = Revealed(now.at, now.by, round_.number, len(progress.missing))
        if room.phase is Phase.SCORE:
            return (PhaseChanged(now.at, now.by, room.phase, Phase.LOCKED, room.block), revealed)
        return (revealed,)


@dataclass(frozen=True, slots=True)
class Withdraw(Command):
    """Take back a round that nobody has seen, with a reason; a first round only while nobody has rated."""

    reason: str
    when: ClassVar = frozenset({Phase.SCORE, Phase.LOCKED, Phase.FINAL})
    does: ClassVar = "Taking the round back"

    def events(self, room: Room, now: Moment) -> tuple[Event, ...]:
        """Go back to the talk, or from a first round to the brief."""
        round_ = room.current
        if round_ is None:
            raise RefusedError("The result has been shown, so there is no way back.")
        is_first = round_.number == 1 and not round_.is_overall
        if is_first and now.facts.has_marks(round_.number, round_.cells):
            raise RefusedError("People have rated in round 1, and round 1 stays; lock and reveal it.")
        said = reason(self.reason, "Taking a round back")
        return (RoundWithdrawn(now.at, now.by, round_.number, said),)


@dataclass(frozen=True, slots=True)
class Discuss(Command):
    """Talk about one item of the agenda."""

    cell: Cell
    when: ClassVar = AFTER_REVEAL
    does: ClassVar = "Taking up an item"

    def events(self, room: Room, now: Moment) -> tuple[Event, ...]:
        """Take the item up."""
        _refuse_unseen(room, (self.cell,))
        return (TakenUp(now.at, now.by, self.cell),)


@dataclass(frozen=True, slots=True)
class BackToReveal(Command):
    """Look at all the answers again."""

    when: ClassVar = frozenset({Phase.DISCUSS})
    does: ClassVar = "Going back to the answers"

    def events(self, room: Room, now: Moment) -> tuple[Event, ...]:
        """Move back to the reveal."""
        return (PhaseChanged(now.at, now.by, room.phase, Phase.REVEAL, room.block),)


@dataclass(frozen=True, slots=True)
class Accept(Command):
    """Take cells as they stand: all that is agreed in one tap, or what the talk has settled."""

    cells: tuple[Cell, ...]
    when: ClassVar = AFTER_REVEAL
    does: ClassVar = "Accepting"

    def events(self, room: Room, now: Moment) -> tuple[Event, ...]:
        """Accept the cells that are not accepted yet."""
        _refuse_unseen(room, self.cells)
        new = tuple(cell for cell in dict.fromkeys(self.cells) if cell not in room.accepted)
        if not new:
            raise RefusedError("All of this has been accepted already.")
        return (Accepted(now.at, now.by, new),)


@dataclass(frozen=True, slots=True)
class Conclude(Command):
    """Go to the final judgement once everything has been scored and revealed.

    Where the room asks for an overall judgement, scores and ranks stay closed until that is revealed.
    """

    when: ClassVar = AFTER_REVEAL
    does: ClassVar = "The final judgement"

    def events(self, room: Room, now: Moment) -> tuple[Event, ...]:
        """Open the overall judgement, or go straight to the result."""
        unseen = [s.id for s in room.settings.subjects if s.id not in room.subjects_revealed()]
        if unseen:
            names = ", ".join(room.settings.label(s, masked=True) for s in unseen)
            raise RefusedError(f"Not everything has been scored yet; still to come: {names}.")
        if not room.settings.asks_overall:
            return (PhaseChanged(now.at, now.by, room.phase, Phase.FINAL, room.block),)
        cells = tuple(Cell(subject.id, OVERALL) for subject in room.settings.subjects)
        number = 1 + max((r.number for r in room.rounds if r.is_overall), default=0)
        return (OverallOpened(now.at, now.by, number, cells),)


@dataclass(frozen=True, slots=True)
class End(Command):
    """Close the room for ever; not while a round is still to be revealed or taken back."""

    does: ClassVar = "Ending the workshop"

    def events(self, room: Room, now: Moment) -> tuple[Event, ...]:
        """End it."""
        round_: Round | None = room.current
        if round_ is not None:
            raise RefusedError(f"People are waiting for {round_.words}: reveal it or take it back, then end.")
        return (Ended(now.at, now.by),)


def _refuse_unseen(room: Room, cells: tuple[Cell, ...]) -> None:
    seen = {cell for round_ in room.revealed for cell in round_.cells}
    if not seen.issuperset(cells):
        raise RefusedError("Only what has been revealed can be talked about or accepted.")

"""Which ratings count, and which were taken out after everybody had seen them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.workshop.room import Room
from cxmaturity.domain.workshop.roster import Participant
from cxmaturity.domain.workshop.settings import Cell

Fate = Literal["counts", "taken out", "never counts"]


@dataclass(frozen=True, slots=True)
class Counted:
    """``kept`` make the result; together with ``taken_out`` they make the one that had been revealed."""

    kept: tuple[Rating, ...]
    taken_out: tuple[Rating, ...]


def cell_of(rating: Rating) -> Cell:
    """Return the cell that a rating answers."""
    return Cell(rating.subject, rating.criterion)


def counted(room: Room, people: Collection[Participant], ratings: Iterable[Rating]) -> Counted:
    """Sort out the ratings of revealed rounds; what was not asked, or not revealed, never counts.

    Somebody removed, or in a conflict of interest declared, before a reveal never counts in that round.
    Afterwards their answers have been seen: in a named room they are taken out and both results are shown;
    in an anonymous room they stay, because the difference would tell everybody what that person had said. For
    the same reason nobody who was out at a reveal counts in that round after coming back.
    """
    rounds = {
        (round_.number, cell): (index, round_.revealed_at)
        for index, round_ in enumerate(room.rounds)
        if round_.revealed_at is not None
        for cell in round_.cells
    }
    known = {participant.id: participant for participant in people}
    sorted_out: dict[Fate, list[Rating]] = {"counts": [], "taken out": [], "never counts": []}
    for rating in ratings:
        place, person = rounds.get((rating.round, cell_of(rating))), known.get(rating.assessor)
        if place is not None and person is not None:
            sorted_out[_fate(room, person, rating.subject, *place)].append(rating)
    return Counted(tuple(sorted_out["counts"]), tuple(sorted_out["taken out"]))


def _fate(room: Room, participant: Participant, subject: str, index: int, revealed_at: datetime) -> Fate:
    if room.observes(participant.id, index) or participant.id in room.rounds[index].without:
        return "never counts"
    declared_at = participant.conflicts.get(subject)
    if declared_at is not None and declared_at < revealed_at:
        return "never counts"
    has_left = declared_at is not None or participant.id in room.removed
    return "taken out" if has_left and not room.settings.is_anonymous else "counts"

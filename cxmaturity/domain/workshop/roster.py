"""Who came, who counts, who is missing, and who may rate what.

Nothing here ever sees an answer: all it gets of ratings are `Mark`s, which say that a cell was answered and
not with what. Progress can therefore not give anything away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from typing import NamedTuple

from cxmaturity.domain.errors import RefusedError
from cxmaturity.domain.workshop.lines import one_line
from cxmaturity.domain.workshop.room import Room, Round
from cxmaturity.domain.workshop.settings import Cell

MOST_PEOPLE = 400
LONGEST_NAME = 60
ALIASES = range(500, 1000)  # above every number, so that no alias is ever taken for one


@dataclass(frozen=True, slots=True)
class Participant:
    """What somebody brought along; what the facilitator decided about them stands in the room.

    ``number`` is the order of coming, which people can watch. ``alias`` is drawn by lot and stands beside
    answers in an anonymous room as long as they are in it; nobody sees it together with the name or number.
    ``connected_at`` is None until their page has been connected: a link preview is nobody. ``waits`` says
    that the door was locked when they came. ``conflicts`` maps subjects to the time when a conflict of
    interest was declared.
    """

    id: str
    number: int
    alias: int
    joined_at: datetime
    name: str = ""
    role: str = ""
    connected_at: datetime | None = None
    waits: bool = False
    conflicts: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Return the name, or “Participant 7”."""
        return self.name or f"Participant {self.number}"

    @property
    def pseudonym(self) -> str:
        """Return what stands beside answers in an anonymous room."""
        return f"Participant {self.alias}"


def told_apart(people: Collection[Participant]) -> dict[str, str]:
    """Return what to call everybody, by id in the order of coming; who shares a name has the number too."""
    shared = Counter(person.label.casefold() for person in people)
    return {
        p.id: f"{p.label} · participant {p.number}" if shared[p.label.casefold()] > 1 else p.label
        for p in sorted(people, key=lambda person: person.number)
    }


class Mark(NamedTuple):
    """That somebody answered a cell in a round: with a level, not applicable or not sure, nobody can tell."""

    person: str
    round: int
    cell: Cell


@dataclass(frozen=True, slots=True)
class Progress:
    """Who has finished the round under way, by number of coming; ``waiting`` stand at the door."""

    done: tuple[Participant, ...] = ()
    missing: tuple[Participant, ...] = ()
    observing: tuple[Participant, ...] = ()
    waiting: tuple[Participant, ...] = ()

    @property
    def expected(self) -> int:
        """Return how many are asked to rate."""
        return len(self.done) + len(self.missing)

    def __str__(self) -> str:
        """Return ``9 of 12 done, 3 missing``."""
        missing = f", {len(self.missing)} missing" if self.missing else ""
        return f"{len(self.done)} of {self.expected} done{missing}"


def arrive(
    room: Room, people: Collection[Participant], person: str, at: datetime, rng: Random
) -> Participant:
    """Return the newcomer with a number and an alias of their own.

    Raises:
        RefusedError: the workshop is over, or there are as many people in it as it can hold.
    """
    if room.is_ended:
        raise RefusedError("This workshop has ended; nobody can join any more.")
    if len(people) >= MOST_PEOPLE:
        raise RefusedError(f"This workshop is full: it holds {MOST_PEOPLE} people.")
    taken = {participant.alias for participant in people}
    return Participant(
        id=person,
        number=1 + max((participant.number for participant in people), default=0),
        alias=rng.choice([alias for alias in ALIASES if alias not in taken]),
        joined_at=at,
        waits=room.door_is_locked,
    )


def connect(participant: Participant, at: datetime) -> Participant:
    """Return the participant as present; the first connection counts."""
    return replace(participant, connected_at=participant.connected_at or at)


def introduce(participant: Participant, name: str, role: str) -> Participant:
    """Return the participant with this name and role, either of which may be empty.

    Raises:
        RefusedError: one of them is too long.
    """
    said = one_line(name, "The name", LONGEST_NAME), one_line(role, "The role", LONGEST_NAME)
    return replace(participant, name=said[0], role=said[1])


def declare_conflicts(
    room: Room, participant: Participant, subjects: Collection[str], at: datetime
) -> Participant:
    """Return the participant with conflicts of interest on exactly these subjects.

    A conflict may be declared until scores and ranks are open: from then on it could be used to choose who is
    first. It may be taken back only until the subject is revealed, because whoever has seen the others'
    answers can no longer rate on their own. Behind masks it stands from the first round on: a name ticked and
    unticked, whose letter comes and goes meanwhile, would be unmasked.

    Raises:
        RefusedError: the room does not ask, a subject is not scored here, or a conflict stands for good.
    """
    if room.is_ended:
        raise RefusedError("This workshop has ended; conflicts of interest can no longer be declared.")
    if room.is_decided:
        raise RefusedError("Scores and ranks are open; conflicts of interest can no longer be declared.")
    if not room.settings.asks_conflicts:
        raise RefusedError("This workshop does not ask about conflicts of interest.")
    known = {subject.id for subject in room.settings.subjects}
    if not known.issuperset(subjects):
        raise RefusedError(
            f"A conflict can only be declared about a {room.settings.subject_word} scored here."
        )
    _refuse_taking_back(room, participant.conflicts.keys() - set(subjects))
    return replace(participant, conflicts={s: participant.conflicts.get(s, at) for s in sorted(subjects)})


def _refuse_taking_back(room: Room, subjects: Collection[str]) -> None:
    if room.subjects_revealed().intersection(subjects):
        word = room.settings.subject_word
        raise RefusedError(f"The answers about this {word} have been revealed; the conflict stays declared.")
    hidden = {subject.id for subject in room.settings.subjects if subject.mask}
    if room.rounds and hidden.intersection(subjects):
        raise RefusedError(
            "Names are hidden in this workshop and scoring has begun; the conflict stays declared."
        )


def is_in(room: Room, participant: Participant) -> bool:
    """Return whether somebody is inside: neither at the door nor removed."""
    is_admitted = not participant.waits or participant.id in room.admitted
    return is_admitted and participant.id not in room.removed


def in_since(room: Room, participant: Participant) -> datetime:
    """Return when somebody came in: on joining, or once admitted."""
    return (
        room.admitted.get(participant.id, participant.joined_at)
        if participant.waits
        else participant.joined_at
    )


def is_late(room: Room, participant: Participant, round_: Round) -> bool:
    """Return whether somebody came in only after the round was locked: they start with the next one."""
    return round_.locked_at is not None and in_since(room, participant) >= round_.locked_at


def asked(room: Room, participant: Participant, index: int) -> tuple[Cell, ...]:
    """Return the cells that somebody is to rate in the round with this index; empty where they do not count.

    They count once they are in, connected and not observing, if they were there before the round was locked;
    subjects on which they have a conflict of interest are left out.
    """
    round_ = room.rounds[index]
    counts = is_in(room, participant) and participant.connected_at is not None
    if not counts or room.observes(participant.id, index) or is_late(room, participant, round_):
        return ()
    return tuple(cell for cell in round_.cells if cell.subject not in participant.conflicts)


def progress(room: Room, people: Collection[Participant], marks: Collection[Mark]) -> Progress:
    """Return who has finished the round under way; where none is, nobody is expected."""
    everyone = sorted(people, key=lambda participant: participant.number)
    here = [p for p in everyone if p.connected_at is not None and p.id not in room.removed]
    waiting = tuple(p for p in here if not is_in(room, p))
    observing = tuple(p for p in here if is_in(room, p) and room.observes(p.id, room.next_round_index))
    if room.current is None:
        return Progress(observing=observing, waiting=waiting)
    expected = [p for p in here if asked(room, p, room.next_round_index)]
    left = {p.id: len(open_cells(room, p, marks)) for p in expected}
    done = tuple(p for p in expected if not left[p.id])
    missing = tuple(p for p in expected if left[p.id])
    return Progress(done, missing, observing, waiting)


def open_cells(room: Room, participant: Participant, marks: Collection[Mark]) -> tuple[Cell, ...]:
    """Return the cells that somebody has still to answer in the round under way."""
    if room.current is None:
        return ()
    number = room.current.number
    cells = asked(room, participant, room.next_round_index)
    return tuple(cell for cell in cells if Mark(participant.id, number, cell) not in marks)


def round_to_rate_in(room: Room, participant: Participant, cell: Cell, at: datetime) -> int:
    """Return the number of the round in which this answer is to be saved.

    To be asked in the same transaction that saves the answer, on the room as the store has it there.

    Raises:
        RefusedError: the answer cannot be taken; says why.
    """
    _refuse_outsider(room, participant)
    round_ = _open_round(room, participant, at)
    if room.observes(participant.id, room.next_round_index):
        raise RefusedError("You are watching this round and do not rate; ask the facilitator to change that.")
    if cell not in round_.cells:
        raise RefusedError(f"This question is not asked in {round_.words}.")
    if cell.subject in participant.conflicts:
        word = room.settings.subject_word
        raise RefusedError(f"You declared a conflict of interest about this {word}, so you do not rate it.")
    return round_.number


def _refuse_outsider(room: Room, participant: Participant) -> None:
    if room.is_ended:
        raise RefusedError("This workshop has ended; answers can no longer be given or changed.")
    if participant.id in room.removed:
        raise RefusedError("You were removed from this workshop, so your answer was not saved.")
    if not is_in(room, participant):
        raise RefusedError("The room is locked; the facilitator has to let you in before you can rate.")


def _open_round(room: Room, participant: Participant, at: datetime) -> Round:
    round_ = room.current
    if round_ is None:
        late = [r for r in room.revealed if not r.is_overall and is_late(room, participant, r)]
        if late:
            raise RefusedError(
                f"You came after {late[-1].words} was revealed; you start with the next round."
            )
        if room.revealed:
            raise RefusedError("This answer came after the round was revealed and does not count.")
        raise RefusedError("No round is open; you can rate when the facilitator opens one.")
    if not round_.takes_ratings:
        raise RefusedError("This answer came after the round was locked and does not count.")
    if room.timer is not None and room.timer.locks and at >= room.timer.ends_at:
        raise RefusedError("This answer came after the time was up and does not count.")
    return round_

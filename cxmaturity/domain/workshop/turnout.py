"""How much of what a room was asked has been answered: by subject, and by whom only in part.

A score on every question tells nothing of that: one answer is enough for it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from cxmaturity.domain.ratings import OVERALL, Answer, Rating
from cxmaturity.domain.workshop.counting import cell_of
from cxmaturity.domain.workshop.room import Room
from cxmaturity.domain.workshop.roster import Participant, asked
from cxmaturity.domain.workshop.settings import Cell


@dataclass(frozen=True, slots=True)
class SubjectTurnout:
    """One subject: who answered anything about it, of ``asked`` answers how many are in, who had a stake."""

    subject: str
    people: int
    given: int
    asked: int
    conflicts: int

    @property
    def share(self) -> float | None:
        """Return which share of the answers asked for is in; None where none was."""
        return self.given / self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class Turnout:
    """A whole room. ``in_part`` are how many questions each of those answered who answered only some.

    ``questions`` is how many there were for who had no stake in anything.
    """

    subjects: tuple[SubjectTurnout, ...]
    people: int
    in_part: tuple[int, ...]
    questions: int

    @property
    def shares(self) -> dict[str, float | None]:
        """Return which share of the answers asked for is in, by subject."""
        return {subject.subject: subject.share for subject in self.subjects}

    @property
    def given(self) -> int:
        """Return how many answers are in."""
        return sum(subject.given for subject in self.subjects)

    @property
    def asked(self) -> int:
        """Return how many answers were asked for."""
        return sum(subject.asked for subject in self.subjects)


def turnout_of(room: Room, people: Collection[Participant], rows: Iterable[Rating]) -> Turnout:
    """Return how much of what the revealed rounds asked is answered in rows that may be seen.

    An answer to a question counts once, in whichever round it was given; a late joiner was asked what later
    rounds asked.
    """
    given = _given(rows)
    wanted = {(p.id, cell) for p in people for cell in _asked(room, p)}
    cells = {cell for _, cell in wanted}
    of_person = Counter(person for person, _ in given)
    stakes = {person.id: frozenset(person.conflicts) for person in people}
    return Turnout(
        subjects=tuple(_subject(s.id, given, wanted, people) for s in room.settings.subjects),
        people=len(of_person),
        in_part=tuple(sorted(_in_part(of_person, cells, stakes), reverse=True)),
        questions=len(cells),
    )


Given = set[tuple[str, Cell]]


def _given(rows: Iterable[Rating]) -> Given:
    return {
        (row.assessor, cell_of(row))
        for row in rows
        if row.criterion != OVERALL and row.answer is not Answer.UNANSWERED
    }


def _asked(room: Room, person: Participant) -> Iterable[Cell]:
    for index, round_ in enumerate(room.rounds):
        if round_.revealed_at is not None and not round_.is_overall:
            yield from asked(room, person, index)


def _subject(subject: str, given: Given, wanted: Given, people: Collection[Participant]) -> SubjectTurnout:
    mine = {pair for pair in given if pair[1].subject == subject}
    return SubjectTurnout(
        subject=subject,
        people=len({person for person, _ in mine}),
        given=len(mine),
        asked=max(len(mine), sum(cell.subject == subject for _, cell in wanted)),
        conflicts=sum(subject in person.conflicts for person in people),
    )


def _in_part(
    of_person: Counter[str], cells: Collection[Cell], stakes: dict[str, frozenset[str]]
) -> Iterable[int]:
    by_subject: dict[str, int] = defaultdict(int)
    for cell in cells:
        by_subject[cell.subject] += 1
    for person, answers in of_person.items():
        without = sum(by_subject[subject] for subject in stakes.get(person, frozenset()))
        if answers < len(cells) - without:
            yield answers

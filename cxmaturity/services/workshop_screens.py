"""The four screens of a room, each as one record: phone, console, projector, results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cxmaturity.domain.results import Result, ScoreFlip, WeightFlip
from cxmaturity.domain.workshop.rounds import CellShift, Overall
from cxmaturity.domain.workshop.settings import Cell
from cxmaturity.domain.workshop.turnout import Turnout
from cxmaturity.services.decision_views import DecisionView
from cxmaturity.services.room_notes import RoomNote
from cxmaturity.services.workshop_views import (
    AgendaView,
    CellView,
    OwnVote,
    Presence,
    Question,
    RoomHead,
    RoomSubjectView,
)


@dataclass(frozen=True, slots=True)
class Me:
    """The viewer as the room knows them.

    ``conflicts`` are ids of subjects; ``is_late``: the round under way, or the latest, was locked before they
    came, so they start with the next one. ``label`` tells them from whoever ``shares_name`` with them.
    """

    person_id: str
    number: int
    label: str
    name: str
    role: str
    presence: Presence
    conflicts: frozenset[str]
    is_late: bool
    shares_name: bool = False


@dataclass(frozen=True, slots=True)
class PhoneView:
    """A participant's screen.

    ``questions`` are what they rate in the round under way (also while it is locked), in the order in which
    they meet them, red flags last for each subject. ``agenda`` is the room's result after a reveal, ``mine``
    the own latest answers for it by cell. ``results_open``: the results page shows scores and ranks.
    ``stakes`` are what a conflict of interest can be about, id and real name by alphabet, which says nothing
    about who is behind which letter; nobody can tell whether they have a stake in “Vendor B”. ``decisions``
    is what was decided, once results are open, newest first.
    """

    head: RoomHead
    me: Me
    questions: tuple[Question, ...]
    can_rate: bool
    agenda: AgendaView
    mine: Mapping[Cell, OwnVote]
    taken_up: CellView | None
    results_open: bool
    stakes: tuple[tuple[str, str], ...] = ()
    decisions: tuple[DecisionView, ...] = ()

    @property
    def saved(self) -> int:
        """Return how many questions the server holds an answer to."""
        return sum(question.is_saved for question in self.questions)

    @property
    def is_done(self) -> bool:
        """True once every question has an answer."""
        return bool(self.questions) and self.saved == len(self.questions)


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person on the console: where they are and whether they are done, never what they said.

    ``left`` is how many questions they have still to answer; None where they are not asked in this round.
    ``conflicts`` is empty in an anonymous room; the console has how many there are.
    """

    id: str
    number: int
    label: str
    role: str
    presence: Presence
    is_late: bool
    left: int | None
    conflicts: tuple[str, ...]
    removal_reason: str = ""


@dataclass(frozen=True, slots=True)
class SubjectProgress:
    """How many answers about one subject are in, of how many asked for; ``done`` of ``people`` gave all."""

    subject: RoomSubjectView
    given: int
    asked: int
    done: int = 0
    people: int = 0


@dataclass(frozen=True, slots=True)
class WeightView:
    """One weight: ``stated`` as set, ``share`` what it is of the whole (0–1), None for a section."""

    id: str
    title: str
    stated: float
    share: float | None
    is_section: bool = False


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the room's record, in words."""

    at: datetime
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class ConsoleView:
    """The facilitator's screen. ``possible`` are the names of commands that make sense in this phase.

    ``discussed`` is what has been taken up since the latest reveal, ``decisions`` what was decided, newest
    first.
    """

    head: RoomHead
    people: tuple[PersonView, ...]
    conflicts: tuple[str, ...]
    by_subject: tuple[SubjectProgress, ...]
    agenda: AgendaView
    taken_up: CellView | None
    discussed: frozenset[Cell]
    possible: frozenset[str]
    weights: tuple[WeightView, ...]
    weights_are_locked: bool
    history: tuple[Happening, ...]
    results_open: bool
    decisions: tuple[DecisionView, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectorView:
    """The screen on the wall."""

    head: RoomHead
    by_subject: tuple[SubjectProgress, ...]
    agenda: AgendaView
    taken_up: CellView | None
    results_open: bool


@dataclass(frozen=True, slots=True)
class RoundResult:
    """The result as of one round; ``missing`` people had not finished at its reveal."""

    number: int
    result: Result
    missing: int
    reason: str


@dataclass(frozen=True, slots=True)
class ResultsView:
    """What the room came to; every name is a subject's or a participant's label that everybody may see.

    ``final`` leaves comparators (today's way) unranked in ``compared``. ``with_taken_out`` is what it would
    be with answers taken out after a reveal, ``taken_out`` whose these are and why; ``on_common_raters`` by
    those only who answered the same about all, ``common_raters`` of them; each None where there is nothing to
    compare. ``shifts`` is what the last round that asked a cell again changed about it; ``removed`` who was
    removed after a reveal, and why. ``turnout`` is how much of what was asked is answered, ``notes`` the
    reasons people gave. ``result_sha256`` is the hash of all that the result follows from, ``decisions`` what
    was decided on it, newest first.
    """

    head: RoomHead
    headline: str
    detail: str
    final: Result
    compared: tuple[str, ...]
    rounds: tuple[RoundResult, ...]
    shifts: tuple[CellShift, ...]
    overall: tuple[Overall, ...]
    agenda: AgendaView
    with_taken_out: Result | None
    taken_out: tuple[str, ...]
    on_common_raters: Result | None
    common_raters: int
    weight_flips: tuple[WeightFlip, ...]
    score_flips: tuple[ScoreFlip, ...]
    raters: int
    turnout: Turnout
    conflicts: tuple[str, ...]
    removed: tuple[str, ...]
    notes: tuple[RoomNote, ...] = ()
    result_sha256: str = ""
    decisions: tuple[DecisionView, ...] = ()

"""What the workshop's services hand to its screens: small frozen records, each all that one screen may show.

Nothing in them depends on other people's answers before these are revealed. ``pulse`` changes whenever a
view may have changed; a screen that polls compares it and looks again only then. Points are raw points,
times naive UTC, subject names as this viewer may see them (masked ones as “Vendor B”).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cxmaturity.domain.ratings import Answer
from cxmaturity.domain.results import RedFlagRaised
from cxmaturity.domain.rubric import Criterion, Rubric
from cxmaturity.domain.workshop.agenda import Kind
from cxmaturity.domain.workshop.room import Phase
from cxmaturity.domain.workshop.rounds import ChangeReason
from cxmaturity.domain.workshop.settings import Blocks, Cell, Naming
from cxmaturity.services.views import NewSubject

Presence = Literal["in", "observes", "waits at the door", "removed", "never connected"]


@dataclass(frozen=True, slots=True)
class NewWorkshop:
    """The form that sets a workshop up. ``rubric_id`` is a known rubric's id or hash.

    ``evaluation_id`` puts it into the newest open cycle of an evaluation that exists (its subjects and
    rubric count then, and ``subjects`` may be empty); empty makes one. ``is_masked`` hides the names as
    Vendor A, B … until they are revealed. ``weights``: node id → weight, only what differs from the rubric;
    an evaluation that exists keeps its own.
    """

    title: str
    rubric_id: str
    subjects: tuple[NewSubject, ...] = ()
    evaluation_id: str = ""
    is_masked: bool = False
    naming: Naming = "named"
    asks_conflicts: bool = True
    asks_overall: bool = True
    minimum_group: int = 3
    blocks: Blocks = "whole sheet"
    weights: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """What is known about a new workshop's doors. ``host_token`` is shown now and never again.

    ``join_path`` and ``host_path`` begin with ``/``; `joining.join_address` makes addresses of them.
    """

    id: str
    evaluation_id: str
    code: str
    join_path: str
    host_token: str
    host_path: str


@dataclass(frozen=True, slots=True)
class RoomSubjectView:
    """One subject as this viewer may see it; ``mask`` is its letter where names are masked."""

    id: str
    name: str
    status: str
    mask: str = ""


@dataclass(frozen=True, slots=True)
class ProgressView:
    """How far the round under way is. ``missing`` are names where this viewer may know them, else empty.

    ``is_veiled``: who declared a conflict of interest is counted as missing, since the difference would tell
    this viewer about which masked subject.
    """

    done: int = 0
    expected: int = 0
    missing_count: int = 0
    missing: tuple[str, ...] = ()
    observing: int = 0
    waiting: int = 0
    present: int = 0
    is_veiled: bool = False


@dataclass(frozen=True, slots=True)
class RoomHead:
    """What every screen of a room shows. ``rubric`` carries the room's weights.

    ``code`` is as it stands on the wall (``C7K-4MX``), ``join_path`` what the QR leads to. ``round`` is the
    number of the latest round of this block, 0 before the first; ``asks_again`` is the reason of a later
    round. ``timer_ends_at`` is None without a clock; with ``timer_locks`` its end locks the round.
    """

    id: str
    evaluation_id: str
    title: str
    code: str
    join_path: str
    pulse: str
    revision: int
    phase: Phase
    round: int
    is_overall: bool
    asks_again: str
    block: int
    block_count: int
    rubric: Rubric
    criteria: tuple[Criterion, ...]
    overall: Criterion
    subjects: tuple[RoomSubjectView, ...]
    subject_word: str
    is_anonymous: bool
    asks_conflicts: bool
    asks_overall: bool
    minimum_group: int
    door_is_locked: bool
    timer_ends_at: datetime | None
    timer_locks: bool
    progress: ProgressView
    now: datetime

    def subject(self, subject_id: str) -> RoomSubjectView:
        """Return the subject with this id."""
        return next(subject for subject in self.subjects if subject.id == subject_id)

    def place(self, subject_id: str) -> int:
        """Return a subject's place in the room, which stands for it where its id would unmask it."""
        return [subject.id for subject in self.subjects].index(subject_id)

    def criterion(self, criterion_id: str) -> Criterion:
        """Return the criterion with this id, the overall judgement included."""
        asked = (*self.criteria, self.overall)
        return next(criterion for criterion in asked if criterion.id == criterion_id)


@dataclass(frozen=True, slots=True)
class OwnVote:
    """What the viewer said about one cell in one round."""

    answer: Answer
    level: str
    value: float | None
    note: str
    reason: ChangeReason | None
    round: int
    revision: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """One cell that the viewer is asked in the round under way; ``before`` is the own revealed one."""

    cell: Cell
    subject: RoomSubjectView
    criterion: Criterion
    mine: OwnVote | None
    before: OwnVote | None

    @property
    def is_red_flag(self) -> bool:
        """True for what is asked last and alone."""
        return self.criterion.red_flag is not None

    @property
    def is_saved(self) -> bool:
        """True once the server holds an answer."""
        return self.mine is not None and self.mine.answer is not Answer.UNANSWERED


@dataclass(frozen=True, slots=True)
class Dot:
    """One person's level after the reveal; ``name`` is empty in an anonymous room.

    ``since`` names the round of an answer that was not given anew in the latest one; empty in an anonymous
    room, where everybody knows who did not answer again.
    """

    points: float
    name: str
    note: str
    changed_from: float | None = None
    reason: ChangeReason | None = None
    since: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """A note beside an answer that is no level, after the reveal; ``name`` is empty in an anonymous room."""

    answer: Answer
    name: str
    note: str


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell as the room answered it, latest revealed round; the same for everybody who may see it.

    ``lowest`` and ``highest`` name one end each, for “ask one from each end first”; empty in an anonymous
    room or where all are of one mind. ``is_hidden``: fewer people answered than may be shown together.
    ``middle`` is the middle half, ``before`` the median a round earlier; ``up`` and ``down`` count who moved.
    ``asides`` are the notes of those who gave no level. ``red_flag`` is up by the rubric's rule, ``value`` is
    what the answers combine to by it.
    """

    cell: Cell
    subject: RoomSubjectView
    criterion: Criterion
    round: int
    kind: Kind
    dots: tuple[Dot, ...]
    counts: Mapping[float, int]
    median: float | None
    middle: tuple[float, float] | None
    not_applicable: int
    dont_know: int
    disagreement: float
    weight: float
    can_flip: bool
    is_accepted: bool
    is_hidden: bool
    lowest: tuple[str, ...]
    highest: tuple[str, ...]
    before: float | None = None
    up: int = 0
    down: int = 0
    asides: tuple[Aside, ...] = ()
    value: float | None = None
    red_flag: RedFlagRaised | None = None


@dataclass(frozen=True, slots=True)
class AgendaView:
    """What has been revealed: worth talking about (most first), agreed, and accepted already."""

    contested: tuple[CellView, ...] = ()
    agreed: tuple[CellView, ...] = ()
    accepted: tuple[CellView, ...] = ()
    hidden: tuple[CellView, ...] = ()

    @property
    def cells(self) -> tuple[CellView, ...]:
        """Return all of them."""
        return (*self.contested, *self.agreed, *self.accepted, *self.hidden)

    @property
    def red_flags(self) -> tuple[CellView, ...]:
        """Return those on which a red flag is up, accepted or not."""
        return tuple(cell for cell in self.cells if cell.red_flag is not None)

    @property
    def to_talk_about(self) -> tuple[CellView, ...]:
        """Return what the room has to look at: red flags that all agree on, then where people differ."""
        warned = tuple(cell for cell in self.agreed if cell.red_flag is not None)
        return (*warned, *self.contested)

    @property
    def to_accept(self) -> tuple[CellView, ...]:
        """Return what can be accepted in one tap: agreed, and no red flag is up."""
        return tuple(cell for cell in self.agreed if cell.red_flag is None)

    def find(self, cell: Cell | None) -> CellView | None:
        """Return the view of a cell, or None."""
        return next((view for view in self.cells if view.cell == cell), None)


@dataclass(frozen=True, slots=True)
class WorkshopCard:
    """One workshop in a host's list; ``code`` as typed."""

    id: str
    evaluation_id: str
    title: str
    code: str
    phase: Phase
    subjects: tuple[str, ...]
    people: int
    created_at: datetime

"""What the facilitator lays down before the first round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from random import Random
from typing import Literal, NamedTuple

from cxmaturity.domain.errors import Problem, ProblemsError
from cxmaturity.domain.rubric import Criterion, Rubric

Naming = Literal["named", "anonymous"]
Blocks = Literal["whole sheet", "per subject"]

LONGEST_TITLE = 120
LONGEST_NAME = 80
SMALLEST_GROUP = 3
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Cell(NamedTuple):
    """One question: a criterion of a subject."""

    subject: str
    criterion: str


@dataclass(frozen=True, slots=True)
class RoomSubject:
    """What is scored; ``mask`` is its letter where names are masked, empty where they are not."""

    id: str
    name: str
    status: Literal["partner", "candidate", "comparator", "none"] = "candidate"
    mask: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """The rules of one room.

    ``criteria`` are ids in asking order. ``naming`` freezes with the first rating, ``weights`` (node id →
    stated weight, only what differs from the rubric) with the first round. ``minimum_group`` is the fewest
    people whose answers are shown together in an anonymous room.
    """

    title: str
    rubric_sha256: str
    subjects: tuple[RoomSubject, ...]
    criteria: tuple[str, ...]
    subject_word: str = "vendor"
    naming: Naming = "named"
    asks_conflicts: bool = True
    asks_overall: bool = True
    minimum_group: int = SMALLEST_GROUP
    blocks: Blocks = "whole sheet"
    weights: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_anonymous(self) -> bool:
        """True where names are never shown with answers."""
        return self.naming == "anonymous"

    @property
    def compared(self) -> frozenset[str]:
        """Return the ids of the subjects that only stand beside, such as today's way of working."""
        return frozenset(subject.id for subject in self.subjects if subject.status == "comparator")

    def block_subjects(self, block: int) -> tuple[str, ...]:
        """Return the ids of the subjects scored together in this block (0-based)."""
        ids = tuple(subject.id for subject in self.subjects)
        return ids if self.blocks == "whole sheet" else ids[block : block + 1]

    @property
    def block_count(self) -> int:
        """Return how many blocks the room goes through."""
        return 1 if self.blocks == "whole sheet" else len(self.subjects)

    def block_cells(self, block: int) -> tuple[Cell, ...]:
        """Return everything that is asked in a block, subject by subject."""
        return tuple(Cell(s, c) for s in self.block_subjects(block) for c in self.criteria)

    def label(self, subject_id: str, *, masked: bool) -> str:
        """Return what to call a subject; ``masked`` only matters where it has a mask."""
        subject = next(subject for subject in self.subjects if subject.id == subject_id)
        return f"{self.subject_word.capitalize()} {subject.mask}" if masked and subject.mask else subject.name


def asking_order(rubric: Rubric) -> tuple[Criterion, ...]:
    """Return the criteria as they are asked: in file order, those that raise a red flag last."""
    return tuple(sorted(rubric.criteria(), key=lambda criterion: criterion.red_flag is not None))


def subjects_in_turn(settings: Settings, number: int) -> tuple[str, ...]:
    """Return all subjects as the participant with this number meets them.

    Each number begins one further on, so that over the room every subject is rated first equally often.
    """
    ids = [subject.id for subject in settings.subjects]
    start = (number - 1) % len(ids)
    return tuple(ids[start:] + ids[:start])


def masked(subjects: Sequence[RoomSubject], rng: Random) -> tuple[RoomSubject, ...]:
    """Return the subjects with letters drawn by lot and in the order of their letters.

    The order of entry would give away who is who to whoever knows the list.
    """
    drawn = rng.sample(list(subjects), len(subjects))
    return tuple(replace(subject, mask=_letter(i)) for i, subject in enumerate(drawn))


def _letter(index: int) -> str:
    before, last = divmod(index, len(LETTERS))
    return (LETTERS[before - 1] if before else "") + LETTERS[last]


def checked(settings: Settings) -> Settings:
    """Return the settings.

    Raises:
        ProblemsError: one or more of them cannot be used; all are listed.
    """
    problems = [*_title(settings), *_subjects(settings), *_rules(settings)]
    if problems:
        raise ProblemsError(problems)
    return settings


def _title(settings: Settings) -> Iterator[Problem]:
    length = len(settings.title)
    if not settings.title.strip():
        yield Problem("title", 0, "the workshop has no title; give it one that people will recognise.")
    if length > LONGEST_TITLE:
        yield Problem("title", 0, f"the title has {length} characters; at most {LONGEST_TITLE} fit a phone.")


def _subjects(settings: Settings) -> Iterator[Problem]:
    if not settings.subjects:
        yield Problem("subjects", 0, f"there is no {settings.subject_word} to score; name at least one.")
    seen: set[str] = set()
    for number, subject in enumerate(settings.subjects, start=1):
        place, name = f"subjects, {number}", subject.name.strip()
        if not name:
            yield Problem(place, 0, f"this {settings.subject_word} has no name; give it one.")
        elif len(name) > LONGEST_NAME:
            yield Problem(place, 0, f"the name has {len(name)} characters; at most {LONGEST_NAME} fit.")
        elif name.casefold() in seen:
            yield Problem(place, 0, f"“{name}” is named twice; every {settings.subject_word} needs its own.")
        seen.add(name.casefold())


def _rules(settings: Settings) -> Iterator[Problem]:
    if not settings.criteria:
        yield Problem("rubric", 0, "the rubric asks nothing; choose one with at least one criterion.")
    if settings.is_anonymous and settings.minimum_group < SMALLEST_GROUP:
        said = f"{settings.minimum_group} is too small to keep anybody anonymous; it must be at least"
        yield Problem("minimum group", 0, f"{said} {SMALLEST_GROUP}.")
    for node, weight in settings.weights.items():
        if not (isfinite(weight) and weight >= 0):
            yield Problem("weights", 0, f"the weight of “{node}” is {weight}; it must be 0 or more.")

"""Who may see what. Every screen, route, export and command asks `sight`, and shows only `filtered`.

Before a reveal nobody sees anything that depends on other people's answers: not the facilitator, not the
projector, not an export; not as a value, a count of values, an order or a gap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cxmaturity.domain.errors import RefusedError
from cxmaturity.domain.ratings import Answer, Rating
from cxmaturity.domain.workshop.commands import Seat
from cxmaturity.domain.workshop.counting import cell_of, counted
from cxmaturity.domain.workshop.room import Room, Round
from cxmaturity.domain.workshop.roster import Participant, Progress, is_in, told_apart
from cxmaturity.domain.workshop.settings import Cell


@dataclass(frozen=True, slots=True)
class Sight:
    """What one seat may see.

    ``rounds`` are those whose answers are visible; ``own`` is the person whose own answers are always shown.
    ``names`` says whether names stand with answers, ``minimum`` how many people must have answered a cell
    for it to be shown. ``masked`` are the subjects whose names are hidden. ``labels`` say what to call each
    assessor found in `filtered` rows. ``agenda``, ``results`` (scores and ranks) and ``export`` say what is
    open; ``missing_by_name`` whether the people missing are named or only counted.
    """

    rounds: tuple[Round, ...] = ()
    own: str = ""
    names: bool = False
    minimum: int = 1
    masked: frozenset[str] = frozenset()
    labels: Mapping[str, str] = field(default_factory=dict)
    agenda: bool = False
    results: bool = False
    export: bool = False
    missing_by_name: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """The ratings that a seat may see.

    ``everyone`` and ``taken_out`` are the same for all who see them and carry no identity in an anonymous
    room: every score, agenda and chart is made from them alone. ``mine`` are the viewer's own, all rounds.
    """

    mine: tuple[Rating, ...] = ()
    everyone: tuple[Rating, ...] = ()
    taken_out: tuple[Rating, ...] = ()


def sight(room: Room, seat: Seat, people: Collection[Participant]) -> Sight:
    """Return what may be seen from a seat.

    Who waits at the door, was removed or is unknown sees nothing but their own answers. What leaves the room
    (``record``) shows nothing at all while a round is under way.
    """
    hidden = frozenset(s.id for s in room.settings.subjects if s.mask) - room.subjects_revealed()
    own = seat.person if seat.kind == "participant" else ""
    if not _may_look(room, seat, people):
        return Sight(own=own, masked=hidden)
    has_rounds = any(not round_.is_overall for round_ in room.revealed)
    is_anonymous = room.settings.is_anonymous
    return Sight(
        rounds=room.revealed,
        own=own,
        names=not is_anonymous,
        minimum=room.settings.minimum_group if is_anonymous else 1,
        masked=frozenset() if seat.kind == "facilitator" else hidden,
        labels=_labels(room, people),
        agenda=has_rounds,
        results=has_rounds and room.is_decided,
        export=has_rounds and room.current is None and seat.kind in {"facilitator", "record"},
        missing_by_name=seat.kind == "facilitator" or not is_anonymous,
    )


def _may_look(room: Room, seat: Seat, people: Collection[Participant]) -> bool:
    if seat.kind == "participant":
        return any(p.id == seat.person and is_in(room, p) for p in people)
    return seat.kind != "record" or room.current is None


def _labels(room: Room, people: Collection[Participant]) -> dict[str, str]:
    if room.settings.is_anonymous:
        return {person.pseudonym: person.pseudonym for person in people}
    return told_apart(people)


def filtered(room: Room, people: Collection[Participant], ratings: Sequence[Rating], seen: Sight) -> Seen:
    """Return the ratings that may be seen, in an order that says nothing about people or time.

    In an anonymous room the assessor is a pseudonym, role, segment and time are gone, and what fewer than
    ``minimum`` people said together is left out. As everything shown is made from these rows, nothing left
    out can be had by subtraction.
    """
    visible = {(round_.number, cell) for round_ in seen.rounds for cell in round_.cells}
    mine = tuple(sorted((r for r in ratings if seen.own and r.assessor == seen.own), key=_place))
    parts = counted(room, people, ratings)
    kept, out = (
        [rating for rating in part if (rating.round, cell_of(rating)) in visible]
        for part in (parts.kept, parts.taken_out)
    )
    if seen.names:
        return Seen(mine, tuple(sorted(kept, key=_place)), tuple(sorted(out, key=_place)))
    pseudonyms = {person.id: person.pseudonym for person in people}
    return Seen(mine, tuple(sorted(_anonymous(kept, pseudonyms, seen.minimum), key=_place)))


def _place(rating: Rating) -> tuple[int, str, str, str]:
    return rating.round, rating.subject, rating.criterion, rating.assessor


def _anonymous(ratings: Sequence[Rating], pseudonyms: Mapping[str, str], minimum: int) -> Iterable[Rating]:
    for rating in _in_company([r for r in ratings if r.answer is not Answer.UNANSWERED], minimum):
        name = pseudonyms[rating.assessor]
        yield replace(rating, assessor=name, role="", segment="", rated_at=None)


def _in_company(ratings: Sequence[Rating], minimum: int) -> Iterable[Rating]:
    """Yield what people say to a cell in a round where at least ``minimum`` say it together.

    Those whose answer to the cell was shown before and those who are new in it are counted apart: everybody
    knows who came late, so one answer more than a round ago would be theirs.
    """
    places: dict[tuple[int, Cell], list[Rating]] = defaultdict(list)
    for rating in ratings:
        places[rating.round, cell_of(rating)].append(rating)
    shown: dict[Cell, set[str]] = defaultdict(set)
    for place in sorted(places):
        known = shown[place[1]]
        old, new = _parted(places[place], known)
        together = [rating for group in (old, new) if len(group) >= minimum for rating in group]
        known.update(rating.assessor for rating in together)
        yield from together


def _parted(ratings: Iterable[Rating], known: Collection[str]) -> tuple[list[Rating], list[Rating]]:
    """Return the ratings of those who are known, and of the others."""
    parts: tuple[list[Rating], list[Rating]] = [], []
    for rating in ratings:
        parts[rating.assessor not in known].append(rating)
    return parts


def missing_names(progress: Progress, people: Collection[Participant], seen: Sight) -> tuple[str, ...]:
    """Return who is missing by name, where this seat may know; the count is open to everybody."""
    called = told_apart(people)
    return tuple(called[person.id] for person in progress.missing) if seen.missing_by_name else ()


def require_results(seen: Sight) -> None:
    """Let scores and ranks pass.

    Raises:
        RefusedError: the room has not come to its end yet.
    """
    if not seen.results:
        raise RefusedError("Scores and ranks open at the end, once everybody has judged on their own.")


def require_export(seen: Sight) -> None:
    """Let an export pass.

    Raises:
        RefusedError: a round is under way, nothing has been revealed, or this seat may not take data out.
    """
    if not seen.export:
        raise RefusedError("There is nothing to take out: a round is under way, or nothing is revealed yet.")

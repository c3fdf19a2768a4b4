"""What a room came to: both rounds, what moved, the overall judgement, the result in other lights."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
import json
from typing import Final

from cxmaturity.charts.formats import listed
from cxmaturity.domain.agreement import agreement
from cxmaturity.domain.contest import score_beside, without
from cxmaturity.domain.ratings import OVERALL, Rating, as_of
from cxmaturity.domain.results import Result
from cxmaturity.domain.rubric import Rubric
from cxmaturity.domain.score_flips import score_flips
from cxmaturity.domain.tally import Tallies, tally
from cxmaturity.domain.weight_flips import weight_flips
from cxmaturity.domain.workshop.commands import Seat
from cxmaturity.domain.workshop.rounds import (
    CellShift,
    cell_shifts,
    common_raters,
    overall,
    result_on_common_raters,
    result_with_taken_out,
)
from cxmaturity.domain.workshop.sight import Seen, Sight, require_export, require_results
from cxmaturity.domain.workshop.turnout import Turnout, turnout_of
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.live_rooms import RoomState
from cxmaturity.services.room_agenda import agenda_view
from cxmaturity.services.room_headline import room_headline
from cxmaturity.services.room_heads import decided, declared_conflicts, head_of
from cxmaturity.services.room_log import state_of
from cxmaturity.services.room_notes import room_notes
from cxmaturity.services.room_sight import (
    reasons_given,
    record_of,
    rubric_in,
    seen_by,
    sight_of,
)
from cxmaturity.services.scored import how_sure
from cxmaturity.services.seats import seat_of
from cxmaturity.services.workshop_screens import ResultsView, RoundResult
from cxmaturity.services.workshop_views import RoomHead

EXACT: Final = 9  # decimals of a score that the hash is taken over


@dataclass(frozen=True, slots=True)
class _Ground:
    """What all parts of the result are made of: visible ratings under subjects' names, and who competes.

    ``record`` are the same ratings as they leave the room.
    """

    state: RoomState
    head: RoomHead
    seen: Sight
    rubric: Rubric
    shown: Seen
    record: tuple[Rating, ...]
    names: Mapping[str, str]
    compared: frozenset[str]

    def tallies(self, ratings: Sequence[Rating], number: int | None = None) -> Tallies:
        """Return the counts as of a round, the last by default."""
        return tally(as_of(ratings, number), tuple(self.names.values()))

    def result(self, ratings: Sequence[Rating], number: int | None = None) -> Result:
        """Return the result as of a round; comparators stand beside."""
        return score_beside(self.rubric, self.tallies(ratings, number), self.compared)


def results_view(app: App, viewer: Viewer, workshop_id: str) -> ResultsView:
    """Return what the room came to; the same for everybody who was in it.

    Raises:
        AccessError: the viewer has no seat in this room.
        RefusedError: the room has not come to its end yet.
    """
    state, now = state_of(app, workshop_id), app.now()
    seat = seat_of(viewer, state.workshop)
    seen = sight_of(state, seat)
    require_results(seen)
    head = head_of(app, state, seat, seen, now)
    key = ("results", state.revealed_key, seen.names, tuple(subject.name for subject in head.subjects))
    found = state.memory.recall(key, lambda: _results(app, state, head, seen))
    return replace(found, head=head, decisions=decided(app, state, head, seen))


Called = Callable[[str, str], str]  # what to call a subject, of its id and its name


def record_view(app: App, workshop_id: str, called: Called) -> ResultsView:
    """Return what a room came to, as it may leave the room: nothing while a round is under way.

    All is worked out under the names that are ``called``. Conflicts of interest are counted, by subject.

    Raises:
        RefusedError: the room has not come to its end yet.
    """
    state, head, seen = _leaving(app, workshop_id, called)
    counted = declared_conflicts(state, head, replace(seen, names=False))
    said, found = decided(app, state, head, seen), _results(app, state, head, seen)
    notes = found.notes if seen.names else ()  # out of an anonymous room no words go: a style names people
    return replace(found, conflicts=counted, decisions=said, notes=notes)


def record_scored(app: App, workshop_id: str, called: Called) -> tuple[Rubric, Callable[[Rubric], Result]]:
    """Return the rubric of a room with its weights, and what scores its record under other weights.

    Raises:
        RefusedError: the room has not come to its end yet.
    """
    ground = _ground(app, *_leaving(app, workshop_id, called))
    tallies = ground.tallies(as_of(ground.record))
    return ground.rubric, lambda rubric: score_beside(rubric, tallies, ground.compared)


def _leaving(app: App, workshop_id: str, called: Called) -> tuple[RoomState, RoomHead, Sight]:
    """Return a room as it may be seen from outside, under the names that are called."""
    state, seat = state_of(app, workshop_id), Seat("record", "")
    seen = sight_of(state, seat)
    require_results(seen)
    require_export(seen)
    head = head_of(app, state, seat, seen, app.now())
    subjects = tuple(replace(each, name=called(each.id, each.name)) for each in head.subjects)
    return state, replace(head, subjects=subjects), seen


def _results(app: App, state: RoomState, head: RoomHead, seen: Sight) -> ResultsView:
    ground = _ground(app, state, head, seen)
    rows = ground.shown.everyone
    final = _judged(ground)
    raters = len({row.assessor for row in rows})
    rounds, turnout = _rounds(ground), _turnout(ground)
    missing = rounds[-1].missing if rounds else 0
    words = room_headline([one.result for one in rounds], final, ground.compared, turnout, missing)
    contest = without(ground.tallies(rows), ground.compared)
    common = result_on_common_raters(ground.rubric, rows, seen.minimum)
    in_common = len(common_raters(rows)) if common is not None else 0
    otherwise = _first_otherwise(ground, final, common, in_common)
    return ResultsView(
        head=head,
        headline=words.headline,
        detail=f"{words.detail} {otherwise}".strip(),
        final=final,
        compared=tuple(sorted(ground.compared)),
        rounds=rounds,
        shifts=_shifts(state, seen),
        overall=overall(rows),
        agenda=agenda_view(app, state, head, seen),
        with_taken_out=_with_taken_out(ground),
        taken_out=_taken_out(ground),
        on_common_raters=common,
        common_raters=in_common,
        weight_flips=weight_flips(ground.rubric, contest),
        score_flips=score_flips(ground.rubric, contest),
        raters=raters,
        turnout=turnout,
        conflicts=declared_conflicts(state, head, seen),
        removed=_removed(ground),
        notes=room_notes(rows, head, seen),
        result_sha256=_hash(ground, final),
    )


def _hash(ground: _Ground, final: Result) -> str:
    """Return the hash of all that a result follows from, and of its scores; people stand in it by id."""
    ids, sure = {name: one for one, name in ground.names.items()}, final.robustness
    document = {
        "rubric": ground.state.room.settings.rubric_sha256,
        "weights": dict(ground.state.room.settings.weights),
        "answers": sorted(
            (row.round, ids[row.subject], row.criterion, row.assessor, str(row.answer), row.level, row.value)
            for row in ground.record
        ),
        "draws": [sure.kind, sure.draws, sure.seed] if sure else [],
        "scores": {ids[one.subject]: _exact(one.score) for one in final.subjects},
    }
    return sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def _exact(score: float | None) -> float | None:
    return None if score is None else round(score, EXACT)


def _ground(app: App, state: RoomState, head: RoomHead, seen: Sight) -> _Ground:
    names = {subject.id: subject.name for subject in head.subjects}
    shown = seen_by(state, seen)
    beside = frozenset(names[subject] for subject in state.room.settings.compared)
    return _Ground(
        state=state,
        head=head,
        seen=seen,
        rubric=rubric_in(app, state),
        shown=Seen((), _named(shown.everyone, names), _named(shown.taken_out, names)),
        record=_named(record_of(state, seen), names),
        names=names,
        compared=beside if len(beside) < len(names) else frozenset(),
    )


def _named(ratings: Sequence[Rating], names: Mapping[str, str]) -> tuple[Rating, ...]:
    return tuple(replace(rating, subject=names[rating.subject]) for rating in ratings)


def _judged(ground: _Ground) -> Result:
    """Return the decision; made of what leaves the room, so the evaluation says the same afterwards."""
    rows = as_of(ground.record)
    result = ground.result(rows)
    contest = [row for row in rows if row.subject not in ground.compared and row.criterion != OVERALL]
    assessors = len({row.assessor for row in contest})
    sure = how_sure(result, contest, assessors)
    return replace(result, agreement=agreement(ground.rubric, rows), robustness=sure)


def _rounds(ground: _Ground) -> tuple[RoundResult, ...]:
    """Return the result as of each round; blocks that share a number are one round of the whole room."""
    rows = [row for row in ground.shown.everyone if row.criterion != OVERALL]
    scored = [r for r in ground.seen.rounds if not r.is_overall]
    return tuple(
        RoundResult(
            number=number,
            result=ground.result(rows, number),
            missing=sum(r.missing or 0 for r in scored if r.number == number),
            reason="; ".join(dict.fromkeys(r.reason for r in scored if r.number == number and r.reason)),
        )
        for number in sorted({row.round for row in rows})
    )


def _turnout(ground: _Ground) -> Turnout:
    """Return how much is answered, under subjects' names; in an anonymous room of nobody by themselves."""
    rows = seen_by(ground.state, ground.seen).everyone
    found = turnout_of(ground.state.room, ground.state.people, rows)
    named = tuple(replace(one, subject=ground.names[one.subject]) for one in found.subjects)
    return replace(found, subjects=named, in_part=found.in_part if ground.seen.names else ())


def _first_otherwise(ground: _Ground, final: Result, common: Result | None, people: int) -> str:
    """Return whom those who answered the same about all put first, where that is somebody else."""
    if common is None:
        return ""
    now, then = (_leaders(result, ground.compared) for result in (final, common))
    if not then or now == then:
        return ""
    who = f"The {people} people" if people > 1 else "The one person"
    word, puts = ground.head.subject_word, "put" if people > 1 else "puts"
    return f"{who} who answered the same questions about every {word} {puts} {listed(then)} first."


def _leaders(result: Result, compared: frozenset[str]) -> list[str]:
    ranked = [subject for subject in result.ranked if subject.subject not in compared]
    return [subject.subject for subject in ranked if subject.rank == ranked[0].rank]


def _shifts(state: RoomState, seen: Sight) -> tuple[CellShift, ...]:
    """Return what rounds after the first changed, by cell, the last such round counting."""
    everyone, reasons = seen_by(state, seen).everyone, reasons_given(state, seen)
    rows = [row for row in everyone if row.criterion != OVERALL]
    later = sorted({row.round for row in rows if row.round > 1})
    latest = {shift.cell: shift for number in later for shift in cell_shifts(rows, number, reasons)}
    return tuple(latest.values())


def _taken_out(ground: _Ground) -> tuple[str, ...]:
    """Return whose answers were taken out after a reveal, and why."""
    gone = ground.state.room.removed
    people = sorted({row.assessor for row in ground.shown.taken_out}, key=ground.seen.labels.__getitem__)
    return tuple(
        f"{ground.seen.labels[person]} ({'removed' if person in gone else 'in conflict'} after a reveal)"
        for person in people
    )


def _with_taken_out(ground: _Ground) -> Result | None:
    names = list(ground.names.values())
    return result_with_taken_out(ground.rubric, ground.shown, names)


def _removed(ground: _Ground) -> tuple[str, ...]:
    """Return who was removed after a reveal and why; in an anonymous room only that somebody was."""
    room = ground.state.room
    first = min((r.revealed_at for r in room.revealed if r.revealed_at), default=None)
    late = {p: how for p, how in room.removed.items() if first is not None and how.at >= first}
    if not ground.seen.names:
        return tuple(how.reason for how in late.values())
    return tuple(f"{ground.seen.labels[person]}: {how.reason}" for person, how in late.items())

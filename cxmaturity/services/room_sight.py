"""What may be seen of a room, as `sight` decides: nothing else here filters, and everything here asks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random

from cxmaturity.domain.ratings import OVERALL, Answer, Rating
from cxmaturity.domain.rubric import Criterion, Rubric, Scale
from cxmaturity.domain.workshop.agenda import Agenda, agenda
from cxmaturity.domain.workshop.commands import Seat
from cxmaturity.domain.workshop.rounds import ChangeReason, Reasons
from cxmaturity.domain.workshop.sight import Seen, Sight, filtered, sight
from cxmaturity.domain.workshop.unlinking import unlinked
from cxmaturity.intake.answers import OVERALL_SCALE
from cxmaturity.services.application import App
from cxmaturity.services.live_rooms import RoomState, cell_of
from cxmaturity.services.rubrics import kept_rubric
from cxmaturity.store.sealed import SealedAnswer

NOBODY = Seen()
ALL_IN_ALL = ("No", "Rather no", "Half and half", "Rather yes", "Clearly yes")


def sight_of(state: RoomState, seat: Seat) -> Sight:
    """Return what may be seen of a room from a seat."""
    return sight(state.room, seat, state.people)


def seen_by(state: RoomState, seen: Sight) -> Seen:
    """Return the revealed ratings that a sight lets through; the viewer's own are elsewhere.

    They are the same for everybody who sees any, so they are worked out once.
    """
    if not seen.rounds:
        return NOBODY
    shared = replace(seen, own="")
    key = ("seen", state.revealed_key, seen.names, seen.minimum)
    return state.memory.recall(key, lambda: _filtered(state, shared))


def _filtered(state: RoomState, seen: Sight) -> Seen:
    roles = {person.id: person.role for person in state.people}
    rows = [rating_of(answer, roles.get(answer.person_id, "")) for answer in state.revealed]
    return filtered(state.room, state.people, rows, seen)


def record_of(state: RoomState, seen: Sight) -> tuple[Rating, ...]:
    """Return the ratings as they may leave the room; of an anonymous one always the same, under no alias."""
    rows = seen_by(state, seen).everyone
    if seen.names:
        return rows
    lot = Random(state.workshop.id)  # noqa: S311 - hides nobody: who said what is not in what it deals out
    return unlinked(rows, seen.minimum, lot)


def rating_of(answer: SealedAnswer, role: str = "") -> Rating:
    """Return an answer as a rating; the assessor is the person's opaque id."""
    return Rating(
        subject=answer.subject_id,
        criterion=answer.criterion,
        answer=Answer(answer.answer),
        value=answer.value,
        level=answer.level,
        assessor=answer.person_id,
        round=answer.round,
        role=role,
        note=answer.note,
        rated_at=answer.recorded_at,
    )


def rubric_in(app: App, state: RoomState) -> Rubric:
    """Return the room's rubric with the room's weights."""
    settings = state.room.settings
    key = ("rubric", settings.rubric_sha256, tuple(settings.weights.items()))
    return state.memory.recall(
        key, lambda: kept_rubric(app.store, settings.rubric_sha256).with_weights(settings.weights)
    )


def overall_criterion(rubric: Rubric) -> Criterion:
    """Return the silent judgement at the end as something that can be asked; it never counts."""
    scale = _in_general_words(rubric.scales.get(rubric.default_scale, OVERALL_SCALE))
    question = f"All things considered: would this {rubric.subject} be good for us?"
    return Criterion(OVERALL, "All in all", scale, weight=0.0, question=question)


def _in_general_words(scale: Scale) -> Scale:
    """Return the scale with the same points under words that fit a whole; without five levels as it is."""
    if len(scale.levels) != len(ALL_IN_ALL):
        return scale
    upwards = sorted(scale.levels, key=lambda level: level.points, reverse=scale.goal == "min")
    levels = (replace(lv, label=word, description="") for lv, word in zip(upwards, ALL_IN_ALL, strict=True))
    return replace(scale, levels=tuple(levels), description="")


def whole_agenda(app: App, state: RoomState, seen: Sight) -> Agenda:
    """Return the agenda of all that has been revealed, what was accepted included."""
    if not seen.agenda:
        return Agenda((), ())
    rubric = rubric_in(app, state)
    rows = seen_by(state, seen).everyone
    key = ("agenda", state.revealed_key, rubric.sha256, tuple(state.room.settings.weights.items()))
    beside = state.room.settings.compared
    return state.memory.recall(key, lambda: agenda(rubric, rows, compared=beside))


def reasons_given(state: RoomState, seen: Sight) -> Reasons:
    """Return why people changed answers, by the name that stands beside these in what a sight shows."""
    names: Mapping[str, str] = {
        person.id: person.id if seen.names else person.pseudonym for person in state.people
    }
    return {
        (names[answer.person_id], cell_of(answer), answer.round): ChangeReason(answer.reason)
        for answer in state.revealed
        if answer.reason
    }

"""One participant's own answers: what they are asked now, and what they have said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from cxmaturity.domain.errors import RefusedError
from cxmaturity.domain.ratings import Answer
from cxmaturity.domain.workshop.roster import Participant, asked, round_to_rate_in
from cxmaturity.domain.workshop.rounds import ChangeReason
from cxmaturity.domain.workshop.settings import Cell, subjects_in_turn
from cxmaturity.services.live_rooms import RoomState, cell_of
from cxmaturity.services.workshop_views import OwnVote, Question, RoomHead
from cxmaturity.store.sealed import SealedAnswer


def questions(state: RoomState, head: RoomHead, me: Participant) -> tuple[Question, ...]:
    """Return what somebody is asked in the round under way, subject by subject in their own turn.

    Each person begins with another subject, so that over the room none is always first.
    """
    room = state.room
    if room.current is None:
        return ()
    turn = {subject: place for place, subject in enumerate(subjects_in_turn(room.settings, me.number))}
    cells = sorted(asked(room, me, room.next_round_index), key=lambda cell: turn[cell.subject])
    own = state.by_person.get(me.id, ())
    now = _latest(answer for answer in own if _is_under_way(state, answer))
    before = _latest(answer for answer in own if state.is_open(answer))
    return tuple(
        Question(
            cell=cell,
            subject=head.subject(cell.subject),
            criterion=head.criterion(cell.criterion),
            mine=now.get(cell),
            before=before.get(cell),
        )
        for cell in cells
    )


def can_rate(state: RoomState, me: Participant, at: datetime) -> bool:
    """Tell whether an answer to the first thing that somebody is asked would be taken now."""
    room = state.room
    if room.current is None:
        return False
    for cell in asked(room, me, room.next_round_index)[:1]:
        try:
            return bool(round_to_rate_in(room, me, cell, at))
        except RefusedError:
            return False
    return False


def own_votes(state: RoomState, person_id: str) -> Mapping[Cell, OwnVote]:
    """Return what somebody has said last about each cell; what was taken back was not said."""
    own = state.by_person.get(person_id, ())
    return _latest(answer for answer in own if state.is_open(answer) or _is_under_way(state, answer))


def own_vote(answer: SealedAnswer) -> OwnVote:
    """Return an answer as its author sees it."""
    return OwnVote(
        answer=Answer(answer.answer),
        level=answer.level,
        value=answer.value,
        note=answer.note,
        reason=ChangeReason(answer.reason) if answer.reason else None,
        round=answer.round,
        revision=answer.revision,
        recorded_at=answer.recorded_at,
    )


def _latest(answers: Iterable[SealedAnswer]) -> dict[Cell, OwnVote]:
    """Return the latest answer to each cell; an emptied one stands only where there is no other."""
    latest: dict[Cell, OwnVote] = {}
    for answer in sorted(answers, key=lambda one: one.round):
        if answer.answer != Answer.UNANSWERED or cell_of(answer) not in latest:
            latest[cell_of(answer)] = own_vote(answer)
    return latest


def _is_under_way(state: RoomState, answer: SealedAnswer) -> bool:
    round_ = state.room.current
    return round_ is not None and answer.round == round_.number and cell_of(answer) in round_.cells

"""One tap, saved: a participant's answer goes into the round that is open at that moment, or nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from cxmaturity.domain.errors import AccessError, RefusedError
from cxmaturity.domain.ratings import OVERALL, Answer
from cxmaturity.domain.rubric import Criterion
from cxmaturity.domain.workshop.roster import round_to_rate_in
from cxmaturity.domain.workshop.rounds import ChangeReason
from cxmaturity.domain.workshop.settings import Cell
from cxmaturity.services.access import Viewer
from cxmaturity.services.answers import asked, points_given
from cxmaturity.services.application import App
from cxmaturity.services.ballots import own_vote
from cxmaturity.services.live_rooms import RoomState, read_state
from cxmaturity.services.rating import retried
from cxmaturity.services.room_log import state_of
from cxmaturity.services.room_sight import overall_criterion, rubric_in
from cxmaturity.services.seats import seat_of
from cxmaturity.services.views import GivenAnswer
from cxmaturity.services.workshop_views import OwnVote
from cxmaturity.store.engine import Transaction
from cxmaturity.store.participants import one_attendance
from cxmaturity.store.sealed import SealedAnswer, earlier_answers, seal
from cxmaturity.store.workshops import held_workshop

NO_NUMBER = 0  # the round is known only inside the write


def vote(  # noqa: PLR0913, PLR0917 - the place, what was said, why and the request are all needed
    app: App,
    viewer: Viewer,
    workshop_id: str,
    cell: Cell,
    given: GivenAnswer,
    request_id: str,
    reason: ChangeReason | None = None,
    shown_in: int | None = None,
) -> OwnVote:
    """Save one answer in the round under way and return it as stored; the same request again is harmless.

    The later tap wins where one person answers on two devices, each for what it says: what is None in
    ``given``, and a ``reason`` of None, stays as this round's answer has it. ``reason`` says why it changed
    after the talk; in a first round it is not kept. That an answer does not apply needs no reason in a room.
    ``shown_in`` is the round in which the question was shown: a tap held up counts in no other.

    Raises:
        AccessError: the viewer is no participant of this room.
        ProblemsError: the answer is not one that the criterion takes.
        RefusedError: it cannot be taken now: no round, another round, locked, out of time, a conflict,
            removed, at the door.
    """
    state = state_of(app, workshop_id)
    seat = seat_of(viewer, state.workshop)
    if seat.kind != "participant":
        raise AccessError("Only participants rate. Join with the code to take part yourself.")
    level, value = points_given(_criterion(app, state, cell), given, is_reason_asked=False)
    blank = SealedAnswer(
        workshop_id=workshop_id,
        round=NO_NUMBER,
        subject_id=cell.subject,
        criterion=cell.criterion,
        person_id=seat.person,
        answer=str(given.answer or Answer.UNANSWERED),
        level=level,
        value=value,
        note=(given.note or "").strip(),
        reason=str(reason or ""),
        request_id=request_id,
        recorded_at=state.room.created_at,
    )
    saved = retried(lambda: _save(app, state, blank, given, shown_in))
    app.rooms.room(workshop_id).took(saved)
    return own_vote(saved)


def _save(
    app: App, state: RoomState, said: SealedAnswer, given: GivenAnswer, shown_in: int | None
) -> SealedAnswer:
    """Save an answer; the room is held meanwhile, so a lock comes either before it or after it."""
    with app.store.write(beside=True) as transaction:
        held = held_workshop(transaction, said.workshop_id)
        now = app.now()
        earlier = earlier_answers(transaction, said)
        for stored in earlier:
            if stored.request_id == said.request_id:
                return stored
        if held.revision != state.room.revision:
            state = read_state(transaction, said.workshop_id)
        number = _round(transaction, state, said, now)
        if shown_in is not None and number != shown_in:
            raise RefusedError(f"This answer was for round {shown_in}, which is over, and does not count.")
        kept = replace(_over(said, earlier, number, given), round=number, recorded_at=now)
        return seal(transaction, kept if number > 1 else replace(kept, reason=""), earlier)


def _over(
    said: SealedAnswer, earlier: Sequence[SealedAnswer], number: int, given: GivenAnswer
) -> SealedAnswer:
    """Return what stands after this: what was not spoken of stays as this round's answer has it."""
    mine = next((one for one in reversed(earlier) if one.round == number), None)
    if mine is None:
        return said
    if given.answer is None:
        said = replace(said, answer=mine.answer, level=mine.level, value=mine.value)
    if given.note is None:
        said = replace(said, note=mine.note)
    return said if said.reason else replace(said, reason=mine.reason)


def _round(transaction: Transaction, state: RoomState, said: SealedAnswer, now: datetime) -> int:
    """Return the round that takes the answer, as the room and the person are in the store."""
    attendance = one_attendance(transaction, said.workshop_id, said.person_id)
    if attendance is None:
        raise AccessError("You are not in this workshop yet. Open its join link, or scan the code.")
    cell = Cell(said.subject_id, said.criterion)
    return round_to_rate_in(state.room, attendance.participant, cell, now)


def _criterion(app: App, state: RoomState, cell: Cell) -> Criterion:
    rubric = rubric_in(app, state)
    return overall_criterion(rubric) if cell.criterion == OVERALL else asked(rubric, cell.criterion)

"""What a workshop came to becomes ratings of its evaluation when it ends, and not before.

Until then its answers lie apart and sealed, so that no other page, file or command can show them. What is
published is what may leave the room: revealed rounds only, without people taken out, in an anonymous room
under drawn numbers that no gap gives away, without notes, and without what too few people said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from cxmaturity.domain.errors import RefusedError
from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.workshop.commands import Seat
from cxmaturity.domain.workshop.room import Room
from cxmaturity.services.application import App
from cxmaturity.services.live_rooms import RoomState
from cxmaturity.services.memory import Memory
from cxmaturity.services.room_sight import record_of, sight_of
from cxmaturity.store.engine import Transaction
from cxmaturity.store.evaluations import Cycle, cycles_of
from cxmaturity.store.people import Person, add_people
from cxmaturity.store.ratings import Event, event_counts, record
from cxmaturity.store.texts import Text, keep_text
from cxmaturity.store.weights import put_weights
from cxmaturity.store.workshops import Workshop

RECORD = Seat("record")


def publish(app: App, transaction: Transaction, state: RoomState, room: Room) -> None:
    """Record what may leave the room, as it is after its end, in the workshop's cycle.

    Raises:
        RefusedError: the cycle was closed meanwhile.
    """
    _require_open(_cycle(transaction, state.workshop))
    ended = replace(state, room=room, memory=Memory())  # nothing is remembered of what may be undone
    seen = sight_of(ended, RECORD)
    rows = record_of(ended, seen)
    names = _assessors(app, transaction, rows, is_named=seen.names)
    now = app.now()
    if not event_counts(transaction, state.workshop.evaluation_id):
        put_weights(
            transaction,
            state.workshop.evaluation_id,
            room.settings.weights,
            state.workshop.created_by,
            room.weights_locked_at or now,
        )
    kept = [_with_note(app, transaction, row) if seen.names else (row, None) for row in rows]
    record(transaction, [_event(ended.workshop, row, names[row.assessor], note, now) for row, note in kept])


def _with_note(app: App, transaction: Transaction, row: Rating) -> tuple[Rating, str | None]:
    """Return a rating with the id under which its note lies among other texts from now on."""
    written = row.rated_at or app.now()
    return row, keep_text(transaction, Text(app.new_id(), row.assessor, "note", row.note, written))


def _event(workshop: Workshop, row: Rating, assessor_id: str, note_id: str | None, now: datetime) -> Event:
    return Event(
        evaluation_id=workshop.evaluation_id,
        cycle_id=workshop.cycle_id,
        round=row.round,
        subject_id=row.subject,
        criterion=row.criterion,
        assessor_id=assessor_id,
        answer=str(row.answer),
        level=row.level,
        value=row.value,
        role=row.role,
        origin="workshop",
        note_id=note_id,
        actor_id=assessor_id,
        request_id=workshop.id,
        rated_at=row.rated_at,
        recorded_at=now,
    )


def _assessors(
    app: App, transaction: Transaction, rows: Sequence[Rating], *, is_named: bool
) -> dict[str, str]:
    """Return the person's id for each assessor; a pseudonym becomes a person of its own, known to nobody."""
    names = sorted({row.assessor for row in rows})
    if is_named:
        return {name: name for name in names}
    ids = {name: app.new_id() for name in names}
    now = app.now()
    if ids:
        add_people(transaction, [Person(ids[name], name, "participant", now) for name in names])
    return ids


def _cycle(transaction: Transaction, workshop: Workshop) -> Cycle:
    return next(c for c in cycles_of(transaction, workshop.evaluation_id) if c.id == workshop.cycle_id)


def _require_open(cycle: Cycle) -> None:
    if cycle.state != "open":
        raise RefusedError(
            f"{cycle.label} is closed and takes no more ratings. Reopen it, then end the workshop."
        )

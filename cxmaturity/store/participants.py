"""Who is in a room. Appended to, a row for every change; names stand in the table of people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
import json

from cxmaturity.domain.workshop.roster import Participant
from cxmaturity.store.engine import Reader, Row, Transaction, query


@dataclass(frozen=True, slots=True)
class Attendance:
    """A participant as they are now; ``revision`` counts the changes, from 1."""

    participant: Participant
    revision: int


def unnamed(number: int) -> str:
    """Return what somebody is called who has given no name."""
    return f"Participant {number}"


def participants_of(reader: Reader, workshop_id: str) -> tuple[Attendance, ...]:
    """Return everybody who came to a room, by order of coming."""
    return tuple(_attendance(row) for row in reader.read(query("participants_of"), [workshop_id]))


def one_attendance(reader: Reader, workshop_id: str, person_id: str) -> Attendance | None:
    """Return one person of a room as they are now, or None."""
    rows = reader.read(query("participant_of"), [workshop_id, person_id])
    return _attendance(rows[0]) if rows else None


def record_attendance(
    transaction: Transaction, workshop_id: str, participant: Participant, base_revision: int, now: datetime
) -> Attendance:
    """Append how somebody is from now on; 0 is the revision of a newcomer. The name is kept elsewhere.

    Raises:
        ConflictError: somebody else recorded a change since that revision.
    """
    transaction.run(
        "insert into participants (workshop_id, person_id, revision, number, alias, role, joined_at, "
        "connected_at, waits, conflicts, recorded_at) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        [
            workshop_id,
            participant.id,
            base_revision + 1,
            participant.number,
            participant.alias,
            participant.role,
            participant.joined_at,
            participant.connected_at,
            participant.waits,
            _written(participant.conflicts),
            now,
        ],
    )
    return Attendance(participant, base_revision + 1)


def _attendance(row: Row) -> Attendance:
    person_id, number, alias, joined_at, name, role, connected_at, waits, conflicts, revision = row
    participant = Participant(
        id=person_id,
        number=number,
        alias=alias,
        joined_at=joined_at,
        name="" if name == unnamed(number) else name,
        role=role,
        connected_at=connected_at,
        waits=waits,
        conflicts={subject: datetime.fromisoformat(at) for subject, at in json.loads(conflicts).items()},
    )
    return Attendance(participant, revision)


def _written(conflicts: Mapping[str, datetime]) -> str:
    return json.dumps({subject: at.isoformat() for subject, at in conflicts.items()}, sort_keys=True)

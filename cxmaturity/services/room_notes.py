"""What people wrote beside their answers in a room, once it may be seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.workshop.sight import Sight
from cxmaturity.services.workshop_views import RoomHead


@dataclass(frozen=True, slots=True)
class RoomNote:
    """A reason that somebody gave. ``by`` and ``person_id`` are empty in an anonymous room."""

    subject: str
    criterion: str
    title: str
    round: int
    text: str
    by: str
    person_id: str


def room_notes(rows: Iterable[Rating], head: RoomHead, seen: Sight) -> tuple[RoomNote, ...]:
    """Return every reason given in ratings that may be seen, by subject, question and name.

    What somebody left as it was from one round to the next stands once, with the first of them.
    """
    titles = {criterion.id: criterion.title for criterion in (*head.criteria, head.overall)}
    order = {criterion: place for place, criterion in enumerate(titles)}
    written: dict[tuple[str, str, str, str], Rating] = {}
    for row in sorted((row for row in rows if row.note), key=lambda row: row.round):
        written.setdefault((row.subject, row.criterion, row.assessor, row.note), row)
    notes = (_note(row, titles, seen) for row in written.values())
    return tuple(sorted(notes, key=lambda n: (n.subject, order.get(n.criterion, 0), n.by, n.round, n.text)))


def _note(row: Rating, titles: Mapping[str, str], seen: Sight) -> RoomNote:
    return RoomNote(
        subject=row.subject,
        criterion=row.criterion,
        title=titles.get(row.criterion, row.criterion),
        round=row.round,
        text=row.note,
        by=seen.labels.get(row.assessor, "") if seen.names else "",
        person_id=row.assessor if seen.names else "",
    )

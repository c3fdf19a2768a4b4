"""What the other cells of a ratings file mean: names, rounds, days, instants, confidence."""

from __future__ import annotations

from datetime import UTC, date, datetime

from cxmaturity.domain.reading import plain_number, shown
from cxmaturity.intake.tables import RefusedCell

MOST_ROUNDS = 1000


def subject(cell: str) -> str:
    """Return the subject's name; it must be there."""
    if not cell:
        raise RefusedCell("the subject is empty; write what is rated")
    return name(cell)


def name(cell: str) -> str:
    """Return a name on one line."""
    if not cell.isprintable():
        raise RefusedCell(f"{shown(cell)} holds a line break or control character; write it on one line")
    return cell


def prose(cell: str) -> str:
    """Return a text that may have several lines."""
    if not cell.replace("\n", "").replace("\r", "").replace("\t", "").isprintable():
        raise RefusedCell(f"the text {shown(cell)} holds a control character; remove it")
    return cell


def round_number(cell: str) -> int:
    """Return the round; 1 where the cell is empty."""
    number = plain_number(cell) if cell else 1.0
    if number is None or not number.is_integer() or not 1 <= number <= MOST_ROUNDS:
        raise RefusedCell(f"the round {shown(cell)} must be a whole number from 1 to {MOST_ROUNDS}")
    return int(number)


def confidence(cell: str) -> float | None:
    """Return how sure the assessor is, from 0 to 1; None where the cell is empty."""
    if not cell:
        return None
    number = plain_number(cell)
    if number is None or not 0 <= number <= 1:
        raise RefusedCell(f"the confidence {shown(cell)} must be a number from 0 to 1")
    return number


def day(cell: str) -> date | None:
    """Return the day; None where the cell is empty."""
    try:
        return date.fromisoformat(cell) if cell else None
    except ValueError:
        message = f"the day {shown(cell)} must be written as year-month-day, such as 2026-01-31"
        raise RefusedCell(message) from None


def instant(cell: str) -> datetime | None:
    """Return the instant as naive UTC; without an offset it is UTC already; None where the cell is empty."""
    try:
        moment = datetime.fromisoformat(cell) if cell else None
        if moment is not None and moment.tzinfo is not None:
            return moment.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        message = f"the time {shown(cell)} must be ISO 8601, such as 2026-01-31T14:05:00Z"
        raise RefusedCell(message) from None
    return moment

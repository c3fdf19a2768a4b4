"""Cycle dates, due actions and check dates as an ``.ics`` file (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
import re
from types import MappingProxyType
from typing import Literal

from cxmaturity.domain.calendar import Period
from cxmaturity.domain.loop import Due

Kind = Literal["cycle", "answers", "due", "check", "study"]

OCTETS = 75  # the longest line without its end (RFC 5545, 3.1)
DAY = timedelta(days=1)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
KINDS: Mapping[str, Kind] = MappingProxyType(
    {"answers": "answers", "action": "due", "check": "check", "decision": "check", "study": "study"}
)
IN_A_UID = re.compile(r"[^A-Za-z0-9._-]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One all-day entry; ``kind`` and ``id`` make its UID, so a second import moves it, never doubles it.

    It lasts from ``starts_on`` up to, without, ``ends_on``.
    """

    kind: Kind
    id: str
    title: str
    starts_on: date
    ends_on: date
    description: str = ""
    url: str = ""


def cycle_entry(cycle_id: str, period: Period, title: str, description: str = "") -> Entry:
    """Return a cycle's entry: its whole period."""
    return Entry("cycle", cycle_id, f"{title} {period.label}", period.starts_on, period.ends_on, description)


def due_entry(due: Due, description: str = "") -> Entry:
    """Return the entry of something due: one whole day. A check and the decision after it are one entry."""
    return Entry(KINDS[due.what], due.id, due.title, due.on, due.on + DAY, description)


def icalendar(name: str, entries: Iterable[Entry], stamped_at: datetime) -> str:
    """Return the file's text, lines ended by CRLF and folded at 75 octets.

    ``stamped_at`` (naive UTC) becomes every DTSTAMP. DTEND of an all-day entry is exclusive, as our periods
    are. Entries do not make anybody busy.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//cxmaturity//cycles//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for entry in entries:
        lines += _event(entry, stamped_at)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _event(entry: Entry, stamped_at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.kind}-{IN_A_UID.sub('-', entry.id)}@cxmaturity"
    yield f"DTSTAMP:{stamped_at:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{entry.starts_on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{entry.ends_on:%Y%m%d}"
    yield f"SUMMARY:{_escaped(entry.title)}"
    if entry.description:
        yield f"DESCRIPTION:{_escaped(entry.description)}"
    if entry.url:
        yield f"URL:{_one_line(entry.url)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    """Return a TEXT value: backslash, semicolon, comma and line breaks escaped."""
    plain = CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for mark in ("\\", ";", ","):
        plain = plain.replace(mark, f"\\{mark}")
    return plain.replace("\n", "\\n")


def _one_line(text: str) -> str:
    return "".join(CONTROL.sub("", text).split())


def _folded(line: str) -> Iterator[str]:
    """Yield the line in parts of at most 75 octets, later ones begun by a blank; no character is cut."""
    part, size = "", 0
    for character in line:
        width = len(character.encode())
        if size + width > OCTETS:
            yield part
            part, size = " ", 1
        part, size = part + character, size + width
    yield part

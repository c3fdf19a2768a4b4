"""How people's own words, dates and kinds read on screen."""

from __future__ import annotations

from datetime import date, datetime
import re
from typing import Final

from cxmaturity.charts.formats import shortened

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
PUNCTUATION: Final = re.compile(r"([!-/:-@\[-`{-~])")
LINKS: Final = re.compile(r"(?i)(https?|ftp|mailto|xmpp)(?=:)|\bwww(?=\.)|(?=@)")
JOINER: Final = "\u2060"  # takes no room and shows nothing, but no address goes on behind it
PURPOSES: Final = {
    "maturity": "Maturity",
    "vendor": "Vendors",
    "audit": "Audits",
    "initiative": "Initiatives",
}
STATUSES: Final = {
    "none": "",
    "partner": "partner already",
    "candidate": "candidate",
    "comparator": "for comparison",
    "retired": "retired",
}


def plain(text: str, width: int = 400) -> str:
    """Return anyone's text for a place that reads Markdown, so that it shows as typed, on one line.

    Every ASCII punctuation mark is escaped: no image is loaded, no colour, formula or heading begins.
    Addresses would become links all the same, so an unseen word joiner stands inside each.
    """
    broken = LINKS.sub(rf"\g<0>{JOINER}", shortened(text, width))
    return PUNCTUATION.sub(r"\\\1", broken)


def headline(text: str) -> str:
    """Return a computed sentence as a headline: shown as typed, a single sentence without its full stop."""
    return plain(text if ". " in text else text.removesuffix("."))


def day(moment: date | datetime | None) -> str:
    """Return ``30 Nov 2026``; empty where there is none."""
    return "" if moment is None else f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def dotted(*parts: str) -> str:
    """Join the parts that say something with a middle dot."""
    return " · ".join(part for part in parts if part)

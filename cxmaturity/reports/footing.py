"""What stands under every format: what the report rests on, so that two prints can be told apart."""

from __future__ import annotations

from datetime import date, datetime

from cxmaturity.charts.formats import counted, shortened
from cxmaturity.reports.model import Report

TITLE_FITS = 100  # characters; this stands on every page
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def footing(report: Report) -> tuple[str, ...]:
    """Return the lines: rubric and version, round and answers, weights, times, hashes."""
    base = report.provenance
    last = f", last on {day(base.last_rated_at)}" if base.last_rated_at else ""
    people = counted(base.people, "person", "people")
    rubric = shortened(base.rubric, TITLE_FITS)
    return (
        f"Rubric “{rubric}” {base.version} (sha256 {base.sha256[:12]}). Weights: {base.weights}.",
        f"{base.rated} of {base.asked} {base.counts} are in, from {people}{last}; counted: {base.round}.",
        f"As of {moment(base.made_at)}. Content {report.content_hash[:16]}.",
    )


def heading(report: Report) -> str:
    """Return what a report is about, as it stands above its title."""
    return " · ".join(filter(None, [report.about, report.provenance.cycle]))


def day(when: date) -> str:
    """Return ``30 Nov 2026``."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def moment(when: datetime) -> str:
    """Return ``30 Nov 2026, 09:05 UTC``."""
    return f"{day(when)}, {when:%H:%M} UTC"

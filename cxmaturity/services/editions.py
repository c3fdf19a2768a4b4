"""Printing a report: the page and the files that hang on it, made once and kept as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cxmaturity.domain.sharing import FILES, Scope
from cxmaturity.reports.files import FORMATS
from cxmaturity.reports.footing import day
from cxmaturity.reports.page import Shelf, page
from cxmaturity.services.reporting import Draft
from cxmaturity.store.shares import Edition, SnapshotFile

MOST_EARLIER = 40


@dataclass(frozen=True, slots=True)
class Printed:
    """A page ready to be kept, with its files."""

    title: str
    content_hash: str
    page: str
    people: tuple[str, ...]
    files: tuple[SnapshotFile, ...]


def printed(
    draft: Draft, scope: Scope, number: int, earlier: Iterable[Edition], tell: Callable[[str], None]
) -> Printed:
    """Return the page of a report and the files that its scope allows; ``tell`` hears what is being made."""
    chosen = [FORMATS[kind] for kind in FILES if kind in scope.files]
    shelf = Shelf(
        files=[(each.name, each.words) for each in chosen],
        number=number,
        earlier=[_listed(edition) for edition in list(earlier)[:MOST_EARLIER]],
    )
    written = page(draft.report, shelf, tell)
    files = []
    for place, each in enumerate(chosen, 1):
        tell(f"{each.words}, file {place} of {len(chosen)}")
        files.append(SnapshotFile(each.name, each.media_type, each.make(draft.report)))
    report = draft.report
    return Printed(report.title, report.content_hash, written, draft.people, tuple(files))


def _listed(edition: Edition) -> dict[str, str | int]:
    return {"number": edition.number, "title": edition.title, "day": day(edition.published_at)}

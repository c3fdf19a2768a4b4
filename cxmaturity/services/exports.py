"""Ratings out of the store, as a file that can be scored or imported again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
import csv
from decimal import Decimal
import io

import pyarrow as pa
import pyarrow.parquet as pq

from cxmaturity.domain.errors import NotFoundError
from cxmaturity.domain.ratings import Answer, Rating
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.application import App
from cxmaturity.store.exports import exported_ratings

MISSING = {Answer.NOT_APPLICABLE: "NA", Answer.DONT_KNOW: "DK", Answer.UNANSWERED: ""}


def ratings_file(app: App, viewer: Viewer, kind: str = ".csv", evaluation: str = "") -> bytes:
    """Return all present answers as a CSV (UTF-8) or, for ``.parquet``, a Parquet file.

    Its columns are those that an import takes. ``evaluation`` is the title of the only one that is meant.

    Raises:
        NotFoundError: no evaluation of this title holds an answer.
    """
    require(viewer, "own")
    ratings = exported_ratings(app.store)
    chosen = [rating for rating in ratings if evaluation in {"", rating.evaluation}]
    if evaluation and not chosen:
        titles = ", ".join(f"“{title}”" for title in sorted({rating.evaluation for rating in ratings})[:10])
        raise NotFoundError(f"No evaluation “{evaluation}” holds ratings. There are: {titles or 'none'}.")
    return _parquet(chosen) if kind.casefold() == ".parquet" else _csv(chosen)


def _said(rating: Rating) -> str:
    if rating.answer is not Answer.LEVEL:
        return MISSING[rating.answer]
    return rating.level or _plain(rating.value)


def _plain(number: float | None) -> str:
    """Return the shortest decimal that means exactly this number, without an exponent."""
    return "" if number is None else format(Decimal(repr(number)).normalize(), "f")


def _iso(rating: Rating) -> str:
    return f"{rating.rated_at.isoformat()}Z" if rating.rated_at else ""


COLUMNS: Mapping[str, Callable[[Rating], str]] = {
    "evaluation": lambda rating: rating.evaluation,
    "cycle": lambda rating: rating.cycle,
    "cycle_start": lambda rating: rating.cycle_start.isoformat() if rating.cycle_start else "",
    "round": lambda rating: str(rating.round),
    "subject": lambda rating: rating.subject,
    "criterion": lambda rating: rating.criterion,
    "level": _said,
    "assessor": lambda rating: rating.assessor,
    "role": lambda rating: rating.role,
    "segment": lambda rating: rating.segment,
    "note": lambda rating: rating.note,
    "evidence": lambda rating: rating.evidence,
    "confidence": lambda rating: _plain(rating.confidence),
    "rated_at": _iso,
}


def _csv(ratings: Iterable[Rating]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([cell(rating) for cell in COLUMNS.values()] for rating in ratings)
    return text.getvalue().encode()


def _parquet(ratings: list[Rating]) -> bytes:
    columns = {name: pa.array(map(cell, ratings), pa.string()) for name, cell in COLUMNS.items()}
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file)
    return file.getvalue()

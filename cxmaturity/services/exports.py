"""Ratings out of the store, as a file that can be scored or imported again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
import csv
from decimal import Decimal
import io

import pyarrow as pa
import pyarrow.parquet as pq

from cxmaturity.domain.errors import NotFoundError
from cxmaturity.domain.ratings import Answer, Rating
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.acts import Act, Fact, note
from cxmaturity.services.application import App
from cxmaturity.services.titles import require_one
from cxmaturity.store.exports import exported_ratings

MISSING = {Answer.NOT_APPLICABLE: "NA", Answer.DONT_KNOW: "DK", Answer.UNANSWERED: ""}


def ratings_file(app: App, viewer: Viewer, kind: str = ".csv", evaluation: str = "") -> bytes:
    """Return all present answers as a CSV (UTF-8) or, for ``.parquet``, a Parquet file.

    Its columns are those that an import takes, without the optional ones that would say nothing: all empty,
    or every answer in round 1. ``evaluation`` is the title of the only one that is meant.

    Raises:
        NotFoundError: no evaluation of this title holds an answer.
        RefusedError: several have this title.
    """
    require(viewer, "own")
    ratings = exported_ratings(app.store)
    require_one(app.store, evaluation)
    chosen = [rating for rating in ratings if evaluation in {"", rating.evaluation}]
    if evaluation and not chosen:
        titles = ", ".join(f"“{title}”" for title in sorted({rating.evaluation for rating in ratings})[:10])
        raise NotFoundError(f"No evaluation “{evaluation}” holds ratings. There are: {titles or 'none'}.")
    columns = _columns(chosen)
    facts: dict[str, Fact] = {"rows": len(chosen), "only": evaluation}
    with app.store.write() as transaction:
        note(app, transaction, viewer, Act("export", "store", "", facts=facts))
    return _parquet(columns) if kind.casefold() == ".parquet" else _csv(columns)


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
ALWAYS = ("subject", "criterion", "level")
SILENT = {"round": {"1"}}


def _columns(ratings: Sequence[Rating]) -> dict[str, list[str]]:
    cells = {name: [cell(rating) for rating in ratings] for name, cell in COLUMNS.items()}
    return {name: column for name, column in cells.items() if name in ALWAYS or _tells(name, column)}


def _tells(name: str, column: Iterable[str]) -> bool:
    return not set(column) <= SILENT.get(name, {""})


def _csv(columns: Mapping[str, Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return text.getvalue().encode()


def _parquet(columns: Mapping[str, Sequence[str]]) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.table({name: pa.array(column, pa.string()) for name, column in columns.items()}), file)
    return file.getvalue()

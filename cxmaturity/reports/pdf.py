"""The report as PDF: one page with what matters, or everything; tagged, so that it can be read aloud."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
import json
from pathlib import Path
import re
from typing import Any, Final

import typst

from cxmaturity.charts.formats import shortened
from cxmaturity.reports.drawing import FONTS, svg
from cxmaturity.reports.footing import footing, heading
from cxmaturity.reports.model import Brand, Figure, Report, Table
from cxmaturity.reports.tables import columns_of, is_numeric, written

TEMPLATE: Final = Path(__file__).with_name("report.typ")
SLIM, BROAD = 6, 30  # letters that make a column narrow, and as broad as it gets
HEAD_FITS = 80  # characters of a column's name up to which the header stands on each page
LONG_WORD: Final = re.compile(r"(\S{24})(?=\S)")
BREAK: Final = "\u200b"
SHORT_TITLE, SHORT_LINE, MOST_FIGURES = 120, 110, 4  # characters of the one page, and numbers side by side
MOST_WARNINGS, MOST_NOTES = 3, 2


def pdf(report: Report, *, is_summary: bool = False) -> bytes:
    """Return the report as PDF.

    Names in scripts that the bundled family lacks are set in a font of the machine; PDF/UA refuses symbols
    that no font has, so for such a report the file is tagged without that claim.
    """
    shown = _summary(report) if is_summary else report
    inputs = {
        "report": json.dumps(_data(shown) | {"foot": list(footing(report))}, ensure_ascii=False),
        "summary": "yes" if is_summary else "",
    }
    try:
        return _compiled(inputs, ["ua-1"])
    except typst.TypstError:
        return _compiled(inputs, [])


def _summary(report: Report) -> Report:
    """Return what fits on one page: the finding, the first chart, and the first of each list."""
    fits = partial(shortened, width=SHORT_LINE)
    return replace(
        report,
        about=fits(report.about),
        title=shortened(report.title, SHORT_TITLE),
        detail=shortened(report.detail, 2 * SHORT_LINE),
        figures=tuple(
            Figure(shortened(f.label, 30), shortened(f.value, 14), shortened(f.beside, 40))
            for f in report.figures[:MOST_FIGURES]
        ),
        warnings=_first(report.warnings, MOST_WARNINGS),
        notes=_first(report.notes, MOST_NOTES),
        exhibits=tuple(
            replace(each, title=shortened(each.title, SHORT_TITLE), note=fits(each.note))
            for each in report.exhibits[:1]
        ),
        asides=(),
        comments=(),
    )


def _first(said: Sequence[str], most: int) -> tuple[str, ...]:
    left = len(said) - most
    more = (f"And {left} more in the full version.",) if left > 0 else ()
    return (*(shortened(each, SHORT_LINE) for each in said[:most]), *more)


def _compiled(inputs: dict[str, str], standards: list[Any]) -> bytes:
    made = typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=[str(FONTS)],
        sys_inputs=inputs,
        pdf_standards=standards,
    )
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one piece")
    return made


def _data(report: Report) -> dict[str, Any]:
    return {
        "about": _broken(heading(report)),
        "title": _broken(report.title),
        "detail": _broken(report.detail),
        "company": report.brand.company,
        "accent": report.brand.accent,
        "logo": _logo(report.brand),
        "figures": [
            {"label": _broken(f.label), "value": f.value, "beside": f.beside} for f in report.figures
        ],
        "warnings": list(map(_broken, report.warnings)),
        "exhibits": [
            {
                "title": _broken(exhibit.title),
                "note": _broken(exhibit.note),
                "alt": exhibit.alt,
                "svg": svg(exhibit.spec, exhibit.alt),
                "table": _table(exhibit.table),
            }
            for exhibit in report.exhibits
        ],
        "asides": [{"note": _broken(aside.note), "table": _table(aside.table)} for aside in report.asides],
        "notes": list(map(_broken, report.notes)),
        "comments": [
            {
                "text": _broken(comment.text),
                "under": _broken(", ".join(filter(None, [comment.subject, comment.criterion, comment.by]))),
            }
            for comment in report.comments
        ],
        "questions": None if report.questions is None else _table(report.questions),
    }


def _table(table: Table) -> Mapping[str, Any]:
    """Return a table with the share of the page that each column takes."""
    rows = written(table)
    columns = list(zip(*rows, strict=True)) or [() for _ in table.columns]
    longest = [
        max(map(len, (name, *cells)), default=0) for name, cells in zip(table.columns, columns, strict=True)
    ]
    return {
        "title": _broken(table.title),
        "columns": list(map(_broken, table.columns)),
        "repeats": all(len(name) <= HEAD_FITS for name in table.columns),
        "rows": [list(map(_broken, row)) for row in rows],
        "right": [is_numeric(column) for column in columns_of(table)] or [False for _ in table.columns],
        "widths": [min(max(letters, SLIM), BROAD) for letters in longest],
    }


def _logo(brand: Brand) -> Mapping[str, Any] | None:
    if not brand.logo:
        return None
    head, _, data = brand.logo.partition(",")
    return {"format": "png" if "png" in head else "jpg", "bytes": list(b64decode(data))}


def _broken(text: str) -> str:
    """Return text whose longest words may be broken, so that no name runs off the paper."""
    return LONG_WORD.sub(rf"\1{BREAK}", text)

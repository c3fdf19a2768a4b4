"""The report as PDF: one page with what matters, or everything; tagged, so that it can be read aloud."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import replace
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
SLIM, BROAD = 7, 30  # letters that make a column narrow, and as broad as it gets
HEAD_FITS = 80  # characters of a column's name up to which the header stands on each page
LONG_WORD: Final = re.compile(r"(\S{24})(?=\S)")
BREAK: Final = "\u200b"
SHORT_TITLE, SHORT_LINE, LONG_LINE = 120, 110, 700  # characters on the one page
MOST_FIGURES = 4  # numbers side by side


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
    """Return what one page is filled with, no text longer than it can bear; the template sees what fits."""
    return replace(
        report,
        about=shortened(report.about, SHORT_LINE),
        title=shortened(report.title, SHORT_TITLE),
        detail=shortened(report.detail, 2 * SHORT_LINE),
        figures=tuple(
            Figure(shortened(f.label, 40), shortened(f.value, 14), shortened(f.beside, 60))
            for f in report.figures[:MOST_FIGURES]
        ),
        warnings=tuple(shortened(each, LONG_LINE) for each in report.warnings),
        notes=tuple(shortened(each, LONG_LINE) for each in report.notes),
        exhibits=tuple(
            replace(each, title=shortened(each.title, SHORT_TITLE), note=shortened(each.note, 2 * SHORT_LINE))
            for each in report.exhibits
        ),
        comments=(),
    )


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
    right = [is_numeric(column) for column in columns_of(table)] or [False for _ in table.columns]
    longest = [
        max(map(len, (*(name.split() if number else [name]), *cells)), default=0)
        for name, cells, number in zip(table.columns, columns, right, strict=True)
    ]
    return {
        "title": _broken(table.title),
        "columns": list(map(_broken, table.columns)),
        "repeats": all(len(name) <= HEAD_FITS for name in table.columns),
        "rows": [list(map(_broken, row)) for row in rows],
        "right": right,
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

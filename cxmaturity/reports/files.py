"""The formats that a report takes, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
import io
from typing import Final
import zipfile

from cxmaturity.reports.drawing import png, svg
from cxmaturity.reports.model import Report
from cxmaturity.reports.page import page
from cxmaturity.reports.pdf import pdf
from cxmaturity.reports.rows import csv_file, parquet_file
from cxmaturity.reports.sheets import xlsx
from cxmaturity.reports.slides import pptx

EPOCH: Final = (2020, 1, 1, 0, 0, 0)  # a time for files in an archive, so that equal reports give equal bytes


@dataclass(frozen=True, slots=True)
class Format:
    """One file: its name, what a button calls it, its media type, and how it is made."""

    name: str
    words: str
    media_type: str
    make: Callable[[Report], bytes]


def pictures(report: Report) -> bytes:
    """Return each chart as SVG and as PNG, in one archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, exhibit in enumerate(report.exhibits, 1):
            name = f"{place}-{exhibit.part}"
            drawn = svg(exhibit.spec, exhibit.alt).encode()
            archive.writestr(zipfile.ZipInfo(f"{name}.svg", EPOCH), drawn)
            archive.writestr(zipfile.ZipInfo(f"{name}.png", EPOCH), png(exhibit.spec))
    return made.getvalue()


def _summary(report: Report) -> bytes:
    return pdf(report, is_summary=True)


def _page(report: Report) -> bytes:
    return page(report).encode()


OFFICE: Final = "application/vnd.openxmlformats-officedocument"
FORMATS: Final[Mapping[str, Format]] = {
    "pdf": Format("report.pdf", "PDF", "application/pdf", pdf),
    "summary": Format("summary.pdf", "PDF, one page", "application/pdf", _summary),
    "pptx": Format("slides.pptx", "PowerPoint", f"{OFFICE}.presentationml.presentation", pptx),
    "xlsx": Format("tables.xlsx", "Excel", f"{OFFICE}.spreadsheetml.sheet", xlsx),
    "csv": Format("values.csv", "CSV", "text/csv; charset=utf-8", csv_file),
    "parquet": Format("values.parquet", "Parquet", "application/vnd.apache.parquet", parquet_file),
    "pictures": Format("charts.zip", "Charts, SVG and PNG", "application/zip", pictures),
    "page": Format("page.html", "Web page", "text/html; charset=utf-8", _page),
}

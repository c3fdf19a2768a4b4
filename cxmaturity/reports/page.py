"""The report as one HTML page: drawn already, no script, nothing from elsewhere, good on paper."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from cxmaturity.reports.drawing import NARROW, WIDE, svg
from cxmaturity.reports.footing import footing, heading
from cxmaturity.reports.model import Exhibit, Report, Table
from cxmaturity.reports.tables import columns_of, is_numeric, written

HERE: Final = Path(__file__).parent
PAPER: Final = Environment(
    loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
STYLE: Final = (HERE / "page.css").read_text(encoding="utf-8")
NEWER_MARK: Final = b"<!--newer-->"
NEWER: Final = b'<p class="newer">This is an earlier edition. <a href="?">See the newest</a></p>'


@dataclass(frozen=True, slots=True)
class Shelf:
    """What hangs on a page: files (name and words on the button) and earlier editions.

    ``number`` is the edition's own, 0 where a link has only one page: addresses then need none. Links are
    relative and hold no token, so a page can be kept without opening anything.
    """

    files: Sequence[tuple[str, str]] = ()
    number: int = 0
    earlier: Sequence[Mapping[str, str | int]] = ()


def page(report: Report, shelf: Shelf | None = None) -> str:
    """Return the page. Everyone's text is escaped; drawings are escaped by their renderer."""
    shelf = shelf or Shelf()
    style = f":root{{--accent:{report.brand.accent}}}\n{STYLE}"
    return PAPER.get_template("page.html").render(
        report=report,
        head=heading(report),
        style=Markup(style),  # noqa: S704 - our own sheet, and a colour that was checked
        policy=_policy(style),
        exhibits=[_drawn(exhibit) for exhibit in report.exhibits],
        files=shelf.files,
        number=shelf.number,
        earlier=shelf.earlier,
        foot=footing(report),
        tabled=tabled,
    )


def tabled(table: Table, is_open: bool = False) -> Markup:
    """Return a table that opens on demand, and by itself on paper."""
    right = [is_numeric(column) for column in columns_of(table)] or [False for _ in table.columns]
    text = PAPER.get_template("table.html").render(
        table=table, rows=written(table), right=right, is_open=is_open
    )
    return Markup(text)  # noqa: S704 - the template escaped it


def _drawn(exhibit: Exhibit) -> dict[str, object]:
    return {
        "title": exhibit.title,
        "note": exhibit.note,
        "table": exhibit.table,
        "wide": Markup(svg(exhibit.spec, exhibit.alt, WIDE)),  # noqa: S704 - XML written by a serialiser
        "narrow": Markup(svg(exhibit.spec, exhibit.alt, NARROW)),  # noqa: S704 - the same
    }


def _policy(style: str) -> str:
    """Return what a browser may do with this page: nothing but this style, our fonts and the logo."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; font-src 'self'; "
        "base-uri 'none'; form-action 'none'"
    )

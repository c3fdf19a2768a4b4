"""The report as one HTML page: drawn already, no script, nothing from elsewhere, good on paper."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from cxmaturity.charts.formats import counted
from cxmaturity.reports.dark import dark_accent, dark_rules
from cxmaturity.reports.drawing import NARROW, WIDE, svg
from cxmaturity.reports.footing import footing, heading
from cxmaturity.reports.model import Brand, Comment, Exhibit, Report, Table
from cxmaturity.reports.tables import columns_of, is_numeric, written

HERE: Final = Path(__file__).parent
PAPER: Final = Environment(
    loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
STYLE: Final = (HERE / "page.css").read_text(encoding="utf-8")
HEAVIEST, LARGE = 150_000, 12_000  # bytes of a page, and of a drawing that can be spared
SIDE_BY_SIDE = 3  # columns that fit on a phone
COMMENTS_FIT = 30_000  # characters of comments on a page that is too heavy
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


@dataclass(frozen=True, slots=True)
class Drawn:
    """An exhibit with its drawing for desks and paper, and for phones; each may be left out."""

    exhibit: Exhibit
    wide: Markup
    narrow: Markup


def nothing_said(words: str) -> None:
    """Take no notice of how far the work is."""


def page(report: Report, shelf: Shelf | None = None, tell: Callable[[str], None] = nothing_said) -> str:
    """Return the page. Everyone's text is escaped; drawings are escaped by their renderer.

    ``tell`` hears which chart is drawn.

    Where it would weigh more than 150 KB, large drawings lose their narrow twin, comments end early, and at
    last large drawings give way to their tables: everything stands in the files.
    """
    shelf = shelf or Shelf()
    whole = []
    for place, exhibit in enumerate(report.exhibits, 1):
        tell(f"chart {place} of {len(report.exhibits)}")
        whole.append(_drawn(exhibit))
    written_page = _rendered(report, shelf, whole)
    for drawn, comments in _leaner(report, whole):
        if len(written_page.encode()) <= HEAVIEST:
            break
        written_page = _rendered(replace(report, comments=comments), shelf, drawn)
    return written_page


def _leaner(report: Report, whole: Sequence[Drawn]) -> Iterator[tuple[Sequence[Drawn], tuple[Comment, ...]]]:
    """Yield what to draw and to quote on a lighter page, step by step."""
    single = [replace(each, narrow=Markup()) if len(each.narrow) > LARGE else each for each in whole]
    yield single, report.comments
    kept = tuple(_as_far_as(report.comments, COMMENTS_FIT))
    yield single, kept
    yield (
        [
            replace(each, wide=Markup(), narrow=Markup()) if len(each.wide) > LARGE else each
            for each in single
        ],
        kept,
    )


def _as_far_as(comments: Sequence[Comment], room: int) -> Iterator[Comment]:
    """Yield the first comments that fit, and how many are left."""
    for place, comment in enumerate(comments):
        room -= len(comment.text)
        if room < 0:
            left = counted(len(comments) - place, "more comment")
            yield Comment("", "", f"And {left}, in the files of this report.")
            return
        yield comment


def _rendered(report: Report, shelf: Shelf, drawn: Sequence[Drawn]) -> str:
    style = _style(report.brand, [text for each in drawn for text in (each.wide, each.narrow)])
    return PAPER.get_template("page.html").render(
        report=report,
        head=heading(report),
        style=Markup(style),  # noqa: S704 - our own sheet, and a colour that was checked
        policy=_policy(style),
        exhibits=drawn,
        files=shelf.files,
        number=shelf.number,
        earlier=shelf.earlier,
        foot=footing(report),
        tabled=tabled,
    )


def _style(brand: Brand, drawings: Sequence[str]) -> str:
    night = f":root{{--accent:{dark_accent(brand.accent)}}}{dark_rules(drawings)}"
    return (
        f":root{{--accent:{brand.accent}}}\n{STYLE}\n"
        f"@media screen and (prefers-color-scheme: dark){{{night}}}"
    )


def tabled(table: Table, in_sight: bool = False) -> Markup:
    """Return a table; many columns stand under each other on a phone, each cell with its column's name."""
    right = [is_numeric(column) for column in columns_of(table)] or [False for _ in table.columns]
    text = PAPER.get_template("table.html").render(
        table=table,
        rows=written(table),
        right=right,
        head=right.index(False) if False in right else -1,
        is_stacked=len(table.columns) > SIDE_BY_SIDE,
    )
    if not in_sight:
        text = f"<details><summary>Table</summary>{text}</details>"
    return Markup(text)  # noqa: S704 - the template escaped it


def _drawn(exhibit: Exhibit) -> Drawn:
    return Drawn(
        exhibit,
        Markup(svg(exhibit.spec, exhibit.alt, WIDE)),  # noqa: S704 - XML written by a serialiser
        Markup(svg(exhibit.spec, exhibit.alt, NARROW)),  # noqa: S704 - the same
    )


def _policy(style: str) -> str:
    """Return what a browser may do with this page: nothing but this style, our fonts and the logo."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; font-src 'self'; "
        "base-uri 'none'; form-action 'none'"
    )

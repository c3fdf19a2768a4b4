"""Tables on slides: large enough to be read from a chair, as tall as their words, equally long pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any, Final

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide
from pptx.util import Emu, Inches, Length, Pt

from cxmaturity.charts.formats import shortened
from cxmaturity.charts.theme import LIGHT
from cxmaturity.reports.model import Table
from cxmaturity.reports.native_slides import Box, colour
from cxmaturity.reports.slide_text import EM, cleaned
from cxmaturity.reports.tables import columns_of, is_numeric, written

SIZES: Final = (16, 14, 12)  # points; the largest is taken that needs no more slides than the smallest
CELL_FITS: Final = 160  # characters; the notes hold every cell whole
BARE_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid
SLIMMEST, LONGEST_WORD, BROADEST = 4, 20, 60  # letters that a column is wide
WHOLE = 12  # letters of a cell that is not broken
AIR, MOST_AIR = 0.13, 0.34  # inches above and below the words of a row
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class TablePage:
    """The part of a table that one slide shows, with the size of its type and the width of its columns."""

    columns: tuple[str, ...]
    rows: Rows
    right: tuple[bool, ...]
    size: int
    widths: tuple[float, ...]

    def heights(self) -> list[float]:
        """Return how tall each row is in inches, the header first."""
        return [AIR + _lines(row, self.widths, self.size) * self.size * 1.2 / 72 for row in self._all()]

    def _all(self) -> list[Sequence[str]]:
        return [self.columns, *self.rows]


def table_pages(table: Table, width: float, height: float) -> Iterator[TablePage]:
    """Yield a table page by page for a box in inches; type never falls under 12 points."""
    rows = [[shortened(cleaned(words), CELL_FITS) for words in row] for row in written(table)]
    right = (
        tuple(is_numeric(column) for column in columns_of(table)) if rows else (False,) * len(table.columns)
    )
    wholes = [
        TablePage(table.columns, rows, right, size, _widths((table.columns, *rows), right, width, size))
        for size in SIZES
    ]
    fewest = min(_count(whole, height) for whole in wholes)
    whole = next(each for each in wholes if _count(each, height) == fewest)
    head, *tall = whole.heights()
    for start, end in _even(tall, height - head):
        yield replace(whole, rows=rows[start:end])


def _count(whole: TablePage, height: float) -> int:
    head, *tall = whole.heights()
    return sum(1 for _ in _even(tall, height - head))


def draw_table(slide: Slide, page: TablePage, box: Box) -> GraphicFrame:
    """Put a page of a table on a slide and return its frame; rows share what room is left, up to a point."""
    left, top, width, room = box
    frame: GraphicFrame = slide.shapes.add_table(
        len(page.rows) + 1, len(page.columns), left, top, width, Emu(0)
    )
    drawn: Any = frame.table
    drawn._tbl.tblPr.find(qn("a:tableStyleId")).text = BARE_STYLE  # noqa: SLF001 - the library has no way of its own
    heights = page.heights()
    more = min(MOST_AIR, max(0.0, (Length(room).inches - sum(heights)) / len(heights)))
    for at, wide in enumerate(page.widths):
        drawn.columns[at].width = Inches(wide)
    for place, row in enumerate([page.columns, *page.rows]):
        drawn.rows[place].height = Inches(heights[place] + more)
        for at, words in enumerate(row):
            _cell(drawn.cell(place, at), words, page, at, is_head=place == 0)
    return frame


def _cell(cell: Any, words: str, page: TablePage, at: int, *, is_head: bool) -> None:  # noqa: ANN401 - untyped
    cell.text = cleaned(words)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if is_head else MSO_ANCHOR.MIDDLE
    cell.margin_left, cell.margin_right = Inches(0.05), Inches(0.1)
    cell.margin_top = cell.margin_bottom = Inches(0.04)
    for paragraph in cell.text_frame.paragraphs:
        paragraph.font.size, paragraph.font.bold = Pt(page.size), is_head
        paragraph.font.color.rgb = colour(LIGHT.mute if is_head else LIGHT.ink)
        paragraph.alignment = PP_ALIGN.RIGHT if page.right[at] else PP_ALIGN.LEFT
    shade, width = (LIGHT.rule, 1.5) if is_head else (LIGHT.line, 0.75)
    ink = f"<a:solidFill><a:srgbClr val='{shade[1:]}'/></a:solidFill>"
    edge = parse_xml(f"<a:lnB {nsdecls('a')} w='{Pt(width)}'>{ink}</a:lnB>")
    cell._tc.get_or_add_tcPr().append(edge)  # noqa: SLF001 - the library knows no borders


def _widths(rows: Rows, right: Sequence[bool], width: float, size: int) -> tuple[float, ...]:
    """Return the columns' widths, inches: no word is broken where there is room, long texts get the rest."""
    columns = list(zip(*rows, strict=True))
    least = [size * EM / 72 * (_longest_word(column) + 2) for column in columns]
    if sum(least) >= width:
        return tuple(width * each / sum(least) for each in least)
    wish = [_longest(column) / (8 if n else 1) for column, n in zip(columns, right, strict=True)]
    return tuple(each + (width - sum(least)) * w / sum(wish) for each, w in zip(least, wish, strict=True))


def _longest_word(column: Sequence[str]) -> int:
    """Return the letters of the longest word; a header is bold, so its words count for more.

    A cell as short as a date counts as one word.
    """
    head, *cells = column
    words = [1.15 * len(word) for word in head.split()]
    for cell in cells:
        words += [len(cell)] if len(cell) <= WHOLE else map(len, cell.split())
    return ceil(min(max([SLIMMEST, *words]), LONGEST_WORD))


def _longest(column: Sequence[str]) -> int:
    return min(max(map(len, column)), BROADEST)


def _lines(row: Sequence[str], widths: Sequence[float], size: int) -> int:
    return max(
        ceil(max(1, len(words)) * size * EM / 72 / max(wide - 0.15, 0.2))
        for words, wide in zip(row, widths, strict=True)
    )


def _even(tall: Sequence[float], room: float) -> Iterator[tuple[int, int]]:
    """Yield where pages start and end, so that all of them are about equally full."""
    start, left = 0, sum(tall)
    while start < len(tall) or not start:
        target, end, used = left / max(1, ceil(left / room)), start, 0.0
        while (
            end < len(tall)
            and (end == start or used + tall[end] / 2 <= target)
            and (end == start or used + tall[end] <= room)
        ):
            used += tall[end]
            end += 1
        yield start, end
        start, left = end, left - used
        if start >= len(tall):
            return

"""The report as slides: the finding on each, charts that people can edit, the numbers in the notes."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator, Sequence
import io
from pathlib import Path
from typing import Any, Final

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import PP_ALIGN
from pptx.presentation import Presentation as Deck
from pptx.shapes.base import BaseShape
from pptx.shapes.picture import Picture
from pptx.slide import Slide
from pptx.util import Emu, Inches, Length, Pt

from cxmaturity.charts.formats import shortened
from cxmaturity.charts.theme import LIGHT
from cxmaturity.reports.drawing import png
from cxmaturity.reports.footing import footing, heading
from cxmaturity.reports.model import Brand, Comment, Exhibit, Report, Table
from cxmaturity.reports.native_slides import colour, draw
from cxmaturity.reports.tables import columns_of, is_numeric, written

TEMPLATE: Final = Path(__file__).with_name("template.pptx")
EXHIBIT: Final = 0
TITLE_FITS, LINE_FITS, CELL_FITS = 150, 280, 110  # characters; whatever is cut stands whole in the notes
LEFT, TOP, WIDTH, HEIGHT = Inches(0.6), Inches(1.95), Inches(12.1), Inches(4.75)
LOGO_TOP, LOGO_WIDTH, LOGO_HEIGHT = Inches(0.12), Inches(2.2), Inches(0.36)
PROPERTY_FITS, LONG_TITLE = 255, 90
ROWS_A_SLIDE, COMMENTS_A_SLIDE = 9, 4
INK, MUTE, WARN = LIGHT.ink, LIGHT.mute, "#9A4A00"


def pptx(report: Report) -> bytes:
    """Return the report as a PowerPoint file."""
    deck = Presentation(str(TEMPLATE))
    deck.core_properties.title = shortened(_clean(report.title), PROPERTY_FITS)
    deck.core_properties.author = shortened(_clean(report.brand.company), PROPERTY_FITS)
    deck.core_properties.created = deck.core_properties.modified = report.provenance.made_at
    _opening(deck, report)
    for exhibit in report.exhibits:
        _exhibit(deck, report, exhibit)
    for aside in report.asides:
        for part in _pages(aside.table):
            _tabled(deck, report, part, aside.note)
    for comments in _by(report.comments, COMMENTS_A_SLIDE):
        _comments(deck, report, comments)
    for part in _pages(report.questions) if report.questions is not None else ():
        _tabled(deck, report, part)
    made = io.BytesIO()
    deck.save(made)
    return made.getvalue()


def _opening(deck: Deck, report: Report) -> None:
    slide = _slide(deck, report, report.title, "\n".join([report.title, report.detail, *report.warnings]))
    lines = [(report.detail, 16, INK)]
    lines += [
        (f"{f.label}: {f.value}{f' · {f.beside}' if f.beside else ''}", 20, INK) for f in report.figures
    ]
    lines += [(warning, 14, WARN) for warning in report.warnings]
    lines += [(note, 14, MUTE) for note in report.notes]
    _lines(slide, [line for line in lines if line[0]])


def _exhibit(deck: Deck, report: Report, exhibit: Exhibit) -> None:
    slide = _slide(deck, report, exhibit.title, _numbers(exhibit))
    note = exhibit.native.note if exhibit.native is not None else exhibit.note
    _text(slide, note, Inches(1.5), 12, MUTE)
    if exhibit.native is not None:
        _describe(draw(slide, exhibit.native, (LEFT, TOP, WIDTH, HEIGHT)), exhibit.alt)
    else:
        _describe(_picture(slide, exhibit), exhibit.alt)


def _picture(slide: Slide, exhibit: Exhibit) -> Picture:
    """Put a drawing on a slide, as large as it fits."""
    shape = slide.shapes.add_picture(io.BytesIO(png(exhibit.spec)), LEFT, TOP, height=HEIGHT)
    if shape.width > WIDTH:
        shape.width, shape.height = WIDTH, Emu(int(shape.height * WIDTH / shape.width))
    return shape


def _comments(deck: Deck, report: Report, comments: Sequence[Comment]) -> None:
    whole = "\n\n".join(f"{_under(comment)}:\n{comment.text}" for comment in comments)
    slide = _slide(deck, report, "What people wrote", whole)
    lines = []
    for comment in comments:
        lines.append((f"“{comment.text}”", 14, INK))
        lines.append((_under(comment), 11, MUTE))
    _lines(slide, lines)


def _tabled(deck: Deck, report: Report, table: Table, note: str = "") -> None:
    rows = written(table)
    notes = "\n".join(" · ".join(row) for row in rows)
    slide = _slide(deck, report, table.title, notes)
    _text(slide, shortened(note, TITLE_FITS), Inches(1.5), 12, MUTE)
    frame = slide.shapes.add_table(len(rows) + 1, len(table.columns), LEFT, TOP, WIDTH, Inches(0.4))
    _describe(frame, f"Table: {table.title}")
    right = [is_numeric(column) for column in columns_of(table)]
    for at, (column, number) in enumerate(zip(table.columns, right, strict=True)):
        frame.table.columns[at].width = Inches(1.4) if number else _share(table, right)
        for place, words in enumerate([column, *(row[at] for row in rows)]):
            cell = frame.table.cell(place, at)
            cell.text = shortened(_clean(words), CELL_FITS)
            for paragraph in cell.text_frame.paragraphs:
                paragraph.font.size = Pt(11)
                paragraph.alignment = PP_ALIGN.RIGHT if number else PP_ALIGN.LEFT


def _share(table: Table, right: Sequence[bool]) -> Emu:
    texts = max(1, len(table.columns) - sum(right))
    return Emu(int((WIDTH - Inches(1.4) * sum(right)) / texts))


def _slide(deck: Deck, report: Report, title: str, notes: str) -> Slide:
    """Return a new slide with its title, its accent, its footer and its notes."""
    slide: Slide = deck.slides.add_slide(deck.slide_layouts[EXHIBIT])
    if slide.shapes.title is not None:
        slide.shapes.title.text = shortened(_clean(title), TITLE_FITS)
        if len(title) > LONG_TITLE:
            slide.shapes.title.text_frame.paragraphs[0].font.size = Pt(18)
    bar = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(0.6), Inches(0.3), Inches(0.9), Inches(0.06))
    bar.fill.solid()
    bar.fill.fore_color.rgb = colour(report.brand.accent)
    bar.line.fill.background()
    _describe(bar, "")
    _logo(slide, report.brand)
    head = " · ".join(filter(None, [report.brand.company, heading(report)]))
    foot = f"{len(deck.slides)}   {shortened(head, 60)}   {footing(report)[2]}"
    _text(slide, foot, Inches(6.95), 9, MUTE)
    if slide.notes_slide.notes_text_frame is not None:
        slide.notes_slide.notes_text_frame.text = _clean(f"{notes}\n\n" + "\n".join(footing(report)))
    return slide


def _logo(slide: Slide, brand: Brand) -> None:
    """Put the logo above the title, at the right, as large as it fits there."""
    if not brand.logo:
        return
    picture = slide.shapes.add_picture(io.BytesIO(b64decode(brand.logo.partition(",")[2])), LEFT, LOGO_TOP)
    scale = min(LOGO_WIDTH / picture.width, LOGO_HEIGHT / picture.height)
    picture.width, picture.height = Emu(int(picture.width * scale)), Emu(int(picture.height * scale))
    picture.left = Emu(LEFT + WIDTH - picture.width)
    _describe(picture, brand.company or "Logo")


def _lines(slide: Slide, lines: Sequence[tuple[str, int, str]]) -> None:
    """Write lines under each other; type shrinks where there are many."""
    box = slide.shapes.add_textbox(LEFT, Inches(1.7), WIDTH, Inches(5.0)).text_frame
    box.word_wrap = True
    smaller = 1.0 if sum(len(text) for text, _, _ in lines) < 900 else 0.75
    for place, (text, size, shade) in enumerate(lines):
        paragraph = box.paragraphs[0] if place == 0 else box.add_paragraph()
        run = paragraph.add_run()
        run.text = shortened(_clean(text), LINE_FITS)
        run.font.size, run.font.color.rgb = Pt(round(size * smaller)), colour(shade)
        paragraph.space_after = Pt(8 * smaller)


def _text(slide: Slide, words: str, top: Length, size: int, shade: str) -> None:
    box = slide.shapes.add_textbox(LEFT, top, WIDTH, Inches(0.35)).text_frame
    box.word_wrap = True
    run = box.paragraphs[0].add_run()
    run.text = _clean(words)
    run.font.size, run.font.color.rgb = Pt(size), colour(shade)


def _describe(shape: BaseShape, alt: str) -> None:
    """Say what a shape shows; the library has no way of its own. Empty marks it as decoration."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", _clean(alt))  # noqa: SLF001 - see above


def _numbers(exhibit: Exhibit) -> str:
    rows = [exhibit.table.columns, *written(exhibit.table)]
    return "\n".join([exhibit.title, exhibit.note, "", *("\t".join(row) for row in rows)])


def _under(comment: Comment) -> str:
    return ", ".join(filter(None, [comment.subject, comment.criterion, comment.by]))


def _pages(table: Table) -> Iterator[Table]:
    for rows in _by(table.rows, ROWS_A_SLIDE):
        yield Table(table.title, table.columns, tuple(rows))


def _by(items: Sequence[Any], most: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), most):
        yield items[start : start + most]


def _clean(text: str) -> str:
    """Return text without the symbols that XML cannot hold."""
    return "".join(symbol for symbol in text if symbol in "\t\n" or (ord(symbol) >= 32 and symbol != "\x7f"))

"""The report as slides: the finding on each, charts that people can edit, the numbers in the notes."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator, Sequence
import io
from pathlib import Path
from typing import Any, Final

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.shapes.picture import Picture
from pptx.slide import Slide
from pptx.util import Emu, Inches, Pt

from cxmaturity.charts.formats import shortened
from cxmaturity.charts.theme import LIGHT
from cxmaturity.reports.drawing import png
from cxmaturity.reports.footing import footing, heading
from cxmaturity.reports.model import Aside, Brand, Comment, Exhibit, Figure, Report, Table
from cxmaturity.reports.native_slides import Box, colour, draw
from cxmaturity.reports.slide_tables import TablePage, draw_table, table_pages
from cxmaturity.reports.slide_text import Words, cleaned, describe, fitting, height_of, inches, write
from cxmaturity.reports.tables import written

TEMPLATE: Final = Path(__file__).with_name("template.pptx")
EXHIBIT: Final = 0
TITLE_FITS, DETAIL_FITS, UNDER_FITS = 150, 220, 180  # characters; what is cut stands whole in the notes
LEFT, WIDTH, NOTE_TOP, TOP, HEIGHT = 0.6, 12.1, 1.5, 1.95, 4.8  # inches
BODY: Final[Box] = inches(LEFT, TOP, WIDTH, HEIGHT)
DRAWN_WIDE = 860  # px that a drawing takes, which is about as broad as a slide
LOGO_TOP, LOGO_WIDTH, LOGO_HEIGHT = Inches(0.12), Inches(2.2), Inches(0.36)
PROPERTY_FITS, LONG_TITLE = 255, 90
MOST_FIGURES, MOST_BENEATH, COMMENTS_A_SLIDE = 4, 3, 4
FIGURES_TALL = 1.95  # inches
FLAG_SIZES: Final = (18, 16, 14)  # points
MUTE, WARN, WARN_PAPER = LIGHT.mute, "#9A4A00", "#FDF0E4"


def pptx(report: Report) -> bytes:
    """Return the report as a PowerPoint file."""
    deck = Presentation(str(TEMPLATE))
    deck.core_properties.title = shortened(cleaned(report.title), PROPERTY_FITS)
    deck.core_properties.author = shortened(cleaned(report.brand.company), PROPERTY_FITS)
    deck.core_properties.created = deck.core_properties.modified = report.provenance.made_at
    notes = _opening(deck, report)
    for exhibit in report.exhibits:
        _exhibit(deck, report, exhibit)
    for aside in report.asides:
        _aside(deck, report, aside)
    _listed(deck, report, "What else to know", notes)
    for start in range(0, len(report.comments), COMMENTS_A_SLIDE):
        _comments(deck, report, report.comments[start : start + COMMENTS_A_SLIDE])
    if report.questions is not None:
        _aside(deck, report, Aside("questions", "", "", report.questions))
    made = io.BytesIO()
    deck.save(made)
    return made.getvalue()


def _opening(deck: Deck, report: Report) -> Sequence[Words]:
    """Show the finding, its numbers large, and what warns in full; what does not fit follows on a slide.

    Returns the notes that have to stand on a slide of their own.
    """
    notes = [report.title, report.detail, *map(_plain, report.figures), *report.warnings, *report.notes]
    slide = _slide(deck, report, report.title, "\n".join(filter(None, notes)))
    top = NOTE_TOP
    if report.detail:
        detail = [Words(shortened(report.detail, DETAIL_FITS), 20, MUTE)]
        write(slide, detail, inches(LEFT, top, WIDTH, height_of(detail, WIDTH)))
        top += height_of(detail, WIDTH) + 0.3
    if report.figures:
        _figures(slide, report.figures[:MOST_FIGURES], top)
        top += FIGURES_TALL + 0.25
    room = TOP + HEIGHT - top - 0.3
    for size in FLAG_SIZES:
        flags = [Words(warning, size) for warning in report.warnings]
        if height_of(flags, WIDTH - 0.5) <= room:
            break
    shown = fitting(flags, WIDTH - 0.5, room)
    if flags:
        top += _flagged(slide, flags[:shown], top) + 0.25
    _listed(deck, report, "Look here as well", flags[shown:])
    return _notes(report, slide, top)


def _notes(report: Report, opening: Slide, top: float) -> Sequence[Words]:
    """Write a few notes under the finding where there is room; return them where there is none."""
    few = [Words(note, 16, MUTE) for note in report.notes]
    if len(few) > MOST_BENEATH or height_of(few, WIDTH) > TOP + HEIGHT - top:
        return [Words(note, 20) for note in report.notes]
    if few:
        write(opening, few, inches(LEFT, top, WIDTH, height_of(few, WIDTH)))
    return []


def _plain(figure: Figure) -> str:
    return f"{figure.label}: {figure.value}{f' · {figure.beside}' if figure.beside else ''}"


def _figures(slide: Slide, figures: Sequence[Figure], top: float) -> None:
    """Write each number large between what it is of and what stands beside it."""
    wide = WIDTH / max(3, len(figures))
    for place, figure in enumerate(figures):
        left = LEFT + place * wide
        line = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *inches(left, top, wide - 0.3, 0.0))
        line.height = Pt(1.5)
        _paint(line, LIGHT.rule)
        words = [
            Words(shortened(figure.label, 28), 16, MUTE),
            Words(shortened(figure.value, 14), 54, bold=True),
            Words(shortened(figure.beside, 48), 14, MUTE),
        ]
        write(slide, words, inches(left, top + 0.05, wide - 0.3, FIGURES_TALL))


def _flagged(slide: Slide, flags: Sequence[Words], top: float) -> float:
    """Write what warns on its own paper and return how tall that is."""
    tall = height_of(flags, WIDTH - 0.5) + 0.3
    paper = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *inches(LEFT, top, WIDTH, tall))
    _paint(paper, WARN_PAPER)
    edge = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *inches(LEFT, top, 0.07, tall))
    _paint(edge, WARN)
    box: Any = write(slide, flags, inches(LEFT + 0.25, top, WIDTH - 0.5, tall))
    box.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    return tall


def _exhibit(deck: Deck, report: Report, exhibit: Exhibit) -> None:
    slide = _slide(deck, report, exhibit.title, _numbers(exhibit.title, exhibit.note, exhibit.table))
    _note(slide, exhibit.native.note if exhibit.native is not None else exhibit.note)
    if exhibit.native is not None:
        describe(draw(slide, exhibit.native, BODY), exhibit.alt)
    else:
        describe(_picture(slide, exhibit), exhibit.alt)


def _picture(slide: Slide, exhibit: Exhibit) -> Picture:
    """Put a drawing on a slide, as large as it fits."""
    left, top, width, height = BODY
    shape = slide.shapes.add_picture(io.BytesIO(png(exhibit.spec, DRAWN_WIDE)), left, top, height=height)
    if shape.width > width:
        shape.width, shape.height = width, Emu(int(shape.height * width / shape.width))
    return shape


def _aside(deck: Deck, report: Report, aside: Aside) -> None:
    """Show a table that stands for itself on as many slides as it takes; the first's notes hold it all."""
    pages = list(table_pages(aside.table, WIDTH, HEIGHT))
    for number, page in enumerate(pages, 1):
        title = aside.table.title + (f" ({number} of {len(pages)})" if len(pages) > 1 else "")
        notes = _numbers(title, aside.note, aside.table) if number == 1 else title
        slide = _slide(deck, report, title, notes)
        _note(slide, aside.note)
        _table(slide, page, title)


def _table(slide: Slide, page: TablePage, title: str) -> None:
    describe(draw_table(slide, page, BODY), f"Table: {title}")


def _comments(deck: Deck, report: Report, comments: Sequence[Comment]) -> None:
    whole = "\n\n".join(f"{_under(comment)}:\n{comment.text}" for comment in comments)
    slide = _slide(deck, report, "What people wrote", whole)
    lines = []
    for comment in comments:
        lines.append(Words(f"“{shortened(comment.text, 330)}”", 16))
        lines.append(Words(shortened(_under(comment), UNDER_FITS), 12, MUTE))
    write(slide, lines, inches(LEFT, NOTE_TOP, WIDTH, HEIGHT))


def _listed(deck: Deck, report: Report, title: str, lines: Sequence[Words]) -> None:
    """Write lines on as many slides as they take."""
    left = list(lines)
    while left:
        count = fitting(left, WIDTH, HEIGHT)
        slide = _slide(deck, report, title, "\n".join(line.text for line in left[:count]))
        write(slide, left[:count], inches(LEFT, NOTE_TOP + 0.1, WIDTH, HEIGHT))
        left = left[count:]


def _slide(deck: Deck, report: Report, title: str, notes: str) -> Slide:
    """Return a new slide with its title, its accent, its footer and its notes."""
    slide: Slide = deck.slides.add_slide(deck.slide_layouts[EXHIBIT])
    if slide.shapes.title is not None:
        slide.shapes.title.text_frame.margin_left = 0
        slide.shapes.title.text = shortened(cleaned(title), TITLE_FITS)
        if len(title) > LONG_TITLE:
            slide.shapes.title.text_frame.paragraphs[0].font.size = Pt(18)
    bar = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *inches(LEFT, 0.3, 0.9, 0.06))
    bar.height = Inches(0.06)
    _paint(bar, report.brand.accent)
    _logo(slide, report.brand)
    head = " · ".join(filter(None, [report.brand.company, heading(report)]))
    foot = f"{len(deck.slides)} · {shortened(head, 60)} · {footing(report)[2]}"
    write(slide, [Words(foot, 9, MUTE)], inches(LEFT, 6.95, WIDTH, 0.35))
    if slide.notes_slide.notes_text_frame is not None:
        slide.notes_slide.notes_text_frame.text = cleaned(f"{notes}\n\n" + "\n".join(footing(report)))
    return slide


def _paint(shape: Any, shade: str) -> None:  # noqa: ANN401 - the library has no type for it
    """Fill a shape that is only decoration."""
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour(shade)
    shape.line.fill.background()
    shape._element.remove(shape._element.find(qn("p:style")))  # noqa: SLF001 - else the theme adds a shadow
    describe(shape, "")


def _logo(slide: Slide, brand: Brand) -> None:
    """Put the logo above the title, at the right, as large as it fits there."""
    if not brand.logo:
        return
    left, _, width, _ = BODY
    picture = slide.shapes.add_picture(io.BytesIO(b64decode(brand.logo.partition(",")[2])), left, LOGO_TOP)
    scale = min(LOGO_WIDTH / picture.width, LOGO_HEIGHT / picture.height)
    picture.width, picture.height = Emu(int(picture.width * scale)), Emu(int(picture.height * scale))
    picture.left = Emu(left + width - picture.width)
    describe(picture, brand.company or "Logo")


def _note(slide: Slide, words: str) -> None:
    if words:
        write(slide, [Words(shortened(words, TITLE_FITS), 14, MUTE)], inches(LEFT, NOTE_TOP, WIDTH, 0.35))


def _numbers(title: str, note: str, table: Table) -> str:
    return "\n".join([title, note, "", *_rows(table)])


def _rows(table: Table) -> Iterator[str]:
    yield from ("\t".join(row) for row in (table.columns, *written(table)))


def _under(comment: Comment) -> str:
    return ", ".join(filter(None, [comment.subject, comment.criterion, comment.by]))

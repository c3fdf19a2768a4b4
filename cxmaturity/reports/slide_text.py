"""Words on slides: what XML can hold, boxes of text, and how much room words take before they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from pptx.shapes.base import BaseShape
from pptx.slide import Slide
from pptx.util import Inches, Pt

from cxmaturity.charts.formats import shortened
from cxmaturity.charts.theme import LIGHT
from cxmaturity.reports.native_slides import Box, colour

EM: Final = (
    0.56  # of its size that a letter is wide, in the widest font that takes the place of a missing one
)
LEADING: Final = 1.25
LINE_FITS: Final = 700  # characters; whatever is cut stands whole in the notes
GAP: Final = 8  # points between lines


@dataclass(frozen=True, slots=True)
class Words:
    """One paragraph: its text, the size of its type in points, its colour, and whether it is bold."""

    text: str
    size: int
    shade: str = LIGHT.ink
    bold: bool = False


def write(slide: Slide, words: Sequence[Words], box: Box) -> BaseShape:
    """Write paragraphs under each other in a box that is not filled."""
    shape: BaseShape = slide.shapes.add_textbox(*box)
    frame = shape.text_frame  # type: ignore[attr-defined]  # the library has no types there
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = 0
    for place, each in enumerate(words):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = shortened(cleaned(each.text), LINE_FITS)
        run.font.size, run.font.bold = Pt(each.size), each.bold
        run.font.color.rgb = colour(each.shade)
        if place < len(words) - 1:
            paragraph.space_after = Pt(GAP)
    return shape


def height_of(words: Sequence[Words], width: float) -> float:
    """Return how many inches paragraphs take in a box so many inches wide."""
    lines = [(ceil(min(len(w.text), LINE_FITS) * w.size * EM / 72 / width) or 1) * w.size for w in words]
    return sum(lines) * LEADING / 72 + GAP * max(0, len(words) - 1) / 72


def fitting(words: Sequence[Words], width: float, room: float) -> int:
    """Return how many of the first paragraphs fit into a box; at least one where there is any."""
    count = len(words)
    while count > 1 and height_of(words[:count], width) > room:
        count -= 1
    return count


def describe(shape: BaseShape, alt: str) -> None:
    """Say what a shape shows; the library has no way of its own. Empty marks it as decoration."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", cleaned(alt))  # noqa: SLF001 - see above


def inches(left: float, top: float, width: float, height: float) -> Box:
    """Return a box given in inches."""
    return Inches(left), Inches(top), Inches(width), Inches(max(height, 0.1))


def cleaned(text: str) -> str:
    """Return text without the symbols that XML cannot hold."""
    return "".join(symbol for symbol in text if symbol in "\t\n" or (ord(symbol) >= 32 and symbol != "\x7f"))

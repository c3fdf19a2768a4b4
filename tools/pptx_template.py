"""Make cxmaturity/reports/template.pptx: 16:9, our type and colours, two layouts. Run after changing it here.

The library's own template is 4:3; widening its slides leaves every placeholder where it was.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.util import Emu, Inches, Pt

TARGET = Path(__file__).resolve().parents[1] / "cxmaturity" / "reports" / "template.pptx"
FONT = "IBM Plex Sans"
LIKE = {
    "panose": "020B0503050203000203",
    "pitchFamily": "34",
    "charset": "0",
}  # a sans serif where it is missing
KEPT = {"Title Only": "Exhibit", "Blank": "Blank"}
COLOURS = {
    "dk1": "16191D", "lt1": "FFFFFF", "dk2": "59626D", "lt2": "F6F7F9",
    "accent1": "0072B2", "accent2": "D55E00",
    "accent3": "009E73", "accent4": "16191D", "accent5": "8C96A0", "accent6": "C9DFF0", "hlink": "0B5FA5",
    "folHlink": "0B5FA5",
}  # fmt: skip


def main() -> None:
    """Write the template."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    keep_two_layouts(deck)
    for shapes in (deck.slide_master.placeholders, *(layout.placeholders for layout in deck.slide_layouts)):
        for shape in list(shapes):
            place(shape)
    dress(deck)
    forget_whose_it_was(deck)
    deck.save(str(TARGET))


def forget_whose_it_was(deck: Deck) -> None:
    """Take the library's author, words and thumbnail out."""
    about = deck.core_properties
    about.author = about.last_modified_by = about.comments = about.keywords = about.title = about.subject = ""
    package = deck.part.package
    for key, relation in list(package._rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            package._rels.pop(key)
        elif relation.reltype.endswith("/extended-properties"):
            relation.target_part._blob = (
                b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
                b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
                b"<PresentationFormat>Widescreen</PresentationFormat></Properties>"
            )


def keep_two_layouts(deck: Deck) -> None:
    """Remove every layout that no slide of ours uses."""
    for layout in list(deck.slide_layouts):
        if layout.name in KEPT:
            layout.name = KEPT[layout.name]
        else:
            deck.slide_layouts.remove(layout)


def place(shape: Any) -> None:
    """Put a placeholder where a 16:9 slide wants it; dates are left out."""
    kind = shape.placeholder_format.type
    name = str(kind).split()[0].removeprefix("PP_PLACEHOLDER.")
    if name.startswith("DATE"):
        shape._element.getparent().remove(shape._element)
    elif name.startswith(("TITLE", "CENTER_TITLE")):
        box(shape, 0.6, 0.45, 12.1, 1.0)
        shape.text_frame.vertical_anchor = MSO_ANCHOR.TOP
        shape.text_frame.word_wrap = True
    elif name.startswith("FOOTER"):
        box(shape, 0.6, 6.95, 11.2, 0.35)
    elif name.startswith("SLIDE_NUMBER"):
        box(shape, 11.9, 6.95, 0.83, 0.35)
    else:
        box(shape, 0.6, 1.7, 12.1, 5.0)


def box(shape: Any, left: float, top: float, width: float, height: float) -> None:
    """Set a box in inches."""
    shape.left, shape.top, shape.width, shape.height = (
        Emu(int(v * 914400)) for v in (left, top, width, height)
    )


def dress(deck: Deck) -> None:
    """Set type and colours of the master's theme and text styles."""
    master = deck.slide_master
    part = next(rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme"))
    theme = etree.fromstring(part.blob)
    space = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
    for name, value in COLOURS.items():
        (node,) = theme.xpath(f"//a:clrScheme/a:{name}", namespaces=space)
        for child in list(node):
            node.remove(child)
        etree.SubElement(node, qn("a:srgbClr"), val=value)
    for latin in theme.xpath("//a:fontScheme//a:latin", namespaces=space):
        for name, value in {"typeface": FONT, **LIKE}.items():
            latin.set(name, value)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)
    title = master.element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    title.set("algn", "l")
    run = title.find(qn("a:defRPr"))
    run.set("sz", str(Pt(26).centipoints))
    run.set("b", "1")
    for shape in [*master.placeholders, *(s for layout in deck.slide_layouts for s in layout.placeholders)]:
        if shape.placeholder_format.type is not None and "FOOTER" in str(shape.placeholder_format.type):
            quiet(shape, PP_ALIGN.LEFT)
        if "SLIDE_NUMBER" in str(shape.placeholder_format.type):
            quiet(shape, PP_ALIGN.RIGHT)


def quiet(shape, side: PP_ALIGN) -> None:
    """Make a footer small and grey."""
    for paragraph in shape.text_frame.paragraphs:
        paragraph.alignment = side
        paragraph.font.size = Pt(9)
        paragraph.font.color.rgb = RGBColor(0x59, 0x62, 0x6D)


if __name__ == "__main__":
    main()

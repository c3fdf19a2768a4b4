"""Names, comments, titles and rubric texts that break careless writers, through every format."""

from __future__ import annotations

import csv
from html.parser import HTMLParser
import io
import re
import shutil
import subprocess
from xml.etree import ElementTree as ET
import zipfile

from pptx import Presentation
import pyarrow.parquet as pq
import pytest

from cxmaturity.reports.glyphs import unset
from cxmaturity.reports.model import Report
from cxmaturity.reports.page import page
from cxmaturity.reports.pdf import pdf
from cxmaturity.reports.rows import csv_file, parquet_file
from cxmaturity.reports.sheets import xlsx
from cxmaturity.reports.slides import pptx
from tests.reports.builders import HOSTILE, hostile

TEXTS = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
CELLS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Reader(HTMLParser):
    """Reads a page as a browser does: its tags, and its words."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.handlers: set[str] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.handlers |= {name for name, _ in attrs if name.startswith("on")}

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def flat(text: str) -> str:
    return "".join(text.split())


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(page(hostile(text)))
    return reader


def active_cells(workbook: bytes) -> list[ET.Element]:
    """Return what a workbook would calculate or open."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as book:
        sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    trees = [ET.fromstring(sheet) for sheet in sheets]  # noqa: S314 - our own writer's text
    return [cell for tree in trees for kind in ("f", "hyperlink") for cell in tree.iter(f"{CELLS}{kind}")]


@TEXTS
def test_nothing_that_people_write_becomes_a_tag(text: str) -> None:
    tags = read(text).tags
    assert not tags & {"script", "img", "b", "iframe", "object", "form"}
    assert not read(text).handlers


@TEXTS
def test_nothing_that_people_write_disappears_from_the_page(text: str) -> None:
    assert flat("".join(read(text).words)).count(flat(text)) >= 6


def slides_text(report: Report) -> str:
    deck = Presentation(io.BytesIO(pptx(report)))
    found: list[str] = []
    for slide in deck.slides:
        found += [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        notes = slide.notes_slide.notes_text_frame
        found.append(notes.text if notes is not None else "")
    return "".join(found)


@TEXTS
def test_nothing_that_people_write_disappears_from_the_slides(text: str) -> None:
    assert flat(text) in flat(slides_text(hostile(text)))


@TEXTS
def test_no_cell_of_a_spreadsheet_is_a_formula_or_a_link(text: str) -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx(hostile(text)))) as book:
        sheets = [name for name in book.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]
        trees = [ET.fromstring(book.read(name)) for name in sheets]  # noqa: S314 - our own writer's text
    assert not [cell for tree in trees for cell in tree.iter(f"{CELLS}f")]
    assert not [link for tree in trees for link in tree.iter(f"{CELLS}hyperlink")]


@TEXTS
def test_nothing_that_people_write_disappears_from_the_spreadsheet(text: str) -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx(hostile(text)))) as book:
        shared = ET.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 - our own writer's text
    strings = ["".join(entry.itertext()) for entry in shared]
    assert text in strings


@TEXTS
def test_no_chart_of_a_deck_hides_a_formula_or_a_link_in_its_data(text: str) -> None:
    with zipfile.ZipFile(io.BytesIO(pptx(hostile(text)))) as deck:
        books = [deck.read(name) for name in deck.namelist() if name.endswith(".xlsx")]
    assert books
    assert not [found for book in books for found in active_cells(book)]


@TEXTS
def test_a_spreadsheet_runs_nothing_of_a_csv_file(text: str) -> None:
    rows = list(csv.reader(io.StringIO(csv_file(hostile(text)).decode("utf-8-sig"))))
    assert not [cell for row in rows for cell in row[:4] if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert [cell for row in rows for cell in row if cell.removeprefix("'") == text]


@TEXTS
def test_parquet_holds_texts_as_they_were_written(text: str) -> None:
    table = pq.read_table(io.BytesIO(parquet_file(hostile(text))))
    assert text in table.column("text").to_pylist()


@TEXTS
def test_a_pdf_is_made_of_whatever_people_write(text: str) -> None:
    made = pdf(hostile(text))
    assert made.startswith(b"%PDF")


@pytest.mark.parametrize("name", ["script", "image", "formula", "typst", "template", "entity", "long"])
def test_nothing_that_people_write_disappears_from_the_pdf(name: str) -> None:
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext is not installed (Debian: the package 'poppler-utils')")
    made = pdf(hostile(HOSTILE[name]))
    said = subprocess.run([program, "-raw", "-", "-"], input=made, capture_output=True, check=True).stdout
    words = re.sub(r"[\s\u200b]", "", said.decode())
    assert flat(HOSTILE[name])[:2000] in words


def test_a_sign_that_no_font_here_has_is_named() -> None:
    assert "\U0001fbff" in unset(hostile("Fast \U0001fbff"))


def test_signs_of_the_bundled_family_are_never_named() -> None:
    assert unset(hostile("Żółć Ελλάς Москва")) == ()


@pytest.mark.parametrize("name", ["emoji", "chinese", "japanese", "arabic"])
def test_a_name_in_another_script_is_set_whole_or_its_signs_are_named(name: str) -> None:
    """With Debian's Noto fonts every one of these is set; without, whoever makes the file is told."""
    made = hostile(HOSTILE[name])
    is_whole = b"pdfuaid:part" in pdf(made)  # this claim is refused where any sign has no font
    assert is_whole == (unset(made) == ())

"""Slides that are put in front of a board."""

from __future__ import annotations

from dataclasses import replace
import io
from pathlib import Path
import shutil
import subprocess
from typing import Any

from pptx import Presentation
from pptx.oxml.ns import qn
import pytest

from cxmaturity.reports.files import FORMATS
from cxmaturity.reports.model import Aside, Native, Report, Series, Table
from cxmaturity.reports.slide_tables import table_pages
from cxmaturity.reports.slides import pptx
from tests.reports.builders import HOSTILE, contest, hostile, report

FLAG = (
    "Red flag, high. Alder: too good to be true at 4.0. "
    + "Ask for two reference calls of our own. " * 5
    + "End."
)


def slides(made: Report) -> list[Any]:
    """Return the slides; the library has no types for what stands on them."""
    return list(Presentation(io.BytesIO(pptx(made))).slides)


def sizes(shape: Any) -> list[float]:
    """Return the sizes of all type in a shape, in points."""
    runs = shape._element.iter(qn("a:rPr"), qn("a:defRPr"))
    return [int(run.get("sz")) / 100 for run in runs if run.get("sz")]


def charts(made: Report) -> list[Any]:
    return [shape.chart for slide in slides(made) for shape in slide.shapes if shape.has_chart]


def drawn(native: Native) -> Any:
    made = report()
    (chart,) = charts(replace(made, exhibits=(replace(made.exhibits[0], native=native),)))
    return chart


def test_the_first_slide_shows_the_red_flag_whole() -> None:
    first = slides(replace(report(), warnings=(FLAG,)))[0]
    assert FLAG in [shape.text_frame.text for shape in first.shapes if shape.has_text_frame]


def test_more_flags_than_fit_on_the_first_slide_follow_whole() -> None:
    flags = tuple(f"{FLAG} Number {place}." for place in range(9))
    said = "\n".join(
        shape.text_frame.text
        for slide in slides(replace(report(), warnings=flags))
        for shape in slide.shapes
        if shape.has_text_frame
    )
    assert all(flag in said for flag in flags)


def test_the_first_slide_shows_its_numbers_large_and_no_small_print_but_its_foot() -> None:
    first = slides(replace(report(contest("Alder", "Birch", "Cedar")), warnings=(FLAG,)))[0]
    texts = [shape for shape in first.shapes if shape.has_text_frame]
    type_sizes = [size for text in texts if "Content" not in text.text_frame.text for size in sizes(text)]
    assert max(type_sizes) >= 40
    assert min(type_sizes) >= 14


def test_the_charts_follow_the_first_slide_and_notes_without_room_on_it_come_after_them() -> None:
    made = replace(report(), notes=tuple(f"Note {place}" for place in range(8)))
    titles = [slide.shapes.title.text for slide in slides(made)]
    assert titles[1 : 1 + len(made.exhibits)] == [exhibit.title for exhibit in made.exhibits]
    assert titles[1 + len(made.exhibits)] == "What else to know"


def test_a_chart_of_scores_carries_their_intervals() -> None:
    chart = charts(report(contest("Alder", "Birch", "Cedar")))[0]
    (bars,) = chart._chartSpace.iter(qn("c:errBars"))
    reach = [float(value.text) for value in bars.iter(qn("c:v"))]
    assert reach
    assert all(each > 0 for each in reach)


def test_who_only_stands_beside_has_a_colour_of_its_own() -> None:
    native = Native("bars", ("Alder", "Today"), (Series("Score", (70.0, 40.0)),), 0, 100, beside=(1,))
    points = drawn(native).plots[0].series[0].points
    beside, series = points[1].format.fill.fore_color.rgb, drawn(native).plots[0].series[0]
    assert beside != series.format.fill.fore_color.rgb


def test_what_only_compares_is_drawn_dashed_and_without_numbers() -> None:
    lines = (Series("Alike", (50.0, 60.0), beside=True), Series("Maturity", (50.0, 61.0)))
    chart = drawn(Native("lines", ("Q1", "Q2"), lines, 0, 100))
    alike, own = chart.plots[0].series
    assert alike.format.line.dash_style is not None
    assert (alike._element.find(qn("c:dLbls")), own._element.find(qn("c:dLbls")) is not None) == (None, True)


def test_parts_of_one_line_share_its_colour() -> None:
    parts = (Series("Care", (50.0, None), hue=0), Series("Care, from Q2", (None, 60.0), hue=0))
    one, two = drawn(Native("lines", ("Q1", "Q2"), parts, 0, 100)).plots[0].series
    assert one.format.line.color.rgb == two.format.line.color.rgb


def test_a_share_too_thin_for_its_number_has_none() -> None:
    chart = charts(report(contest("Alder", "Birch")))[1]
    assert chart.plots[0].data_labels.number_format.startswith("[>=0.07]")


def test_tables_on_slides_are_large_enough_to_read() -> None:
    tables = [shape for slide in slides(report()) for shape in slide.shapes if shape.has_table]
    assert tables
    assert min(size for shape in tables for size in sizes(shape)) >= 12


def test_no_slide_of_a_table_is_left_with_a_single_row() -> None:
    for count in range(2, 60):
        table = Table("t", ("Name", "Score"), tuple((f"Row {place}", 1.5) for place in range(count)))
        assert min(len(page.rows) for page in table_pages(table, 12.1, 4.8)) > 1


def test_every_page_of_a_table_fits_its_slide() -> None:
    rows = tuple((f"Row {place}", "words " * (place % 30), float(place)) for place in range(80))
    pages = list(table_pages(Table("t", ("Name", "Question", "Score"), rows), 12.1, 4.8))
    assert max(sum(page.heights()) for page in pages) <= 4.8
    assert sum(len(page.rows) for page in pages) == 80


def test_the_notes_hold_every_value_of_a_table_that_takes_several_slides() -> None:
    rows = tuple((f"Row {place}", float(place)) for place in range(40))
    aside = Aside("plan", "Plan", "", Table("Many rows", ("Name", "Score"), rows))
    notes = [slide.notes_slide.notes_text_frame for slide in slides(replace(report(), asides=(aside,)))]
    assert any(note is not None and "Row 0" in note.text and "Row 39" in note.text for note in notes)


def test_libreoffice_opens_office_files_of_whatever_people_write(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed (Debian: 'libreoffice-impress' and 'libreoffice-calc')")
    files = [tmp_path / f"{name}.{kind}" for name in ("script", "formula") for kind in ("pptx", "xlsx")]
    for file in files:
        file.write_bytes(FORMATS[file.suffix[1:]].make(hostile(HOSTILE[file.stem])))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = [
        program,
        home,
        "--headless",
        "--convert-to",
        "odp",
        "--outdir",
        str(tmp_path),
        *map(str, files[::2]),
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=240)
    command[4] = "ods"
    subprocess.run([*command[:7], *map(str, files[1::2])], capture_output=True, check=True, timeout=240)
    made = [path.name for path in tmp_path.glob("*.od?")]
    assert sorted(made) == ["formula.odp", "formula.ods", "script.odp", "script.ods"]

"""The report as a spreadsheet: a sheet for each table, text that stays text, charts that can be edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
import io
from math import ceil
import re
from typing import Any, Final

import xlsxwriter
from xlsxwriter.utility import xl_range_abs

from cxmaturity.charts.formats import shortened
from cxmaturity.charts.theme import FONT, LIGHT
from cxmaturity.reports.footing import footing
from cxmaturity.reports.hues import reach_of, shade_of
from cxmaturity.reports.model import Cell, Exhibit, Native, Report, Table
from cxmaturity.reports.tables import columns_of, decimals, is_numeric

SAFE: Final = {
    "in_memory": True,
    "strings_to_formulas": False,  # a name that begins with = is a name
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
CELL_FITS = 32_767  # characters; Excel refuses more
SLIMMEST, BROADEST, WIDE = 8, 48, 90  # characters
LINE, AIR, TALLEST = 15.5, 4, 26  # points of a line and around it, and lines that a row shows at most
CHART_WIDE, GAP_WIDE, HEADER_FITS = 104, 8, 90  # characters
SPREAD: Final = ("Below by", "Above by")
KINDS: Final = {
    "bars": {"type": "bar"},
    "stacked": {"type": "bar", "subtype": "percent_stacked"},
    "lines": {"type": "line"},
}
NAMES: Final = {
    "standing": "Standing",
    "sure": "How sure",
    "heat": "Criteria",
    "parts": "Part by part",
    "moved": "What moved",
    "rounds": "Rounds",
    "trend": "Trend",
}
UNSHOWN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Ink:
    """The formats that one workbook uses."""

    head: Any
    head_right: Any
    title: Any
    text: Any
    number: Sequence[Any]


def xlsx(report: Report) -> bytes:
    """Return the report as an Excel file; nobody's text can become a formula or a link."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, SAFE) as book:
        facts = {"title": report.title[:200], "company": report.brand.company}
        book.set_properties({**facts, "created": report.provenance.made_at})
        ink = _ink(book, report.brand.accent)
        _summary(book, ink, report)
        for exhibit in report.exhibits:
            _exhibit(book, ink, exhibit)
        for aside in report.asides:
            _table(book.add_worksheet(aside.name), ink, aside.table)
        if report.comments:
            rows = tuple((c.subject, c.criterion, c.text, c.by) for c in report.comments)
            columns = ("Subject", "Criterion", "Comment", "By")
            _table(book.add_worksheet("Comments"), ink, Table("What people wrote", columns, rows))
        if report.questions is not None:
            _table(book.add_worksheet("Questions"), ink, report.questions)
    return made.getvalue()


def _ink(book: Any, accent: str) -> Ink:  # noqa: ANN401 - the library is untyped
    base = {"font_name": FONT, "valign": "vcenter", "text_wrap": True}
    head = {"bold": True, "bottom": 1, "bg_color": "#F6F7F9"}
    title = {"bold": True, "font_size": 16, "text_wrap": False}
    return Ink(
        head=book.add_format({**base, **head, "indent": 1}),
        head_right=book.add_format({**base, **head, "align": "right"}),
        title=book.add_format({**base, **title, "font_color": accent}),
        text=book.add_format({**base, "indent": 1}),
        number=[
            book.add_format({**base, "num_format": "0" + ("." + "0" * d if d else "")}) for d in range(3)
        ],
    )


def _summary(book: Any, ink: Ink, report: Report) -> None:  # noqa: ANN401 - the library is untyped
    sheet = book.add_worksheet("Summary")
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, WIDE)
    _on_paper(sheet)
    _string(sheet, 0, 0, report.title, ink.title)
    lines = [("From", report.brand.company), ("About", report.about), ("In short", report.detail)]
    lines += [(figure.label, f"{figure.value} {figure.beside}".strip()) for figure in report.figures]
    lines += [("Look here", warning) for warning in report.warnings]
    lines += [("Note", note) for note in report.notes]
    lines += [("Stands on", line) for line in footing(report)]
    for place, (label, words) in enumerate([line for line in lines if line[1]], 2):
        _string(sheet, place, 0, label, ink.head)
        _string(sheet, place, 1, words, ink.text)
        sheet.set_row(place, LINE * _lines(words, WIDE) + AIR)


def _exhibit(book: Any, ink: Ink, exhibit: Exhibit) -> None:  # noqa: ANN401 - the library is untyped
    name = NAMES[exhibit.part]
    sheet = book.add_worksheet(name)
    _table(sheet, ink, exhibit.table)
    if exhibit.native is None:
        return
    sheet.set_header("")  # the title stands above the chart
    columns = len(exhibit.table.columns)
    gap = max(2, ceil((CHART_WIDE - sum(_wide(exhibit.table))) / GAP_WIDE))  # the chart is below all of these
    sheet.set_column(columns, columns + gap - 1, GAP_WIDE)
    _series(sheet, ink, exhibit.native, columns + gap)
    chart = _chart(book, name, exhibit.native, columns + gap)
    below = max(len(exhibit.table.rows), len(exhibit.native.categories)) + 2
    _string(sheet, below, 0, exhibit.title, ink.title)
    sheet.set_row(below, 1.8 * LINE)
    sheet.insert_chart(below + 1, 0, chart, {"description": exhibit.alt[:2000]})
    sheet.print_area(0, 0, below + 2 + ceil(chart.height / 20), columns + gap - 1)


def _table(sheet: Any, ink: Ink, table: Table) -> None:  # noqa: ANN401 - the library is untyped
    """Write a table whose header stays in sight, and stands on each printed page under the title."""
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    _on_paper(sheet)
    sheet.set_header("&L&14 " + UNSHOWN.sub("", shortened(table.title, HEADER_FITS)).replace("&", "&&"))
    places = decimals(table) if table.rows else (0,) * len(table.columns)
    for at, (name, cells) in enumerate(zip(table.columns, _columns(table), strict=True)):
        sheet.set_column(at, at, _wide(table)[at])
        _string(sheet, 0, at, name, ink.head_right if is_numeric(cells) else ink.head)
        figures = ink.number[places[at]] if is_numeric(cells) else ink.text
        for place, cell in enumerate(cells, 1):
            _cell(sheet, place, at, cell, ink.text if isinstance(cell, str) else figures)
    for place, row in enumerate([table.columns, *table.rows]):
        sheet.set_row(place, LINE * max([1, *(_lines(cell, BROADEST) for cell in row)]) + AIR)


def _wide(table: Table) -> list[float]:
    """Return how many characters each column is wide."""
    longest = [
        max([len(name), *(len(cell) for cell in cells if isinstance(cell, str))])
        for name, cells in zip(table.columns, _columns(table), strict=True)
    ]
    return [min(max(1.15 * letters + 2, SLIMMEST), BROADEST) for letters in longest]


def _lines(cell: Cell, width: int) -> int:
    """Return how many lines a cell takes; programs other than Excel do not find out by themselves."""
    return min(TALLEST, 1 + int(len(cell) / (0.9 * width))) if isinstance(cell, str) else 1


def _on_paper(sheet: Any) -> None:  # noqa: ANN401 - the library is untyped
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _columns(table: Table) -> Sequence[Sequence[Cell]]:
    return columns_of(table) if table.rows else [() for _ in table.columns]


def _series(sheet: Any, ink: Ink, native: Native, column: int) -> None:  # noqa: ANN401 - the library is untyped
    """Write what the chart draws beside the table, with its names and how far values may lie."""
    spread = dict(zip(SPREAD, reach_of(native), strict=True)) if any(native.spans) else {}
    named = [*((series.name, series.values) for series in native.series), *spread.items()]
    longest = max((len(name) for name in native.categories), default=0)
    sheet.set_column(column, column, min(max(1.15 * longest + 2, SLIMMEST), BROADEST))
    sheet.set_column(column + 1, column + len(named), 14)
    _string(sheet, 0, column, "In the chart", ink.head)
    for place, name in enumerate(native.categories, 1):
        _string(sheet, place, column, name, ink.text)
    for at, (name, values) in enumerate(named, column + 1):
        _string(sheet, 0, at, name, ink.head_right)
        for place, value in enumerate(values, 1):
            _cell(sheet, place, at, value, ink.number[2])


def _chart(book: Any, name: str, native: Native, column: int) -> Any:  # noqa: ANN401 - as above
    chart = book.add_chart(KINDS[native.kind])
    last = len(native.categories)
    for place in range(len(native.series)):
        where = column + 1 + place
        ranges = {
            "name": [name, 0, where],
            "categories": [name, 1, column, last, column],
            "values": [name, 1, where, last, where],
        }
        chart.add_series(ranges | _look(native, place) | _whiskers(native, name, column))
    lying = native.kind != "lines"
    chart.set_title({"none": True})  # a title that begins with = would be a formula; it stands in a cell
    grid = {"visible": native.kind != "stacked", "line": {"color": LIGHT.line}}
    values = {"min": native.minimum, "max": native.maximum, "major_gridlines": grid}
    values |= {"major_unit": (native.maximum - native.minimum) / 4, "line": {"none": True}}
    names = {"reverse": lying, "label_position": "low"}
    if lying:
        values["label_position"] = "high"  # names run downwards, so the scale would lie on top
    chart.set_x_axis({"visible": False} if native.kind == "stacked" else values if lying else names)
    chart.set_y_axis(names if lying else values)
    chart.set_legend({"none": True} if len(native.series) == 1 else {"position": "bottom"})
    chart.set_size({"width": 7 * CHART_WIDE, "height": 130 + 40 * last if lying else 380})
    return chart


def _look(native: Native, place: int) -> dict[str, Any]:
    """Return how one series is drawn."""
    series, colour = native.series[place], {"color": shade_of(native, place)}
    label = {"value": native.kind != "lines" or len(native.series) == 1, "num_format": native.number_format}
    if native.kind == "lines":
        dash = {"dash_type": "dash", "width": 1.5} if series.beside else {"width": 2.5}
        return {"line": colour | dash, "data_labels": label}
    if any(native.spans):
        label |= {"position": "inside_base", "font": {"color": LIGHT.paper, "bold": True}}
    grey = {"fill": {"color": LIGHT.mute}}
    points = [grey if at in native.beside else None for at in range(len(native.categories))]
    return {"fill": colour, "gap": 60, "data_labels": label} | ({"points": points} if native.beside else {})


def _whiskers(native: Native, name: str, column: int) -> dict[str, Any]:
    """Return the error bars of the first series, read from the cells beside it."""
    if not any(native.spans):
        return {}
    last, first = len(native.categories), column + 1 + len(native.series)
    minus, plus = (f"='{name}'!{xl_range_abs(1, at, last, at)}" for at in (first, first + 1))
    line = {"color": LIGHT.ink, "width": 1.5}
    bars = {"type": "custom", "plus_values": plus, "minus_values": minus, "line": line}
    return {"y_error_bars": bars}


def _cell(sheet: Any, row: int, column: int, cell: Cell, ink: Any) -> None:  # noqa: ANN401 - as above
    if isinstance(cell, str):
        _string(sheet, row, column, cell, ink)
    elif cell is None:
        sheet.write_blank(row, column, None, ink)
    else:
        sheet.write_number(row, column, cell, ink)


def _string(sheet: Any, row: int, column: int, text: str, ink: Any) -> None:  # noqa: ANN401 - as above
    sheet.write_string(row, column, UNSHOWN.sub("", text)[:CELL_FITS], ink)

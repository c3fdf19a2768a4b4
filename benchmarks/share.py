"""A shared page against a static file and a Streamlit page of one server; exports against bare libraries.

Goal: at least 0.8 as many requests a second as a static file of about the page's size; both travel unpacked,
because the file cannot be packed and the page, packed, is six times smaller.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPConnection
import io
import json
from pathlib import Path
import re
import socket
from statistics import median
import subprocess
import sys
from tempfile import TemporaryDirectory
from time import perf_counter

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
import typst
import vl_convert as vlc
from xlsxwriter import Workbook

from benchmarks.timing import in_turn, show
from cxmaturity.domain.sharing import Kind, Scope
from cxmaturity.reports import drawing
from cxmaturity.reports.drawing import NARROW, WIDE
from cxmaturity.reports.files import FORMATS, Format
from cxmaturity.reports.model import Report
from cxmaturity.services.access import Viewer, owner_key, viewer_for
from cxmaturity.services.application import App, open_app
from cxmaturity.services.demo import load_demo
from cxmaturity.services.reporting import draft_of
from cxmaturity.services.sharing import NewShare, create_share
from tests.journeys.tab import Tab

ROOT = Path(__file__).resolve().parents[1]
CLIENTS, SECONDS, ROUNDS = 4, 2.0, 5
STATIC = "/app/static/IBMPlexSans-Regular.woff2"


def main() -> None:
    with TemporaryDirectory() as folder:
        database = Path(folder) / "cx.duckdb"
        app = open_app(str(database))
        viewer = owner(app)
        evaluation_id = load_demo(app, viewer)[0]
        frozen, live = (link(app, viewer, evaluation_id, kind) for kind in ("frozen", "live"))
        report = draft_of(app, viewer, Scope(evaluation_id, "result")).report
        app.close()
        with serving(database) as origin:
            pages(origin, frozen, live)
        exports(report)


def owner(app: App) -> Viewer:
    viewer = viewer_for(app, owner_key(app))
    if viewer is None:
        raise SystemExit("The owner's key does not open the new database.")
    return viewer


def link(app: App, viewer: Viewer, evaluation_id: str, kind: Kind) -> str:
    new = NewShare(Scope(evaluation_id, "result"), kind, "benchmark", app.now().date() + timedelta(days=1))
    return create_share(app, viewer, new).path


@contextmanager
def serving(database: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "cxmaturity", "run", "--no-browser", "--port", str(port)]
    command += ["--database", str(database)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:  # noqa: S603 - our words
        lines = iter(server.stdout.readline, "") if server.stdout else iter(())
        try:
            next(line for line in lines if re.search(r"/o/\S+", line))
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def pages(origin: str, frozen: str, live: str) -> None:
    """Print requests a second in turns, so that what else the machine does falls on both."""
    host = origin.removeprefix("http://")
    rates: dict[str, list[float]] = {STATIC: [], frozen: []}
    for turn in range(ROUNDS + 1):
        for path, found in rates.items():
            rate = requests_a_second(host, path)
            if turn:
                found.append(rate)
    base, page = median(rates[STATIC]), median(rates[frozen])
    print(
        f"static file {base:7.0f} requests/s   shared page {page:7.0f}   ratio {page / base:.2f} (goal 0.80)"
    )
    first = median(one_request(host, frozen) for _ in range(20))
    streamlit = median(asyncio.run(tab(origin, live)) for _ in range(5))
    print(f"one shared page {1000 * first:.1f} ms   the same live {1000 * streamlit:.0f} ms")


def requests_a_second(host: str, path: str) -> float:
    end = perf_counter() + SECONDS

    def client() -> int:
        connection, count = HTTPConnection(host), 0
        while perf_counter() < end:
            connection.request("GET", path, headers={"User-Agent": "Mozilla/5.0"})  # unpacked: equal sizes
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{answer.status} in place of a page")
            count += 1
        return count

    with ThreadPoolExecutor(CLIENTS) as pool:
        counts = [job.result() for job in [pool.submit(client) for _ in range(CLIENTS)]]
    return sum(counts) / SECONDS


def one_request(host: str, path: str) -> float:
    begun = perf_counter()
    connection = HTTPConnection(host)
    connection.request("GET", path)
    connection.getresponse().read()
    return perf_counter() - begun


async def tab(origin: str, path: str) -> float:
    async with Tab(origin) as opened:
        return await opened.open(path)


def exports(report: Report) -> None:
    """Print what each format costs beside what its library costs without us; nothing drawn is remembered."""
    specs = [{**exhibit.spec, "width": width} for exhibit in report.exhibits for width in (WIDE, NARROW)]
    drawings = [vlc.vegalite_to_svg(spec) for spec in specs[::2]]
    tasks: dict[str, Callable[[], object]] = {
        "bare vl-convert, every drawing of the page": lambda: [vlc.vegalite_to_svg(s) for s in specs],
        "bare vl-convert, every drawing of the PDF": lambda: [vlc.vegalite_to_svg(s) for s in specs[::2]],
        "bare typst, the PDF's drawings and cells": lambda: bare_pdf(report, drawings),
        "bare python-pptx, as many charts and pictures": lambda: bare_deck(report),
        "bare XlsxWriter, as many cells": lambda: bare_book(report),
    }
    tasks |= {each.name: (lambda each=each: fresh(each, report)) for each in FORMATS.values()}  # type: ignore[misc]  # bound now
    show(in_turn(tasks, rounds=5))


def fresh(meant: Format, report: Report) -> bytes:
    """Make a file with every drawing drawn anew."""
    drawing._tidied.cache_clear()  # noqa: SLF001 - only here is what was drawn to be forgotten
    return meant.make(report)


def bare_pdf(report: Report, drawings: list[str]) -> object:
    """Set the same drawings and cells with no layout of ours."""
    cells = [[str(cell) for row in (table.columns, *table.rows) for cell in row] for table in report.tables]
    given = [
        {"columns": len(table.columns), "cells": c} for table, c in zip(report.tables, cells, strict=True)
    ]
    with TemporaryDirectory() as folder:
        source = Path(folder) / "bare.typ"
        source.write_text(
            "#for each in json(bytes(sys.inputs.drawings)) { image(bytes(each), width: 100%) }\n"
            "#for each in json(bytes(sys.inputs.tables)) { table(columns: each.columns, ..each.cells) }\n"
        )
        words = {"drawings": json.dumps(drawings), "tables": json.dumps(given)}
        return typst.compile(str(source), sys_inputs=words)


def bare_deck(report: Report) -> bytes:
    """Make slides with as many charts of the library's own, and PNGs where ours are drawn."""
    deck, made = Presentation(), io.BytesIO()
    for exhibit in report.exhibits:
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        if exhibit.native is None:
            png = vlc.vegalite_to_png({**exhibit.spec, "width": 860}, scale=drawing.SHARP)
            slide.shapes.add_picture(io.BytesIO(png), 0, 0)
            continue
        data = CategoryChartData()
        data.categories = exhibit.native.categories
        for series in exhibit.native.series:
            data.add_series(series.name, series.values)
        slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, 0, 0, 9_000_000, 5_000_000, data)
    deck.save(made)
    return made.getvalue()


def bare_book(report: Report) -> bytes:
    """Write as many cells, a sheet for each table."""
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        for table in report.tables:
            sheet = book.add_worksheet()
            for place, row in enumerate((table.columns, *table.rows)):
                sheet.write_row(place, 0, row)
    return made.getvalue()


if __name__ == "__main__":
    main()

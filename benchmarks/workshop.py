"""A room of a hundred on one machine: what a tap costs, against a bare page, and whether an answer is lost.

Run by hand: ``python -m benchmarks.workshop [--visitors 100] [--seconds 30]``. Both pages are served with the
same settings, one after the other, and visited by the same simulated browsers: all come at once, then each
answers every three seconds and follows the page's own timed fragments. At the end the server is killed, and
the store is asked for every answer that a visitor was told is saved.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
import json
import os
from pathlib import Path
import random
import re
import signal
import socket
from statistics import median
import subprocess
import sys
from tempfile import TemporaryDirectory
import time
from urllib.error import URLError
from urllib.request import urlopen

from cxmaturity.services.application import open_app
from cxmaturity.services.live_rooms import read_state
from cxmaturity.ui.ladder import best_first
from tests.journeys.tab import Tab

ROOT = Path(__file__).resolve().parents[1]
THINK = 3.0  # seconds between two answers of one person
WORDS = ("A", "B", "C", "D")
BARE = """
import streamlit as st

@st.fragment(run_every="2s")
def follow():
    pass

follow()
with st.container(key="ladder"):
    st.radio("How good?", list("abcdefg"), index=None, key="level", captions=["What it looks like"] * 7)
st.button("Next", key="next")
"""
KEY = re.compile(r"-level-[\d.o]+~(\d+)~([\w.-]+)$")  # round, the subject's place, criterion


@dataclass
class Crowd:
    """What a crowd waited for; ``said`` are the last saved options by visitor and question."""

    joins: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    polls: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    said: dict[tuple[int, str, str], int] = field(default_factory=dict)
    seconds_of_cpu: float = 0.0
    megabytes: float = 0.0


@contextmanager
def serving(script: Path, port: int, health: str, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """Serve a page until the block ends, then kill the server without a warning."""
    quiet = subprocess.DEVNULL
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    environment = {**os.environ, **more}
    with subprocess.Popen(command, cwd=ROOT, stdout=quiet, stderr=quiet, env=environment) as server:  # noqa: S603 - our own words
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                with urlopen(f"http://127.0.0.1:{port}{health}"):
                    break
            except (URLError, ConnectionError):
                time.sleep(0.2)
        try:
            yield server
        finally:
            server.send_signal(signal.SIGKILL)


async def visit(origin: str, path: str, visitors: int, seconds: float) -> Crowd:
    """Let all come at once, then answer; return what they waited for."""
    crowd, tabs = Crowd(), [Tab(origin) for _ in range(visitors)]
    joined = await asyncio.gather(*(tab.open(path) for tab in tabs), return_exceptions=True)
    for tab, join in zip(tabs, joined, strict=True):
        if isinstance(join, BaseException):
            tab.errors.append(f"did not get in: {join!r}")
        else:
            crowd.joins.append(join)
    deadline = time.perf_counter() + seconds
    await asyncio.gather(*(live(place, tab, crowd, deadline) for place, tab in enumerate(tabs)))
    crowd.errors = [error for tab in tabs for error in tab.errors]
    await asyncio.gather(*(tab.close() for tab in tabs))
    return crowd


async def live(place: int, tab: Tab, crowd: Crowd, deadline: float) -> None:
    """Answer one question after the other until the time is up, while the page's own timers run."""
    chance = random.Random(place)  # noqa: S311 - a rhythm, not a secret
    polling = asyncio.create_task(tab.poll_until(deadline, chance.random()))
    if tab.has_button("no-conflict"):
        await tab.press("no-conflict")
    while True:
        await asyncio.sleep(chance.uniform(0.5, 1.5) * THINK)
        if time.perf_counter() > deadline:
            break
        await answer(place, tab, crowd, chance.randrange(5))
    crowd.polls += await polling


async def answer(place: int, tab: Tab, crowd: Crowd, option: int) -> None:
    """Tap one level, note it once it is shown as saved, and go on."""
    radios = tab.all("radio")
    if not radios:
        tab.errors.append(f"there is nothing to answer: {tab.texts()[:3]}")
        return
    crowd.answers.append(await tab.choose(option))
    asked = KEY.search(radios[0].proto.id)
    if asked and any("Saved" in text for text in tab.texts()):
        crowd.said[place, asked[1], asked[2]] = option
    elif asked:
        tab.errors.append("an answer was not shown as saved")
    if tab.has_button("next"):
        await tab.press("next")
    if not tab.all("radio"):
        again = next(shown for shown in tab.all("button") if "-again-" in shown.proto.id)
        await tab.run(again.fragment, trigger=again.proto.id)


def lost(database: Path, workshop_id: str, said: Mapping[tuple[int, str, str], int]) -> int:
    """Return how many answers shown as saved are not in the store as they were given last."""
    app = open_app(str(database))
    try:
        state = read_state(app.store, workshop_id)
        rubric = app.shipped["innovation-partner"]
        places = {subject.id: str(place) for place, subject in enumerate(state.room.settings.subjects)}
        stored = [(places[one.subject_id], one.criterion, one.level) for one in state.answers]
    finally:
        app.close()
    levels = {criterion.id: best_first(criterion) for criterion in rubric.criteria()}
    missing = 0
    for (_, subject, criterion), option in said.items():
        given = (subject, criterion, levels[criterion][option].id)
        if given in stored:
            stored.remove(given)
        else:
            missing += 1
    return missing


def used(server: subprocess.Popen[bytes]) -> tuple[float, float]:
    """Return the seconds of CPU and the megabytes that a process has taken so far."""
    fields = Path(f"/proc/{server.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    pages = int(Path(f"/proc/{server.pid}/statm").read_text(encoding="ascii").split()[1])
    ticks = int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK"), pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def measured(server: subprocess.Popen[bytes], origin: str, path: str, visitors: int, seconds: float) -> Crowd:
    """Visit a server and add what it took."""
    asyncio.run(visit(origin, path, 1, 4))  # the first visitor pays for what is loaded once
    cpu, memory = used(server)
    crowd = asyncio.run(visit(origin, path, visitors, seconds))
    after_cpu, after_memory = used(server)
    crowd.seconds_of_cpu, crowd.megabytes = after_cpu - cpu, after_memory - memory
    return crowd


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def bare(folder: Path, visitors: int, seconds: float) -> Crowd:
    """Visit a page with one scale that saves nothing."""
    page, port = folder / "bare.py", free_port()
    page.write_text(BARE, encoding="utf-8")
    with serving(page, port, "/_stcore/health") as server:
        return measured(server, f"http://127.0.0.1:{port}", "/", visitors, seconds)


def room(folder: Path, visitors: int, seconds: float) -> tuple[Crowd, int]:
    """Visit a workshop's first round; return what people waited for and how many answers were lost."""
    database, port = folder / "room.duckdb", free_port()
    create = [
        sys.executable,
        "-m",
        "cxmaturity",
        "workshop",
        "create",
        "innovation-partner",
        "--open",
        "--json",
    ]
    create += ["--subjects", ",".join(WORDS), "--database", str(database)]
    with serving(ROOT / "app.py", port, "/healthz", CXMATURITY_DATABASE=str(database)) as server:
        made = json.loads(subprocess.run(create, cwd=ROOT, capture_output=True, check=True).stdout)  # noqa: S603 - our own words
        origin = f"http://127.0.0.1:{port}"
        crowd = measured(server, origin, f"/j/{made['code']}", visitors, seconds)
    return crowd, lost(database, made["id"], crowd.said)


def p95(seconds: Sequence[float]) -> float:
    """Return the 95th percentile in milliseconds."""
    return 1000 * sorted(seconds)[int(0.95 * (len(seconds) - 1))] if seconds else float("nan")


def show(name: str, crowd: Crowd, visitors: int) -> None:
    """Print one page's figures."""
    waits = (crowd.joins, crowd.answers, crowd.polls)
    figures = [f"{len(w):6d} {1000 * median(w or [0]):7.0f} {p95(w):7.0f} ms" for w in waits]
    print(f"{name:10s} join {figures[0]}   answer {figures[1]}   poll {figures[2]}")
    each = (
        f"{1000 * crowd.seconds_of_cpu / visitors:.0f} ms CPU, {crowd.megabytes / visitors:.2f} MB a visitor"
    )
    print(f"{'':10s} {each}; errors {len(crowd.errors)} {sorted(set(crowd.errors))[:3]}")


def main() -> None:
    """Measure both pages and print the ratios with their goals."""
    parser = argparse.ArgumentParser(description="A room of many visitors against a bare page")
    parser.add_argument("--visitors", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=30)
    asked = parser.parse_args()
    with TemporaryDirectory() as place:
        plain = bare(Path(place), asked.visitors, asked.seconds)
        ours, missing = room(Path(place), asked.visitors, asked.seconds)
    print(f"{asked.visitors} visitors; columns: count, median, 95th percentile")
    show("bare page", plain, asked.visitors)
    show("workshop", ours, asked.visitors)
    print(f"answer, 95th percentile: {p95(ours.answers) / p95(plain.answers):.1f} × bare (goal: at most 4)")
    print(f"join storm, 95th percentile: {p95(ours.joins) / p95(plain.joins):.1f} × bare (goal: at most 2)")
    print(f"answers shown as saved: {len(ours.said)}, lost: {missing}")


if __name__ == "__main__":
    main()

"""20 cycles × 10 units × 60 criteria × 50 respondents: the programme and progress pages against a bare page.

A bare page is the same screen through the same router, asked about no programme. Reruns of an unchanged
programme are what people feel when they tap; the first run after an answer is told beside them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
import sys
from tempfile import TemporaryDirectory
from time import perf_counter

from streamlit.testing.v1 import AppTest

from benchmarks.timing import in_turn, show
from cxmaturity.services import application
from cxmaturity.services.access import Viewer, owner_key, viewer_for
from cxmaturity.services.application import App, open_app
from cxmaturity.services.evaluations import create_evaluation
from cxmaturity.services.loop.looking_back import looking_back
from cxmaturity.services.loop.programme import programme
from cxmaturity.services.views import NewEvaluation, NewSubject
from cxmaturity.store.evaluations import Cycle, add_cycle, change_cycle, cycles_of, pin_rubric
from cxmaturity.store.rubrics import keep_rubric
from cxmaturity.ui import session
from cxmaturity.ui.places import ROOT, path_of

CYCLES, UNITS, CRITERIA, PEOPLE = 20, 10, 60, 50
GOAL_MS = 300
FILL = """
insert into rating_events
select $1, cycles.id, 1, subjects.subject_id, 'c' || c, 'person-' || p, 1, 'level', 'l' || v, v, null, '', '',
       'own', null, null, 'person-' || p, 'r', null, timestamp '2026-01-01'
from cycles, evaluation_subjects as subjects, range(60) as criterion(c), range(50) as person(p),
     lateral (select cast(hash(cycles.id, subjects.subject_id, c, p) % 5 as double) as v) as given
where cycles.evaluation_id = $1 and subjects.evaluation_id = $1
"""


@dataclass(frozen=True)
class Bench:
    """The programme that is measured."""

    app: App
    owner: Viewer
    id: str


def rubric() -> str:
    levels = ", ".join(f"{{value: {v}, id: l{v}, label: Level {v}}}" for v in range(5))
    lines = [
        "schema: cxmaturity.rubric/1", "id: bench", 'version: "1.0.0"', "title: Bench", "purpose: maturity",
        "subject: unit", f"scales: {{five: {{levels: [{levels}]}}}}", "defaults: {scale: five}", "sections:",
    ]  # fmt: skip
    for section in range(6):
        lines += [f"  - id: s{section}", f"    title: Section {section}", "    criteria:"]
        lines += [
            f"      - {{id: c{10 * section + i}, title: Criterion {10 * section + i}}}" for i in range(10)
        ]
    return "\n".join(lines)


def filled(folder: Path) -> Bench:
    (folder / "rubrics").mkdir()
    (folder / "rubrics" / "bench.yaml").write_text(rubric(), encoding="utf-8")
    app = open_app(str(folder / "bench.duckdb"), folder / "rubrics", now=lambda: datetime(2026, 11, 22))  # noqa: DTZ001 - naive UTC
    owner = viewer_for(app, owner_key(app))
    if owner is None:
        raise SystemExit("the owner's key opens nothing")
    units = tuple(NewSubject(f"Unit {number:02}", "unit") for number in range(UNITS))
    made = create_evaluation(app, owner, NewEvaluation("Bench", "bench", units, "Q1 2022"))
    with app.store.write() as transaction:
        kept = app.shipped["bench"]
        keep_rubric(transaction, kept, app.now())
        first = cycles_of(transaction, made)[0]
        for number in range(CYCLES):
            starts = date(2022 + number // 4, 1 + 3 * (number % 4), 1)
            ends = date(2022 + (number + 1) // 4, 1 + 3 * ((number + 1) % 4), 1)
            state = "open" if number == CYCLES - 1 else "closed"
            label = f"Q{number % 4 + 1} {starts.year}"
            cycle = Cycle(f"{first.id}-{number}", made, label, number + 1, starts, ends, state)
            if number:
                add_cycle(transaction, cycle)
            else:
                cycle = replace(first, starts_on=starts, ends_on=ends, state=state)
                change_cycle(transaction, cycle)
            pin_rubric(transaction, cycle.id, kept.sha256, app.now())
        transaction.run(FILL, [made])
    return Bench(app, owner, made)


def rerun(place: str, evaluation_id: str = "") -> Callable[[], AppTest]:
    """Return what reruns a page that was opened once, through the router as a visit is."""
    page = AppTest.from_file(str(ROOT / "cxmaturity" / "ui" / "router.py"), default_timeout=120)
    page.switch_page(path_of(place))
    if evaluation_id:
        page.query_params["e"] = evaluation_id
    page.run()
    if page.exception:
        raise SystemExit(str(page.exception))
    return page.run


def main() -> None:
    with TemporaryDirectory() as folder:
        bench = filled(Path(folder))
        application._current.append(bench.app)  # noqa: SLF001 - the pages take this process's app
        key = owner_key(bench.app)
        session.token = lambda: key
        begun = perf_counter()
        programme(bench.app, bench.owner, bench.id)
        looking_back(bench.app, bench.owner, bench.id, "Unit 00")
        cold = perf_counter() - begun
        times = in_turn(
            {
                "bare page": rerun("programme"),
                "programme page": rerun("programme", bench.id),
                "progress page": rerun("progress", bench.id),
            },
            rounds=7,
        )
        print(f"{CYCLES} cycles × {UNITS} units × {CRITERIA} criteria × {PEOPLE} respondents")
        show(times)
        print(f"after somebody's answer, everything worked out anew: {cold:.1f} s")
        slow = [name for name, taken in times.items() if taken * 1000 > GOAL_MS]
        bench.app.close()
    sys.exit(f"over {GOAL_MS} ms: {', '.join(slow)}" if slow else 0)


if __name__ == "__main__":
    main()

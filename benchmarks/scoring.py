"""1,000,000 ratings from the store to scores at every node, against a bare DuckDB aggregate and pandas."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
import sys
from tempfile import TemporaryDirectory

import pandas as pd

from benchmarks.timing import in_turn, show
from cxmaturity.domain.rubric import Criterion, Rubric, Scale, Section
from cxmaturity.domain.scoring import score_tallies
from cxmaturity.domain.standing import standing
from cxmaturity.store.duckdb import open_duckdb
from cxmaturity.store.schema import migrate
from cxmaturity.store.tallies import tallies

SUBJECTS, CRITERIA, ASSESSORS = 200, 50, 100
SCALE = Scale("four", 0, 4)
BARE = """
select subject_id, criterion, avg(value) from rating_events
where evaluation_id = 'e' and cycle_id = 'c' group by 1, 2
"""
COUNTS = """
select subject_id, criterion, value, count(*) from rating_events
where evaluation_id = 'e' and cycle_id = 'c' group by 1, 2, 3
"""
PLAIN = "select subject_id, criterion, value from rating_events where evaluation_id = 'e' and cycle_id = 'c'"
FILL = f"""
insert into rating_events
select 'e', 'c', 1, 's' || s, 'c' || c, 'a' || a, 1, 'level', '',
       cast(hash(s, c, a) % 5 as double), null, '', '', 'own', null, null,
       'a' || a, 'r', null, timestamp '2026-01-01'
from range({SUBJECTS}) as subject(s), range({CRITERIA}) as criterion(c), range({ASSESSORS}) as assessor(a)
"""


def rubric() -> Rubric:
    sections = tuple(
        Section(
            f"n{k}", f"n{k}", tuple(Criterion(f"c{10 * k + j}", f"c{10 * k + j}", SCALE) for j in range(10))
        )
        for k in range(CRITERIA // 10)
    )
    return Rubric("r", "1.0.0", "R", "vendor", "vendor", Section("r", "R", sections), {"four": SCALE}, "", "")


def pandas_way(frame: pd.DataFrame) -> pd.DataFrame:
    means = frame.groupby(["subject_id", "criterion"], observed=True)["value"].mean().unstack()
    nodes = means.T.groupby(lambda name: int(name[1:]) // 10).mean().T
    return nodes.assign(root=nodes.mean(axis=1))


def main() -> None:
    asked = rubric()
    with TemporaryDirectory() as folder:
        engine = open_duckdb(str(Path(folder) / "bench.duckdb"))
        migrate(engine, datetime(2026, 1, 1))  # noqa: DTZ001 — the store's times are naive UTC
        with engine.write() as transaction:
            transaction.run(FILL)
            for s in range(SUBJECTS):
                transaction.run(
                    "insert into subjects values ($1, $1, 'vendor', 'none', null, null, $2)",
                    [f"s{s}", datetime(2026, 1, 1)],  # noqa: DTZ001 — as above
                )
                transaction.run(
                    "insert into evaluation_subjects values ('e', $1, 'a', $2, null)",
                    [f"s{s}", datetime(2026, 1, 1)],  # noqa: DTZ001 — as above
                )
        engine.settle()
        frame = pd.DataFrame(engine.columns(PLAIN))
        counted = tallies(engine, asked, "e", "c")
        show(
            in_turn(
                {
                    "bare DuckDB aggregate": lambda: engine.columns(BARE),
                    "bare DuckDB count per answer (what medians need)": lambda: engine.columns(COUNTS),
                    "store → scores at every node (arrays)": lambda: standing(
                        asked, tallies(engine, asked, "e", "c")
                    ),
                    "  of which counting in the store": lambda: tallies(engine, asked, "e", "c"),
                    "  of which scoring": lambda: standing(asked, counted),
                    "store → Result (every figure as an object)": lambda: score_tallies(
                        asked, tallies(engine, asked, "e", "c")
                    ),
                    "pandas, rows already in memory": lambda: pandas_way(frame),
                    "pandas, rows read from the store first": lambda: pandas_way(
                        pd.DataFrame(engine.columns(PLAIN))
                    ),
                },
                rounds=int(sys.argv[1]) if len(sys.argv) > 1 else 9,
            )
        )
        engine.close()


main()

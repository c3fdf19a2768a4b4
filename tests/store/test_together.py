"""Many writers at once, and a process that is killed in the middle of writing."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
import subprocess
import sys

from cxmaturity.domain.errors import ConflictError, RefusedError
from cxmaturity.store.duckdb import open_duckdb
from cxmaturity.store.engine import Engine
from cxmaturity.store.evaluations import close_cycle
from tests.store.builders import Rater, new_store

ROOT = Path(__file__).parents[2]
WRITER = """
import sys
from cxmaturity.store.duckdb import open_duckdb
from tests.store.builders import Rater
engine = open_duckdb(sys.argv[1])
for revision in range(10_000):
    saved = Rater(engine, f"{sys.argv[2]}-{revision}").gives(3)
    print(saved.assessor_id, flush=True)
"""


def at_once(work: Callable[[int], object], workers: int = 16) -> list[object]:
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, range(workers)))


def test_sixteen_people_rating_at_once_lose_nothing(engine: Engine) -> None:
    def rate(number: int) -> None:
        person = Rater(engine, f"p{number}")
        for revision in range(5):
            person.gives(revision % 5, base=revision)

    at_once(rate)
    assert engine.read("select count(*), max(revision) from rating_events") == [(80, 5)]


def test_of_sixteen_who_saw_the_same_revision_exactly_one_saves(engine: Engine) -> None:
    def rate(number: int) -> bool:
        person = Rater(engine)
        person.requests = iter([number])  # type: ignore[assignment]  # one request id each
        try:
            person.gives(number % 5)
        except ConflictError:
            return False
        return True

    assert at_once(rate).count(True) == 1


def test_readers_see_their_own_rows_while_others_write(engine: Engine) -> None:
    def work(number: int) -> bool:
        if number % 2:
            Rater(engine, f"p{number}").gives(2)
            return True
        return all(engine.read("select $1::integer", [n]) == [(n,)] for n in range(50))

    assert all(at_once(work))


def test_nothing_is_recorded_after_a_cycle_was_closed(engine: Engine) -> None:
    late: list[int] = []

    def rate(number: int) -> None:
        if number == 8:
            with engine.write() as transaction:
                close_cycle(transaction, "c1")
                late.extend(row[0] for row in transaction.read("select count(*) from rating_events"))
            return
        try:
            Rater(engine, f"p{number}").gives(1)
        except RefusedError:
            return

    at_once(rate)
    assert engine.read("select count(*) from rating_events") == [(late[0],)]


def test_every_answer_that_was_acknowledged_survives_a_killed_process(tmp_path: Path) -> None:
    place = str(tmp_path / "killed.duckdb")
    new_store(place).close()
    acknowledged: set[str] = set()
    for attempt in range(3):
        acknowledged |= _killed_while_writing(place, f"a{attempt}")
    engine = open_duckdb(place)
    kept = {row[0] for row in engine.read("select assessor_id from rating_events")}
    engine.close()
    assert acknowledged
    assert acknowledged <= kept


def _killed_while_writing(place: str, name: str) -> set[str]:
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, place, name], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(15)]
        writer.kill()
        rest = writer.stdout.read()
    whole = "".join(lines) + rest
    return set(whole[: whole.rfind("\n")].split())

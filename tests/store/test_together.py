"""Many writers at once, and a process that is killed in the middle of writing."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
import subprocess
import sys

import pytest

from cxmaturity.domain.errors import ConflictError, RefusedError
from cxmaturity.store.duckdb import open_duckdb
from cxmaturity.store.engine import Engine
from cxmaturity.store.evaluations import close_cycle
from cxmaturity.store.ratings import history, save
from tests.store.builders import BLANK, Rater, new_store

ROOT = Path(__file__).parents[2]


def at_once(work: Callable[[int], object], workers: int = 40) -> list[object]:
    """Return what each of many threads came to; an error in one is raised here."""
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, range(workers)))


def test_forty_people_rating_at_once_lose_nothing(engine: Engine) -> None:
    def rate(number: int) -> None:
        person = Rater(engine, f"p{number}")
        for revision in range(5):
            person.gives(revision % 5, base=revision)

    at_once(rate)
    assert engine.read("select count(*), max(revision) from rating_events") == [(200, 5)]


def test_of_forty_who_saw_the_same_revision_exactly_one_saves(engine: Engine) -> None:
    def rate(number: int) -> bool:
        try:
            tap(engine, number, 0)
        except ConflictError:
            return False
        return True

    assert at_once(rate).count(True) == 1


def test_of_forty_taps_on_the_same_answer_each_is_kept_and_none_fails(engine: Engine) -> None:
    """One person's later tap wins, without a look at what was there before."""
    at_once(lambda number: tap(engine, number, None))
    revisions = [event.revision for event in history(engine, BLANK)]
    assert revisions == list(range(1, 41))


def tap(engine: Engine, number: int, base: int | None) -> None:
    with engine.write(beside=True) as transaction:
        save(transaction, replace(BLANK, request_id=f"tap-{number}"), base)


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


KILLS = [3, pytest.param(30, marks=pytest.mark.thorough)]


@pytest.mark.parametrize("kills", KILLS)
def test_every_answer_that_was_acknowledged_survives_killed_processes_and_no_form_is_half(
    kills: int, tmp_path: Path
) -> None:
    place = str(tmp_path / "killed.duckdb")
    new_store(place).close()
    acknowledged: set[str] = set()
    for attempt in range(kills):
        acknowledged |= _killed_while_writing(place, f"a{attempt}", after=1 + attempt % 7)
    engine = open_duckdb(place)
    answers: dict[str, int] = dict(
        engine.read("select assessor_id, count(*) from rating_events group by assessor_id")
    )
    engine.close()
    assert len(acknowledged) >= kills
    assert acknowledged <= set(answers)
    assert set(answers.values()) == {2}


def _killed_while_writing(place: str, name: str, after: int) -> set[str]:
    """Return who was told that their sheet is saved before the process was killed."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.store.writers", place, name],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(after)]
        writer.kill()
        rest = writer.stdout.read()
    whole = "".join(lines) + rest
    return set(whole[: whole.rfind("\n")].split())

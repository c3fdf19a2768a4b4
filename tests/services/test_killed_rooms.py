"""A process that dies in mid-round: every acknowledged answer is there, and the phase is right."""

from __future__ import annotations

import json
from pathlib import Path
import subprocess
import sys
from typing import Any

import pytest

from cxmaturity.domain.workshop.room import Phase
from cxmaturity.services.live_rooms import read_state
from cxmaturity.store.integrity import flaws
from tests.services.hall import open_hall

ROOT = Path(__file__).parents[2]
HEARD = 60  # acknowledgements before the kill


@pytest.fixture(params=["duckdb", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    if request.param == "duckdb":
        return str(tmp_path / "killed.duckdb")
    return str(request.getfixturevalue("postgres").fresh())


def killed(place: str, folder: Path) -> list[Any]:
    """Return what twenty people were told before their process was killed, the workshop's id first."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.services.voters", place, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(HEARD)]
        process.kill()
        rest = process.stdout.read()
    whole = "".join(lines) + rest
    return [json.loads(line) for line in whole[: whole.rfind("\n")].splitlines()]


def test_after_a_kill_every_acknowledged_answer_is_there_and_the_round_is_still_open(
    place: str, tmp_path: Path
) -> None:
    workshop_id, *told = killed(place, tmp_path)
    app = open_hall(tmp_path, place)
    state = read_state(app.store, workshop_id)
    found = app.store.read(
        "select person_id, subject_id, criterion, revision, value from workshop_answers where round = 1"
    )
    assert len(told) >= HEARD - 1
    assert {tuple(one) for one in told} <= set(found)
    assert (state.room.phase, len(state.people), list(flaws(app.store))) == (Phase.SCORE, 20, [])
    app.close()

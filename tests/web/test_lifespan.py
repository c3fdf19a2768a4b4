from __future__ import annotations

import gc
import os
from pathlib import Path
import subprocess
import sys

import pytest

from cxmaturity.services.application import close_current_app, current_app
from cxmaturity.web.lifespan import lifespan
from tests.coroutines import finished

ROOT = Path(__file__).parents[2]
START = """
import asyncio
from cxmaturity.web.lifespan import lifespan
async def start():
    async with lifespan(None):
        print("open")
asyncio.run(start())
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CXMATURITY_DATABASE", str(tmp_path / "cx.duckdb"))
    return tmp_path


def test_the_store_is_open_while_the_server_lives_and_closed_after(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def live() -> int:
        async with lifespan(None):
            assert current_app().store.read("select 1") == [(1,)]
            return gc.get_freeze_count()

    assert finished(live()) > 0
    gc.unfreeze()
    assert str(place / "cx.duckdb.owner-key") in capsys.readouterr().err
    close_current_app()


def test_the_key_itself_is_not_printed(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async def live() -> None:
        async with lifespan(None):
            pass

    finished(live())
    gc.unfreeze()
    assert (place / "cx.duckdb.owner-key").read_text().strip() not in capsys.readouterr().err


def test_a_database_that_cannot_be_used_ends_the_start_with_one_sentence(tmp_path: Path) -> None:
    environment = {**os.environ, "CXMATURITY_DATABASE": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", START], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"The database {tmp_path} is a folder; name a file in it.\n"

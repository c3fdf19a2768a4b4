from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
import logging
from pathlib import Path
from threading import Event

import pytest

from cxmaturity.services.application import App, open_app
from cxmaturity.services.schedule import Plan, backups_in
from cxmaturity.web.nightly import backups_on_schedule

ALWAYS = Plan(timedelta(0), keep=2)


def app_with(backups: Path, looked: Callable[[], None]) -> App:
    """Return an app that tells each time when somebody asks for the time."""
    app = open_app(":memory:")

    def now() -> object:
        looked()
        return app.now()

    return replace(app, backups=backups, now=now)  # type: ignore[arg-type]  # it is a clock


def test_backups_are_made_while_the_app_runs(tmp_path: Path) -> None:
    looked = Event()
    with backups_on_schedule(app_with(tmp_path / "safe", looked.set), ALWAYS, first=0.0, every=60.0):
        assert looked.wait(30)
    assert len(list(backups_in(tmp_path / "safe"))) == 1


def test_a_backup_that_fails_is_logged_and_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "safe").write_text("a file in the way")
    looks: list[int] = []
    third = Event()

    def look() -> None:
        looks.append(1)
        if len(looks) == 3:
            third.set()

    with (
        caplog.at_level(logging.ERROR),
        backups_on_schedule(app_with(tmp_path / "safe", look), ALWAYS, first=0.0, every=0.01),
    ):
        assert third.wait(30)
    assert "The scheduled backup was not made" in caplog.text


def test_nothing_is_done_before_the_first_look(tmp_path: Path) -> None:
    with backups_on_schedule(app_with(tmp_path / "safe", lambda: None), ALWAYS, first=60.0):
        pass
    assert not (tmp_path / "safe").exists()

from __future__ import annotations

from pathlib import Path

import pytest

from cxmaturity.domain.errors import RefusedError
from cxmaturity.services.health import health
from cxmaturity.services.schedule import Plan, back_up_if_due
from tests.databases import Server
from tests.services.builders import PARTNER, Room, new_app, owner_of


def test_health_says_how_much_there_is(room: Room) -> None:
    room.rate("Alder", "field", "good")
    extent = health(room.app, room.owner).extent
    assert (extent.size, extent.evaluations, extent.people, extent.answers) == (None, 1, 1, 1)


def test_health_names_the_versions_and_the_place(tmp_path: Path) -> None:
    app = new_app(tmp_path, database=str(tmp_path / "cx.duckdb"))
    found = health(app, owner_of(app))
    app.close()
    assert {"cxmaturity", "Python", "streamlit", "duckdb"} <= {name for name, _ in found.versions}
    assert (found.place, (found.extent.size or 0) > 0) == (str(tmp_path / "cx.duckdb"), True)


def test_a_package_that_is_not_installed_is_not_named(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cxmaturity.services.health.PACKAGES", ("no-such-package", "numpy"))
    assert [name for name, _ in health(room.app, room.owner).versions] == ["cxmaturity", "Python", "numpy"]


def test_health_shows_the_last_backup(tmp_path: Path) -> None:
    app = new_app(tmp_path, database=str(tmp_path / "cx.duckdb"))
    owner = owner_of(app)
    before = health(app, owner).safety
    made = back_up_if_due(app, Plan())
    after = health(app, owner).safety
    app.close()
    assert (before.last, after.last) == (None, made)


def test_health_shows_shipped_rubrics_that_cannot_be_read(tmp_path: Path) -> None:
    app = new_app(tmp_path, PARTNER, "schema: nonsense")
    assert health(app, owner_of(app)).rubric_problems[0].startswith("1.yaml")


def test_health_lists_slow_pages(room: Room) -> None:
    room.app.timings.add("result", 2.0)
    assert [page.page for page in health(room.app, room.owner).pages] == ["result"]


def test_backup_settings_that_cannot_be_meant_are_told(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXMATURITY_BACKUP_HOURS", "often")
    with pytest.raises(RefusedError, match="often"):
        health(room.app, room.owner)


def test_a_database_on_a_server_is_shown_without_its_password(tmp_path: Path, postgres: Server) -> None:
    app = new_app(tmp_path, database=postgres.fresh())
    found = health(app, owner_of(app))
    app.close()
    assert ("password" in found.place, (found.extent.size or 0) > 0) == (False, True)

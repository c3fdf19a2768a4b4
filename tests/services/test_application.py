from __future__ import annotations

from pathlib import Path

import pytest

from cxmaturity.domain.errors import StoreError
from cxmaturity.services.application import (
    ID_LENGTH,
    close_current_app,
    current_app,
    open_app,
    random_id,
    utc_now,
)
from tests.services.builders import PARTNER, new_app


def test_an_app_knows_the_shipped_rubrics_by_id(tmp_path: Path) -> None:
    assert set(new_app(tmp_path).shipped) == {"partner", "tender"}


def test_a_broken_rubric_file_is_reported_and_does_not_stop_the_others(tmp_path: Path) -> None:
    app = new_app(tmp_path, PARTNER, "schema: nonsense")
    assert set(app.shipped) == {"partner"}
    assert app.rubric_problems[0].path == "1.yaml"


def test_the_shipped_rubrics_are_found_without_naming_their_folder() -> None:
    assert "innovation-partner" in open_app(":memory:").shipped


def test_a_database_that_cannot_be_used_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        open_app(str(tmp_path))


def test_a_process_has_one_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXMATURITY_DATABASE", str(tmp_path / "one.duckdb"))
    first = current_app()
    assert current_app() is first
    close_current_app()


def test_after_closing_another_database_can_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CXMATURITY_DATABASE", str(tmp_path / "one.duckdb"))
    current_app()
    close_current_app()
    monkeypatch.setenv("CXMATURITY_DATABASE", str(tmp_path / "two.duckdb"))
    assert current_app().place.endswith("two.duckdb")
    close_current_app()


def test_ids_fit_the_store_and_differ() -> None:
    assert {len(random_id()) for _ in range(5)} == {ID_LENGTH}
    assert len({random_id() for _ in range(100)}) == 100


def test_the_clock_gives_naive_times() -> None:
    assert utc_now().tzinfo is None

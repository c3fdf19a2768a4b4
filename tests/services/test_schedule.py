from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cxmaturity.domain.errors import RefusedError, StoreError
from cxmaturity.services.application import App
from cxmaturity.services.schedule import Plan, back_up_if_due, backups_in, plan_in, safety
from tests.services.builders import START, new_app

DAILY = Plan(timedelta(days=1), keep=3)


def at(app: App, moment: datetime) -> App:
    return replace(app, now=lambda: moment)


@pytest.fixture
def safe(app: App, tmp_path: Path) -> App:
    """Return an app with a folder for its backups."""
    return replace(app, backups=tmp_path / "backups", place=str(tmp_path))


def names(app: App) -> list[str]:
    return [made.folder.name for made in backups_in(app.backups or Path())]


def test_the_first_backup_is_made_at_once_and_the_next_when_a_day_has_passed(safe: App) -> None:
    made = [back_up_if_due(at(safe, START + timedelta(hours=hours)), DAILY) for hours in (0, 23, 24)]
    assert [each is not None for each in made] == [True, False, True]
    assert names(safe) == ["auto-20261201T090000Z", "auto-20261130T090000Z"]


def test_only_as_many_as_planned_are_kept(safe: App) -> None:
    for day in range(5):
        back_up_if_due(at(safe, START + timedelta(days=day)), DAILY)
    assert names(safe) == [f"auto-2026120{day}T090000Z" for day in (4, 3, 2)]


def test_copies_before_a_change_are_counted_apart_and_other_folders_are_left_alone(
    safe: App, tmp_path: Path
) -> None:
    back_up_if_due(at(safe, START), DAILY)
    (tmp_path / "backups" / "auto-20261130T090000Z").rename(
        tmp_path / "backups" / "before-step-2-20250101T000000Z"
    )
    (tmp_path / "backups" / "mine").mkdir()
    for day in range(5):
        back_up_if_due(at(safe, START + timedelta(days=day)), DAILY)
    assert names(safe)[-1] == "before-step-2-20250101T000000Z"
    assert (tmp_path / "backups" / "mine").exists()


def test_a_backup_that_was_cut_off_does_not_count_and_is_removed_a_day_later(
    safe: App, tmp_path: Path
) -> None:
    (tmp_path / "backups" / "auto-20261130T080000Z").mkdir(parents=True)
    assert back_up_if_due(at(safe, START), DAILY) is not None
    assert (tmp_path / "backups" / "auto-20261130T080000Z").exists()
    back_up_if_due(at(safe, START + timedelta(days=1)), DAILY)
    assert not (tmp_path / "backups" / "auto-20261130T080000Z").exists()


def test_a_backup_that_fails_is_told_until_one_succeeds(safe: App, tmp_path: Path) -> None:
    (tmp_path / "backups").write_text("a file in the way")
    with pytest.raises(StoreError, match="The scheduled backup was not made"):
        back_up_if_due(at(safe, START), DAILY)
    failed = safety(at(safe, START), DAILY)
    (tmp_path / "backups").unlink()
    back_up_if_due(at(safe, START), DAILY)
    mended = safety(at(safe, START), DAILY)
    assert (failed.problem != "", failed.is_overdue, failed.last) == (True, True, None)
    assert (mended.problem, mended.is_overdue) == ("", False)
    assert mended.last is not None


def test_a_backup_is_overdue_when_two_were_missed(safe: App) -> None:
    back_up_if_due(at(safe, START), DAILY)
    late = [safety(at(safe, START + timedelta(days=days)), DAILY).is_overdue for days in (2, 3)]
    assert late == [False, True]


def test_switched_off_nothing_is_made_and_nothing_is_overdue(safe: App) -> None:
    off = plan_in({"CXMATURITY_BACKUP_HOURS": "0"})
    assert back_up_if_due(safe, off) is None
    assert not safety(safe, off).is_overdue


def test_a_store_in_memory_has_no_backups(app: App) -> None:
    assert back_up_if_due(app, DAILY) is None
    assert safety(app, DAILY).last is None


def test_without_a_word_backups_are_daily_and_two_weeks_are_kept() -> None:
    assert plan_in({}) == Plan(timedelta(days=1), 14)


def test_the_environment_can_say_otherwise() -> None:
    wanted = {"CXMATURITY_BACKUP_HOURS": "6", "CXMATURITY_BACKUP_KEEP": "40"}
    assert plan_in(wanted) == Plan(timedelta(hours=6), 40)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CXMATURITY_BACKUP_HOURS", "often"),
        ("CXMATURITY_BACKUP_HOURS", "-1"),
        ("CXMATURITY_BACKUP_KEEP", "0"),
        ("CXMATURITY_BACKUP_KEEP", "nan"),
    ],
)
def test_a_value_that_cannot_be_meant_is_told(name: str, value: str) -> None:
    with pytest.raises(RefusedError, match=f"{name} is '{value}'; write a number"):
        plan_in({name: value})


def test_backups_lie_beside_the_database(tmp_path: Path) -> None:
    app = new_app(tmp_path, database=str(tmp_path / "cx.duckdb"))
    back_up_if_due(app, DAILY)
    app.close()
    assert len(list((tmp_path / "cx.duckdb.backups").iterdir())) == 1

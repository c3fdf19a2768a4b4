"""Backups that the app makes by itself: when, where, and which are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
import re
import shutil

from cxmaturity.domain.errors import CXMaturityError, RefusedError, StoreError
from cxmaturity.services.application import App
from cxmaturity.store.copies import read_manifest, write_copy

HOURS, KEEP = "CXMATURITY_BACKUP_HOURS", "CXMATURITY_BACKUP_KEEP"
NAME = re.compile(r"(auto|before-step-\d+)-(\d{8}T\d{6}Z)")
STAMP = "%Y%m%dT%H%M%SZ"
DAY = timedelta(days=1)

_problems: dict[str, str] = {}  # what went wrong at the last try, by the place of the store


@dataclass(frozen=True, slots=True)
class Plan:
    """How often a backup is made (None: never) and how many of them are kept."""

    every: timedelta | None = DAY
    keep: int = 14


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that the app made by itself; ``made_at`` is naive UTC."""

    made_at: datetime
    folder: Path
    kind: str


@dataclass(frozen=True, slots=True)
class Safety:
    """How safe the data is: the last backup, whether one is overdue, and what went wrong at the last try."""

    last: Made | None
    is_overdue: bool
    problem: str


def plan_in(environ: Mapping[str, str]) -> Plan:
    """Return the plan that the environment names; daily, two weeks kept, where it names none.

    Raises:
        RefusedError: a value is not a number that can be meant.
    """
    hours = _number(environ, HOURS, 24.0, least=0)
    keep = _number(environ, KEEP, 14, least=1)
    return Plan(timedelta(hours=hours) if hours else None, int(keep))


def back_up_if_due(app: App, plan: Plan) -> Made | None:
    """Make a backup if the last one is too old, remove those beyond the plan, and return what was made.

    Raises:
        StoreError: it could not be made; `safety` tells so until one is.
    """
    now = app.now()
    if app.backups is None or not _is_due(app.backups, plan, now):
        return None
    folder = app.backups / f"auto-{now.strftime(STAMP)}"
    try:
        app.backups.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_copy(app.store, folder, now)
        _remove_beyond(app.backups, plan, now)
    except (CXMaturityError, OSError) as error:
        _problems[app.place] = str(error)
        raise StoreError(f"The scheduled backup was not made. {error}") from error
    _problems.pop(app.place, None)
    return Made(now, folder, "auto")


def safety(app: App, plan: Plan) -> Safety:
    """Return how safe the data is, for those who look after it."""
    made = list(backups_in(app.backups)) if app.backups else []
    last = made[0] if made else None
    late = plan.every is not None and (last is None or app.now() - last.made_at > 2 * plan.every)
    return Safety(last, late, _problems.get(app.place, ""))


def backups_in(folder: Path) -> Iterator[Made]:
    """Yield the whole backups of a folder, newest first; one that was cut off is none."""
    return (made for made in _named_in(folder) if _is_whole(made.folder))


def _is_due(folder: Path, plan: Plan, now: datetime) -> bool:
    last = next((made for made in backups_in(folder) if made.kind == "auto"), None)
    return plan.every is not None and (last is None or now - last.made_at >= plan.every)


def _remove_beyond(folder: Path, plan: Plan, now: datetime) -> None:
    """Remove the oldest of each kind beyond the plan, and what was cut off more than a day ago."""
    whole = list(backups_in(folder))
    for kind in {made.kind for made in whole}:
        for made in [each for each in whole if each.kind == kind][plan.keep :]:
            shutil.rmtree(made.folder)
    for made in _named_in(folder):
        if now - made.made_at > DAY and not _is_whole(made.folder):
            shutil.rmtree(made.folder)


def _named_in(folder: Path) -> Iterator[Made]:
    paths = folder.iterdir() if folder.is_dir() else ()
    found = [(NAME.fullmatch(path.name), path) for path in paths]
    made = [
        Made(datetime.strptime(match[2], STAMP), path, match[1].partition("-")[0])  # noqa: DTZ007 - naive UTC
        for match, path in found
        if match
    ]
    return iter(sorted(made, key=lambda each: each.made_at, reverse=True))


def _is_whole(folder: Path) -> bool:
    try:
        read_manifest(folder)
    except RefusedError:
        return False
    return True


def _number(environ: Mapping[str, str], name: str, usual: float, *, least: int) -> float:
    text = environ.get(name, "").strip()
    try:
        number = float(text) if text else usual
    except ValueError:
        number = -1
    if not least <= number <= 100_000:
        raise RefusedError(f"{name} is {text!r}; write a number from {least} on, such as {usual:g}.")
    return number

"""The running product: its store, its rubrics, its clock. Made once per process, handed to every service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
import os
from pathlib import Path
from random import Random, SystemRandom
import secrets
from threading import Lock

from cxmaturity.domain.errors import Problem
from cxmaturity.domain.rubric import Rubric
from cxmaturity.rubrics import read_rubric
from cxmaturity.services.live_rooms import LiveRooms
from cxmaturity.services.memory import Memory
from cxmaturity.services.opens import Counter
from cxmaturity.services.places import (
    BACKUPS,
    KEY,
    backup_folder,
    beside,
    bring_backups_along,
    database_url,
    place_of,
)
from cxmaturity.services.timings import Timings
from cxmaturity.store.copies import write_copy
from cxmaturity.store.duckdb import is_open_here
from cxmaturity.store.engine import Engine
from cxmaturity.store.opening import open_store
from cxmaturity.store.rewriting import rewritten_if_due
from cxmaturity.store.schema import migrate

SHIPPED = Path(__file__).resolve().parents[2] / "rubrics"
SYMBOLS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike
ID_LENGTH = 12

_current: list[App] = []
_starting = Lock()


def utc_now() -> datetime:
    """Return the time as naive UTC, which is what the store keeps."""
    return datetime.now(UTC).replace(tzinfo=None)


def random_id() -> str:
    """Return a new key: twelve symbols, about 59 random bits. Keys open nothing; tokens do."""
    return "".join(secrets.choice(SYMBOLS) for _ in range(ID_LENGTH))


@dataclass(frozen=True, slots=True)
class App:
    """Everything that services need. ``rubric_problems`` are those of shipped files that could not be read.

    ``key_file`` holds the owner's key beside the database, ``backups`` is the folder of the backups that the
    app makes by itself; both are None for a database in memory.
    """

    store: Engine
    place: str
    shipped: Mapping[str, Rubric]
    rubric_problems: tuple[Problem, ...]
    key_file: Path | None
    backups: Path | None = None
    now: Callable[[], datetime] = utc_now
    new_id: Callable[[], str] = random_id
    memory: Memory = field(default_factory=Memory)
    timings: Timings = field(default_factory=Timings)
    chance: Random = field(default_factory=SystemRandom)
    rooms: LiveRooms = field(default_factory=LiveRooms)
    opens: Counter = field(default_factory=Counter)

    def close(self) -> None:
        """Let go of the database, so that another process may open it."""
        self.store.close()


def open_app(
    database: str,
    rubric_folder: Path | None = None,
    now: Callable[[], datetime] = utc_now,
    new_id: Callable[[], str] = random_id,
) -> App:
    """Open the database (URL, path or ``:memory:``), bring it up to date and read the shipped rubrics.

    A database that is to be changed by a newer program is copied first.

    Raises:
        StoreError: the database cannot be used; the text says why.
    """
    place = place_of(database)
    is_shared = is_open_here(place)
    store = open_store(place)
    backups = backup_folder(place, os.environ)
    if backups is not None and BACKUPS not in os.environ:
        bring_backups_along(place, backups)
    try:
        _bring_up_to_date(store, backups, now())
        if not is_shared:
            store = rewritten_if_due(store, place, now())
    except BaseException:
        store.close()
        raise
    shipped, problems = _read_rubrics(rubric_folder or SHIPPED)
    key_file = beside(place, KEY, os.environ)
    return App(store, place, shipped, problems, key_file, backups, now, new_id)


def current_app() -> App:
    """Return this process's app, opened at the first call with the database that the environment names.

    Pages and web routes share it, so it is opened once, whoever comes first.
    """
    with _starting:
        if not _current:
            _current.append(open_app(database_url(None, os.environ)))
        return _current[0]


def close_current_app() -> None:
    """Close this process's app, if it is open."""
    with _starting:
        while _current:
            _current.pop().close()


def _bring_up_to_date(store: Engine, backups: Path | None, now: datetime) -> None:
    def copy_first(step: int) -> None:
        if backups is not None:
            write_copy(store, backups / f"before-step-{step + 1}-{now:%Y%m%dT%H%M%SZ}", now)

    migrate(store, now, before=copy_first)


def _read_rubrics(folder: Path) -> tuple[dict[str, Rubric], tuple[Problem, ...]]:
    shipped: dict[str, Rubric] = {}
    found: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        rubric, problems = read_rubric(path.read_bytes(), path.name)
        found += problems
        if rubric is not None:
            shipped[rubric.id] = rubric
    return shipped, tuple(found)

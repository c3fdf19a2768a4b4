"""Is the product well: versions, size, backups, and which pages are slow."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
import os
import platform

from cxmaturity import __version__
from cxmaturity.domain.errors import StoreError
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.application import App
from cxmaturity.services.schedule import Safety, plan_in, safety
from cxmaturity.services.timings import PageTime
from cxmaturity.store.addresses import shown
from cxmaturity.store.extent import Extent, extent_of, look_alive

PACKAGES = ("streamlit", "duckdb", "psycopg", "numpy", "altair")


@dataclass(frozen=True, slots=True)
class Health:
    """What the owner looks at. ``place`` is where the data lies, without any password."""

    versions: tuple[tuple[str, str], ...]
    place: str
    extent: Extent
    safety: Safety
    backups: str
    rubric_problems: tuple[str, ...]
    pages: tuple[PageTime, ...]


def is_alive(app: App) -> bool:
    """Tell whether the app can do its work, and not why not: that names the database's place."""
    try:
        look_alive(app.store)
    except StoreError:
        return False
    return True


def health(app: App, viewer: Viewer) -> Health:
    """Return how the product is.

    Raises:
        StoreError: the database does not answer.
        RefusedError: the backup settings in the environment cannot be meant.
    """
    require(viewer, "own")
    return Health(
        versions=(("cxmaturity", __version__), ("Python", platform.python_version()), *_packages()),
        place=shown(app.place),
        extent=extent_of(app.store, app.place),
        safety=safety(app, plan_in(os.environ)),
        backups=str(app.backups or ""),
        rubric_problems=tuple(map(str, app.rubric_problems)),
        pages=app.timings.slowest(),
    )


def _packages() -> list[tuple[str, str]]:
    found = []
    for name in PACKAGES:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:  # PostgreSQL's driver is an extra
            continue
    return found

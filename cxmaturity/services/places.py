"""Where the database lies: from an argument, the environment or the user's data folder to one place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

from cxmaturity.domain.errors import StoreError
from cxmaturity.store.addresses import is_on_a_server, shown
from cxmaturity.store.duckdb import MEMORY

VARIABLE = "CXMATURITY_DATABASE"
BACKUPS = "CXMATURITY_BACKUP_FOLDER"
BASE_URL = "CXMATURITY_BASE_URL"  # under which address people find the app
AT_HOME = "http://127.0.0.1:8501"
PREFIX = "duckdb://"
KEY, RUNNING, COPIES = ".owner-key", ".running", ".backups"  # what lies beside a database


def database_url(argument: str | None, environ: Mapping[str, str]) -> str:
    """Return the database that is meant: the argument, else CXMATURITY_DATABASE, else the user's own file."""
    return argument or environ.get(VARIABLE) or str(data_folder(environ) / "cxmaturity.duckdb")


def base_url(environ: Mapping[str, str]) -> str:
    """Return the address under which people find the app: the one it was started with, else the usual one."""
    return (environ.get(BASE_URL) or AT_HOME).rstrip("/")


def data_folder(environ: Mapping[str, str]) -> Path:
    """Return the product's folder for data: XDG_DATA_HOME, LOCALAPPDATA (Windows), else ~/.local/share."""
    named = environ.get("XDG_DATA_HOME") or environ.get("LOCALAPPDATA")
    return (Path(named) if named else Path.home() / ".local" / "share") / "cxmaturity"


def place_of(database: str) -> str:
    """Return the file that a URL or path names, ``:memory:``, or a PostgreSQL address as it is.

    ``duckdb:///path/file.duckdb`` and ``duckdb:////path/file.duckdb`` both name ``/path/file.duckdb``; a
    relative file is given as a plain path.

    Raises:
        StoreError: the URL is of a kind that is not known.
    """
    if is_on_a_server(database):
        return database
    if database.startswith(PREFIX):
        return _path_in(unquote(database.removeprefix(PREFIX)))
    scheme, divider, _ = database.partition("://")
    if divider:
        raise StoreError(
            f"Databases of the kind {scheme}:// cannot be used. "
            "Name a DuckDB file (a path, or duckdb:///path) or a PostgreSQL address (postgresql://…)."
        )
    return database


def is_a_missing_file(place: str) -> bool:
    """Return whether a place names a database file that is not there."""
    return place != MEMORY and not is_on_a_server(place) and not Path(place).expanduser().exists()


def full_place(place: str) -> str:
    """Return the whole path of a database file, the same from every folder; other places as they are."""
    if place == MEMORY or is_on_a_server(place):
        return place
    return str(Path(place).expanduser().resolve())


def beside(place: str, ending: str, environ: Mapping[str, str]) -> Path | None:
    """Return where something that belongs to a database lies: next to it, under its name and this ending.

    The ending comes after the whole name, so that ``team.db`` and ``team.duckdb`` share nothing. What belongs
    to a PostgreSQL database lies in the user's data folder; for one in memory there is nowhere.
    """
    if place == MEMORY:
        return None
    if is_on_a_server(place):
        name = sha256(shown(place).encode()).hexdigest()[:12]
        return data_folder(environ) / f"postgresql-{name}{ending}"
    path = Path(full_place(place))
    return path.with_name(path.name + ending)


def formerly_beside(place: str, ending: str) -> Path | None:
    """Return where an earlier version kept it, in place of the database's own ending, or None.

    Several databases could share that place: look whose it is before taking anything from there.
    """
    path = Path(full_place(place))
    if place == MEMORY or is_on_a_server(place) or not path.suffix:
        return None
    return path.with_suffix(ending)


def bring_backups_along(place: str, folder: Path) -> None:
    """Move backups from where an earlier version kept them, unless some may be another database's."""
    former = formerly_beside(place, COPIES)
    if former is None or folder.exists() or any(_others_of_that_name(former)):
        return
    with suppress(OSError):  # nothing to move, or no permission: new ones begin in the new folder
        former.rename(folder)


def backup_folder(place: str, environ: Mapping[str, str]) -> Path | None:
    """Return where backups are made by themselves: CXMATURITY_BACKUP_FOLDER, else beside the database."""
    named = environ.get(BACKUPS)
    return Path(named).expanduser() if named else beside(place, COPIES, environ)


def _others_of_that_name(former: Path) -> Iterator[Path]:
    """Yield the second and later files that could have had their backups there."""
    files = (path for path in former.parent.glob("*") if path.stem == former.stem and path.is_file())
    databases = [path for path in files if path.suffix not in {KEY, RUNNING}]
    yield from databases[1:]


def _path_in(rest: str) -> str:
    if rest.strip("/") == MEMORY:
        return MEMORY
    path = "/" + rest.lstrip("/") if rest.startswith("/") else rest
    is_windows_drive = path[2:3] == ":"
    return path.lstrip("/") if is_windows_drive else path

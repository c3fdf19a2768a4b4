"""Backups and their return, and whether everything that is stored is whole."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from cxmaturity.domain.errors import RefusedError
from cxmaturity.services.access import OWNER, Viewer, require
from cxmaturity.services.acts import Act, note
from cxmaturity.services.application import App
from cxmaturity.services.loop.closing import changed_since_signed
from cxmaturity.services.workshops import require_no_open_round
from cxmaturity.store.copies import (
    Manifest,
    check_copy,
    fill_from_copy,
    read_manifest,
    write_copy,
    write_export,
)
from cxmaturity.store.duckdb import open_duckdb
from cxmaturity.store.emptiness import clear_housekeeping, is_in_use
from cxmaturity.store.integrity import flaws
from cxmaturity.store.schema import migrate, newest_step
from cxmaturity.store.settings import setting


def backup(app: App, viewer: Viewer, folder: Path) -> Manifest:
    """Write everything to a new or empty folder, as it is at this moment; work may go on meanwhile.

    Raises:
        RefusedError: the folder holds something.
        StoreError: it cannot be written.
    """
    require(viewer, "own")
    made = write_copy(app.store, folder, app.now())
    with app.store.write() as transaction:
        note(app, transaction, viewer, Act("back up", "store", "", facts={"rows": made.rows}))
    return made


def export_all(app: App, viewer: Viewer, folder: Path) -> Manifest:
    """Write everything but what is sealed to a new or empty folder, to be read elsewhere and not restored.

    Raises:
        RefusedError: a round is open, or the folder holds something.
        StoreError: it cannot be written.
    """
    require(viewer, "own")
    made = write_export(app.store, folder, app.now(), require_no_open_round)
    with app.store.write() as transaction:
        note(app, transaction, viewer, Act("export", "store", "", facts={"rows": made.rows}))
    return made


def require_backup(folder: Path) -> None:
    """Look whether a folder is a backup before a store is opened, or made, to take it in.

    Raises:
        RefusedError: it is none.
    """
    read_manifest(folder)


def restore(app: App, viewer: Viewer, folder: Path) -> Manifest:
    """Bring a backup into a store that holds nothing yet, all or nothing.

    Keys and links are the backup's from then on, so the viewer's own may open nothing any more. A backup of
    an older version is brought up to date on the way.

    Raises:
        RefusedError: the store is in use, or the folder holds no whole backup, or one of a newer version.
    """
    require(viewer, "own")
    manifest = read_manifest(folder)
    check_copy(folder, manifest)
    if manifest.step > newest_step():
        raise RefusedError(f"{folder} was made by a newer version of this program. Update the program.")
    if manifest.step < newest_step():
        with TemporaryDirectory() as scratch:
            newer = _brought_up_to_date(Path(scratch), folder, manifest, app.now())
            _fill(app, Path(scratch) / "copy", newer)
    else:
        _fill(app, folder, manifest)
    return manifest


def verify(app: App, viewer: Viewer) -> tuple[str, ...]:
    """Return a sentence for everything that is wrong with what is stored; every row is read.

    Of a store that is whole, every signed result is worked out again and compared with its hash.

    Raises:
        StoreError: a part cannot be read at all.
    """
    require(viewer, "own")
    return tuple(flaws(app.store)) or tuple(changed_since_signed(app))


def _fill(app: App, folder: Path, manifest: Manifest) -> None:
    with app.store.write() as transaction:
        if is_in_use(transaction):
            raise RefusedError(
                "This store is not empty, so nothing was restored. "
                "Name a new one with --database, restore into that, and use it from then on."
            )
        clear_housekeeping(transaction)
        fill_from_copy(transaction, folder, manifest)
        owner = Viewer(setting(transaction, OWNER) or "", "", OWNER)
        note(app, transaction, owner, Act("restore", "store", "", facts={"made_at": manifest.made_at}))
    app.store.settle()


def _brought_up_to_date(scratch: Path, folder: Path, manifest: Manifest, now: datetime) -> Manifest:
    """Take an older backup through the later migrations in a store that is thrown away afterwards."""
    engine = open_duckdb(str(scratch / "older.duckdb"))
    try:
        migrate(engine, now, up_to=manifest.step)
        with engine.write() as transaction:
            fill_from_copy(transaction, folder, manifest)
        migrate(engine, now)
        return write_copy(engine, scratch / "copy", now)
    finally:
        engine.close()

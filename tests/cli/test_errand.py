from __future__ import annotations

import os
from pathlib import Path
import stat

from cxmaturity.cli.errand import opened, told
from cxmaturity.services.access import owner_key
from cxmaturity.services.orders import Said


def test_only_files_that_the_command_named_are_written(tmp_path: Path) -> None:
    """Whatever answers on the app's port is not trusted with the folders of whoever asks."""
    asked, other = tmp_path / "out.csv", tmp_path / "profile"
    said = Said("Exported.\n", files={str(asked): b"subject", str(other): b"echo"})
    told(said, writes=(str(asked),))
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_a_command_that_writes_nothing_writes_nothing(tmp_path: Path) -> None:
    told(Said(files={str(tmp_path / "profile"): b"echo"}))
    assert list(tmp_path.iterdir()) == []


def test_what_a_command_leaves_beside_the_database_is_for_its_user_only(tmp_path: Path) -> None:
    """The log holds the same words as the database, and lies there while it is open."""
    others = os.umask(0o022)
    try:
        with opened(str(tmp_path / "cx.duckdb")) as app:
            owner_key(app)
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    finally:
        after = os.umask(others)
    assert ("cx.duckdb.wal" in modes, set(modes.values()), after) == (True, {0o600}, 0o022)

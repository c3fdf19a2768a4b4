from __future__ import annotations

from pathlib import Path

from cxmaturity.cli.errand import told
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

"""Reading published cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def case(path: Path, name: str) -> dict[str, Any]:
    """Return one case of a file by its id."""
    cases: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cases"]
    return next(c for c in cases if c["id"] == name)

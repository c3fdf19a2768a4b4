"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Callable
import os
from pathlib import Path

from hypothesis import settings
import pytest

settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")

TRUTH = Path(__file__).resolve().parents[2] / "shared" / "truth"

Truth = Callable[[str], Path]


@pytest.fixture
def truth() -> Truth:
    """Return the path of a published case; skip where the cases are not beside the project."""

    def path(name: str) -> Path:
        if not (TRUTH / name).exists():
            pytest.skip(f"the published case {name} is not beside this copy of the project")
        return TRUTH / name

    return path

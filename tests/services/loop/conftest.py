"""A fresh programme for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.loop.programme import Programme, a_programme


@pytest.fixture
def care(tmp_path: Path) -> Iterator[Programme]:
    with a_programme(tmp_path) as made:
        yield made

"""A fresh in-memory store for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cxmaturity.store.engine import Engine
from tests.store.builders import Rater, new_store


@pytest.fixture
def engine() -> Iterator[Engine]:
    opened = new_store()
    yield opened
    opened.close()


@pytest.fixture
def rater(engine: Engine) -> Rater:
    return Rater(engine)

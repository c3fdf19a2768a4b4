"""A fresh store for each test, once on each engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from cxmaturity.store.duckdb import MEMORY
from cxmaturity.store.engine import Engine
from tests.databases import Server
from tests.store.builders import Rater, new_store

Fresh = Callable[[], str]


@pytest.fixture(params=["duckdb", "postgres"])
def fresh(request: pytest.FixtureRequest) -> Fresh:
    """Return a function that names a new, empty database of the engine at hand."""
    if request.param == "duckdb":
        return lambda: MEMORY
    server: Server = request.getfixturevalue("postgres")
    return server.fresh


@pytest.fixture
def engine(fresh: Fresh) -> Iterator[Engine]:
    opened = new_store(fresh())
    yield opened
    opened.close()


@pytest.fixture
def rater(engine: Engine) -> Rater:
    return Rater(engine)

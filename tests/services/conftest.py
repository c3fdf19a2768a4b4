"""A fresh app for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from tests.services.builders import Room, new_app, owner_of


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    opened = new_app(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def owner(app: App) -> Viewer:
    return owner_of(app)


@pytest.fixture
def room(app: App) -> Room:
    return Room.of(app)

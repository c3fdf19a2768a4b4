"""The real pages over a real store in memory, visited by the owner."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from streamlit.testing.v1 import AppTest

from cxmaturity.services import application
from cxmaturity.services.access import Viewer, owner_key, viewer_for
from cxmaturity.services.application import App, open_app
from cxmaturity.ui import session, shared
from cxmaturity.ui.places import ROOT, path_of
from cxmaturity.ui.workshop import doorway

NOW = datetime(2026, 11, 22, 10, 0)  # noqa: DTZ001 - the store keeps naive UTC
Visit = Callable[..., AppTest]


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    """Give this process an app in memory with a clock that stands still."""
    opened = open_app(":memory:", now=lambda: NOW)
    monkeypatch.setattr(application, "_current", [opened])
    monkeypatch.setattr(session, "token", str)  # a stranger has no cookie
    monkeypatch.setattr(shared, "cookie", lambda name: "")  # noqa: ARG005 - whatever it is called
    monkeypatch.setattr(doorway, "cookie", lambda name: "")  # noqa: ARG005 - whatever it is called
    yield opened
    opened.close()


@pytest.fixture
def owner(app: App, monkeypatch: pytest.MonkeyPatch) -> Viewer:
    """Let every visit come with the owner's cookie."""
    key = owner_key(app)
    monkeypatch.setattr(session, "token", lambda: key)
    viewer = viewer_for(app, key)
    assert viewer is not None
    return viewer


@pytest.fixture
def visit(app: App) -> Visit:
    """Open a screen by its name, with its query parameters."""
    del app

    def to(place: str, **query: str) -> AppTest:
        page = AppTest.from_file(str(ROOT / "cxmaturity" / "ui" / "router.py"), default_timeout=30)
        page.switch_page(path_of(place))
        for name, value in query.items():
            page.query_params[name] = value
        return page.run()

    return to

"""A browser's view of the routes, over an app in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from cxmaturity.services.application import App, close_current_app, current_app
from cxmaturity.web import entrance, routes
from cxmaturity.web.guesses import Guesses
from cxmaturity.web.protection import middleware


async def echo(socket: WebSocket) -> None:
    """Stand in for the socket that pages use."""
    await socket.accept()
    await socket.send_text("open")
    await socket.close()


def metrics(_: object) -> PlainTextResponse:
    """Stand in for Streamlit's own page of figures."""
    return PlainTextResponse("sessions 12")


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    monkeypatch.setenv("CXMATURITY_DATABASE", str(tmp_path / "cx.duckdb"))
    monkeypatch.setattr(entrance, "guesses", Guesses())
    yield current_app()
    close_current_app()


@pytest.fixture
def browser(app: App) -> TestClient:
    assert app.key_file is not None
    others = [Route("/_stcore/metrics", metrics), WebSocketRoute("/_stcore/stream", echo)]
    site = Starlette(routes=[*routes.routes, *others], middleware=middleware)
    return TestClient(site, follow_redirects=False)

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from cxmaturity.web.protection import HEADERS


@pytest.mark.parametrize("path", ["/healthz", "/o/guess", "/nothing-here", "/_stcore/metrics"])
def test_every_answer_carries_the_safe_headers(browser: TestClient, path: str) -> None:
    headers = browser.get(path).headers
    assert {name: headers[name] for name in HEADERS} == HEADERS


@pytest.mark.parametrize("path", ["/", "/robots.txt", "/shared", "/media/whatever", "/_stcore/health"])
def test_no_answer_about_somebody_is_kept_by_a_browser_or_a_proxy(browser: TestClient, path: str) -> None:
    assert browser.get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/agent/interact", "/_stcore/agent/openapi.json"]
)
def test_what_tells_strangers_about_the_server_is_shut(browser: TestClient, path: str) -> None:
    answer = browser.get(path)
    assert (answer.status_code, answer.text) == (404, "Not found\n")


def test_the_socket_of_the_pages_stays_open(browser: TestClient) -> None:
    with browser.websocket_connect("/_stcore/stream") as socket:
        assert socket.receive_text() == "open"

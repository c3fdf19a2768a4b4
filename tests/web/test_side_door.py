from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPConnection
import logging
from pathlib import Path

import pytest

from cxmaturity.services.application import App, open_app
from cxmaturity.services.orders import Door, Order, Said, door_at, order_to_bytes, said_from_bytes
from cxmaturity.web.side_door import BROKEN, open_for_commands

VERIFY = order_to_bytes(Order("verify"))


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    opened = open_app(str(tmp_path / "cx.duckdb"))
    yield opened
    opened.close()


@pytest.fixture
def door(app: App) -> Iterator[Door]:
    with open_for_commands(app) as opened:
        assert opened is not None
        yield opened


def knock(
    door: Door, body: bytes = VERIFY, path: str = "/order", method: str = "POST", length: str = ""
) -> tuple[int, bytes]:
    link = HTTPConnection("127.0.0.1", door.port, timeout=30)
    head = {"Authorization": f"Bearer {door.secret}", "Content-Length": length or str(len(body))}
    link.request(method, path, body, head)
    answer = link.getresponse()
    found = answer.status, answer.read()
    link.close()
    return found


def test_an_order_with_the_secret_is_carried_out(door: Door) -> None:
    status, body = knock(door)
    assert (status, said_from_bytes(body).code) == (200, 0)


@pytest.mark.parametrize("secret", ["", "guess", "Ünïcode"])
def test_without_the_secret_there_is_nothing_here(door: Door, secret: str) -> None:
    status, body = knock(replace(door, secret=secret.encode().decode("latin-1")))
    assert status == 404
    assert b"stored" not in body


def test_other_paths_and_methods_are_not_there(door: Door) -> None:
    assert knock(door, path="/other")[0] == 404
    assert knock(door, method="GET")[0] == 501


def test_an_order_that_is_too_large_is_not_read(door: Door) -> None:
    assert knock(door, length=str(2**40))[0] == 413


def test_a_bug_is_logged_and_told_without_its_trace(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        status, body = knock(door, b"no order\n")
    assert (status, said_from_bytes(body)) == (200, BROKEN)
    assert "an order failed" in caplog.text


def test_the_door_is_known_while_it_is_open_and_gone_after(app: App, tmp_path: Path) -> None:
    path = tmp_path / "cx.duckdb.running"
    with open_for_commands(app) as door:
        assert door_at(path) == door
    assert not path.exists()


def test_each_start_has_another_secret(app: App) -> None:
    with open_for_commands(app) as first:
        pass
    with open_for_commands(app) as second:
        assert first is not None
        assert second is not None
        assert first.secret != second.secret


@pytest.mark.parametrize("place", [":memory:", "postgresql://db.example/cx"])
def test_a_store_that_needs_no_door_has_none(app: App, place: str) -> None:
    with open_for_commands(replace(app, place=place)) as door:
        assert door is None


def test_an_answer_knows_nothing_of_the_one_before(door: Door) -> None:
    first, second = (
        said_from_bytes(knock(door, order_to_bytes(Order(verb)))[1]) for verb in ("dance", "verify")
    )
    assert isinstance(first, Said)
    assert (first.code, second.code) == (1, 0)

"""``run``: what is refused before anything starts."""

from __future__ import annotations

import socket

import pytest

from cxmaturity.cli.run import LOOPBACK, lan_address
from tests.cli.conftest import Desk


@pytest.mark.parametrize("host", ["192.0.2.7", "nosuch.invalid", "a" * 300])
def test_an_address_of_another_machine_is_refused(desk: Desk, host: str) -> None:
    said = desk.run("run", "--host", host, "--database", str(desk.folder / "cx.duckdb"))
    assert said.code == 1
    assert "no address of this machine" in said.err


def test_a_port_that_is_taken_is_refused(desk: Desk) -> None:
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = str(taken.getsockname()[1])
        said = desk.run("run", "--port", port, "--database", str(desk.folder / "cx.duckdb"))
    assert said.code == 1
    assert f"Port {port}" in said.err


@pytest.mark.parametrize("port", ["0", "65536", "x", "-1"])
def test_a_port_is_a_number_from_1_to_65535(desk: Desk, port: str) -> None:
    assert desk.run("run", "--port", port).code == 2


def test_a_database_in_memory_cannot_be_run(desk: Desk) -> None:
    said = desk.run("run", "--database", ":memory:")
    assert said.code == 1
    assert "needs a database file" in said.err


def test_this_machine_has_an_address() -> None:
    assert socket.inet_aton(lan_address())

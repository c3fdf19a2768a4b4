"""The product as a person starts it, on a free port, ended whatever happens in between."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
import re
import socket
import subprocess
import sys
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
GOODBYE = 30.0  # seconds in which a server ends by itself


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def running(database: Path, port: int | None = None, errors: IO[str] | None = None) -> Iterator[str]:
    """Run ``cxmaturity run`` on a database and yield the owner's link that it prints.

    A failing test must end its server too: a server that is left waiting holds the whole test run up.
    """
    words = ["run", "--no-browser", "--port", str(port or free_port()), "--database", str(database)]
    command = [sys.executable, "-m", "cxmaturity", *words]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, cwd=ROOT)
    try:
        yield owner_link(server)
    finally:
        server.terminate()
        try:
            server.communicate(timeout=GOODBYE)
        except subprocess.TimeoutExpired:
            server.kill()
            server.communicate()


def owner_link(server: subprocess.Popen[str]) -> str:
    """Return the owner's link, once the server has printed it."""
    said = []
    for line in iter(server.stdout.readline, "") if server.stdout else ():
        said.append(line)
        if re.search(r"/o/\S+", line):
            return line.strip()
    raise RuntimeError("the server ended before it gave a link: " + "".join(said))

"""The door for commands: on the loopback address only, and only with the secret of this start."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hmac import compare_digest
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
import logging
import os
import secrets
from threading import Thread

from cxmaturity.services.application import App
from cxmaturity.services.commands import perform
from cxmaturity.services.orders import (
    LONGEST,
    LOOPBACK,
    PATH,
    Door,
    Said,
    order_from_bytes,
    said_to_bytes,
)
from cxmaturity.services.places import BASE_URL, RUNNING, beside, full_place
from cxmaturity.store.addresses import is_on_a_server

BROKEN = Said(err="The app could not do this; its log says why.\n", code=1)

log = logging.getLogger(__name__)


@contextmanager
def open_for_commands(app: App) -> Iterator[Door | None]:
    """Take orders during the block, and say beside the database where; None where commands need no door.

    A store on a server takes several processes at once, so commands open it themselves.
    """
    path = None if is_on_a_server(app.place) else beside(app.place, RUNNING, os.environ)
    if path is None:
        yield None
        return
    with ThreadingHTTPServer((LOOPBACK, 0), _handler(app, secret := secrets.token_urlsafe(32))) as server:
        server.daemon_threads = True
        door = Door(
            server.server_port, os.getpid(), secret, full_place(app.place), os.environ.get(BASE_URL, "")
        )
        door.keep(path)
        Thread(target=server.serve_forever, name="commands", daemon=True).start()
        try:
            yield door
        finally:
            path.unlink(missing_ok=True)
            server.shutdown()


def _handler(app: App, secret: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers POST with an order in the body; everything else is not there."""

        timeout = 60

        def do_POST(self) -> None:
            said = self.headers.get("Authorization", "")
            if self.path != PATH or not compare_digest(said.encode(), f"Bearer {secret}".encode()):
                self.send_error(HTTPStatus.NOT_FOUND)
                return
            length = self.headers.get("Content-Length", "")
            if not length.isdecimal() or int(length) > LONGEST:
                self.send_error(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
                return
            self._reply(_answered(app, self.rfile.read(int(length))))

        def _reply(self, said: Said) -> None:
            body = said_to_bytes(said)
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: object) -> None:
            """Say nothing: commands are not visits."""

    return Handler


def _answered(app: App, data: bytes) -> Said:
    """Return what the app says to an order; a bug becomes a line in the log, not a silent connection."""
    try:
        return perform(app, order_from_bytes(data))
    except Exception:  # the outermost boundary of a command
        log.exception("an order failed")
        return BROKEN

"""The way between a browser and a server, which a test can cut as a tunnel or a lift cuts a phone's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
import socket
from threading import Thread

CHUNK = 65_536


class Network:
    """A TCP proxy on ``port``.

    While it is cut, the server has lost every connection and the phone is told nothing: what it sends gets no
    answer, and new connections get none either. Once restored, the phone learns that the old ones are dead.
    """

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._phone: list[socket.socket] = []
        self._server: list[socket.socket] = []
        self._is_cut = False
        Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Let nothing through."""
        self._is_cut = True
        _close(self._server)

    def restore(self) -> None:
        """Let new connections through again."""
        self._is_cut = False
        _close(self._phone)

    def end(self) -> None:
        """Close everything."""
        _close([self._listener, *self._server, *self._phone])

    def _accept(self) -> None:
        with suppress(OSError):  # the listener is closed at the end
            while True:
                phone, _ = self._listener.accept()
                self._phone.append(phone)
                if not self._is_cut:
                    self._join(phone)

    def _join(self, phone: socket.socket) -> None:
        server = socket.create_connection(("127.0.0.1", self._server_port))
        self._server.append(server)
        for source, target in ((phone, server), (server, phone)):
            Thread(target=self._carry, args=(source, target), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):  # either end may go away at any time
            while data := source.recv(CHUNK):
                if not self._is_cut:
                    target.sendall(data)
        if not self._is_cut:
            _close([source, target])


def _close(sockets: list[socket.socket]) -> None:
    for each in sockets:
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
        each.close()
    sockets.clear()


@contextmanager
def network_to(server_port: int) -> Iterator[Network]:
    """Run a proxy in front of a server until the block ends."""
    network = Network(server_port)
    try:
        yield network
    finally:
        network.end()

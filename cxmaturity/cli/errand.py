"""A command's work: through the app that runs on the database, else on the database itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
import os
from pathlib import Path
import sys

from cxmaturity.cli.files import content
from cxmaturity.domain.errors import NotFoundError, Problem, ProblemsError, RefusedError
from cxmaturity.services.application import App, open_app
from cxmaturity.services.commands import NEED_A_DATABASE, perform
from cxmaturity.services.orders import (
    LONGEST,
    LOOPBACK,
    PATH,
    Door,
    Order,
    Said,
    door_at,
    order_to_bytes,
    said_from_bytes,
)
from cxmaturity.services.places import (
    BASE_URL,
    RUNNING,
    beside,
    database_url,
    full_place,
    is_a_missing_file,
    place_of,
)

PATIENCE = 1800.0  # seconds that a large import may take
FOUND = 200


def done(order: Order, database: str | None) -> Said:
    """Have an order carried out, by whoever holds the database."""
    url = database_url(database, os.environ)
    door = _door(url)
    said = _through(door, order) if door else None
    if said is not None:
        return said
    _refuse_nothing(order, place_of(url))
    with opened(url) as app:
        return perform(app, order)


@contextmanager
def opened(url: str) -> Iterator[App]:
    """Open a database for a while; what the store writes, its log too, is for this user only."""
    others = os.umask(0o077)
    try:
        with closing(open_app(url)) as app:
            yield app
    finally:
        os.umask(others)


def address_of(database: str | None) -> str:
    """Return the address under which people find the app on a database; empty where nobody says so."""
    door = _door(database_url(database, os.environ))
    return (door.address if door else "") or os.environ.get(BASE_URL, "")


def _refuse_nothing(order: Order, place: str) -> None:
    """Refuse to look into a database that does not exist: a mistyped path must not make a new one.

    Raises:
        NotFoundError: no file lies there.
    """
    if order.verb in NEED_A_DATABASE and is_a_missing_file(place):
        raise NotFoundError(
            f"There is no database at {place}. Name it with --database or CXMATURITY_DATABASE."
        )


def told(said: Said, writes: Collection[str] = ()) -> int:
    """Write the files that the command named, print both streams and return the exit code.

    What else came back is left: a path in an answer is somebody's word, not this user's wish.
    """
    for path, data in said.files.items():
        if path in writes:
            _write(path, data)
    print(said.out, end="")
    print(said.err, end="", file=sys.stderr)
    return said.code


def absolute(path: str) -> str:
    """Return a path that means the same in every folder."""
    return str(Path(path).expanduser().absolute())


def existing(path: str) -> dict[str, bytes]:
    """Return the content of a file as what an order carries under ``rubric``; nothing where there is none."""
    return {"rubric": content(path)} if Path(path).is_file() else {}


def _door(url: str) -> Door | None:
    """Return the door of an app that says it holds this very database."""
    place = place_of(url)
    path = beside(place, RUNNING, os.environ)
    try:
        door = door_at(path)
    except OSError as error:
        raise RefusedError(
            f"The app runs as another user: {path} cannot be read. Run this as that user."
        ) from error
    return door if door is not None and door.database == full_place(place) else None


def _through(door: Door, order: Order) -> Said | None:
    """Return what a running app says, or None where it has ended and something else or nothing answers."""
    body = order_to_bytes(order)
    if len(body) > LONGEST:
        raise RefusedError("This is too much while the app runs: stop it, run this again, and start it anew.")
    link = HTTPConnection(LOOPBACK, door.port, timeout=PATIENCE)
    try:
        link.connect()
    except OSError:
        return None
    with closing(link):
        return _answer(link, door, body)


def _answer(link: HTTPConnection, door: Door, body: bytes) -> Said | None:
    try:
        link.request("POST", PATH, body, {"Authorization": f"Bearer {door.secret}"})
        answer = link.getresponse()
        return said_from_bytes(answer.read()) if answer.status == FOUND else None
    except (OSError, HTTPException, ValueError) as error:
        raise RefusedError("The app ended while it worked on this. Look whether it was done.") from error


def _write(path: str, data: bytes) -> None:
    try:
        Path(path).write_bytes(data)
    except OSError as error:
        raise ProblemsError([Problem(path, 0, f"it cannot be written ({error.strerror}).")]) from error

"""A thread that writes down now and then how often share links were opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
import logging
from threading import Event, Thread

from cxmaturity.domain.errors import CXMaturityError
from cxmaturity.services.application import App
from cxmaturity.services.opens import write_down

EVERY = 30.0  # seconds; a page that thousands open costs one write in that time

log = logging.getLogger(__name__)


@contextmanager
def opens_written_down(app: App, every: float = EVERY) -> Iterator[None]:
    """Write counts down during the block, and once more at its end."""
    ended = Event()
    thread = Thread(target=_write, args=(app, ended, every), name="opens", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(timeout=30)


def _write(app: App, ended: Event, every: float) -> None:
    is_over = False
    while not is_over:
        is_over = ended.wait(every)
        try:
            write_down(app)
        except CXMaturityError as error:
            log.error("%s", error)  # noqa: TRY400 - a sentence for people, not a bug with a trace

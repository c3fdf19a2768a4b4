"""A thread that makes the scheduled backups while the app runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
import logging
from threading import Event, Thread

from cxmaturity.domain.errors import CXMaturityError
from cxmaturity.services.application import App
from cxmaturity.services.schedule import Plan, back_up_if_due

LOOK_EVERY = 600.0  # seconds
FIRST_LOOK = 30.0  # seconds after the start, so that the first visitors need not wait

log = logging.getLogger(__name__)


@contextmanager
def backups_on_schedule(
    app: App, plan: Plan, first: float = FIRST_LOOK, every: float = LOOK_EVERY
) -> Iterator[None]:
    """Look during the block, now and then, whether a backup is due; one that fails is tried again."""
    ended = Event()
    thread = Thread(target=_look, args=(app, plan, ended, first, every), name="backups", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(timeout=30)


def _look(app: App, plan: Plan, ended: Event, first: float, every: float) -> None:
    pause = first
    while not ended.wait(pause):
        pause = every
        try:
            made = back_up_if_due(app, plan)
        except CXMaturityError as error:
            log.error("%s", error)  # noqa: TRY400 - a sentence for people, not a bug with a trace
        else:
            if made:
                log.info("Backup made: %s", made.folder)

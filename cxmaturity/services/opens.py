"""Counting how often share links are opened: in memory, written down now and then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING

from cxmaturity.store.shares import Opens, add_opens

if TYPE_CHECKING:
    from cxmaturity.services.application import App

MACHINES = ("bot", "crawl", "spider", "preview", "scanner", "facebookexternalhit", "slack", "curl", "wget")


@dataclass(slots=True)
class _Count:
    times: int
    first_at: datetime
    last_at: datetime


class Counter:
    """Opens since they were last written down, by link."""

    def __init__(self) -> None:
        self._counts: dict[str, _Count] = {}
        self._guard = Lock()

    def note(self, share_id: str, now: datetime) -> None:
        """Count one open."""
        with self._guard:
            count = self._counts.setdefault(share_id, _Count(0, now, now))
            count.times += 1
            count.last_at = now

    def take(self, new_id: Callable[[], str]) -> list[Opens]:
        """Return what was counted and begin anew."""
        with self._guard:
            taken, self._counts = self._counts, {}
        return [Opens(new_id(), link, c.times, c.first_at, c.last_at) for link, c in taken.items()]

    def give_back(self, counted: list[Opens]) -> None:
        """Take counts again that could not be written down."""
        with self._guard:
            for each in counted:
                count = self._counts.setdefault(each.grant_id, _Count(0, each.first_at, each.last_at))
                count.times += each.times
                count.first_at = min(count.first_at, each.first_at)


def is_machine(agent: str) -> bool:
    """Tell whether a visitor says of itself that it is a program; most mail scanners do not say so."""
    said = agent.casefold()
    return not said or any(word in said for word in MACHINES)


def write_down(app: App) -> None:
    """Write the counts into the store; what cannot be written is kept for the next time."""
    counted = app.opens.take(app.new_id)
    if not counted:
        return
    try:
        with app.store.write() as transaction:
            add_opens(transaction, counted)
    except BaseException:
        app.opens.give_back(counted)
        raise

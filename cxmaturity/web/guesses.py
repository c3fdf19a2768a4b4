"""How many wrong keys one address may try."""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from threading import Lock

ALLOWED = 20
WITHIN = timedelta(minutes=1)
ADDRESSES = 10_000


class Guesses:
    """Wrong keys of the last minute, by address. Right keys are never held back, so nobody is locked out."""

    def __init__(self, allowed: int = ALLOWED) -> None:
        self._allowed = allowed
        self._tried: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._guard = Lock()

    def are_too_many(self, address: str, now: datetime) -> bool:
        """Count one more wrong key and tell whether that was one too many."""
        with self._guard:
            times = self._add(address, now)
            return len(times) > self._allowed and now - times[0] < WITHIN

    def may_try(self, address: str, now: datetime) -> bool:
        """Count a try before it is made, so that many at once are counted too; False where it must wait."""
        with self._guard:
            times = self._tried.get(address, ())
            if sum(now - tried < WITHIN for tried in times) >= self._allowed:
                return False
            self._add(address, now)
            return True

    def take_back(self, address: str) -> None:
        """Count the last try no longer: it was right."""
        with self._guard:
            if self._tried.get(address):
                self._tried[address].pop()

    def _add(self, address: str, now: datetime) -> deque[datetime]:
        times = self._tried.setdefault(address, deque(maxlen=self._allowed + 1))
        self._tried.move_to_end(address)
        while len(self._tried) > ADDRESSES:
            self._tried.popitem(last=False)
        times.append(now)
        return times

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

    def __init__(self) -> None:
        self._tried: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._guard = Lock()

    def are_too_many(self, address: str, now: datetime) -> bool:
        """Count one more wrong key and tell whether that was one too many."""
        with self._guard:
            times = self._tried.setdefault(address, deque(maxlen=ALLOWED + 1))
            self._tried.move_to_end(address)
            while len(self._tried) > ADDRESSES:
                self._tried.popitem(last=False)
            times.append(now)
            return len(times) > ALLOWED and now - times[0] < WITHIN

"""How many wrong codes may be tried: a sliding window per source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

from cxmaturity.domain.errors import RefusedError


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many misses within the window."""

    misses: int
    window: timedelta


PER_SOURCE = Limit(30, timedelta(minutes=10))  # a whole room may share one address and mistype
ALARM = Limit(300, timedelta(minutes=10))


@dataclass(frozen=True, slots=True)
class Guesses:
    """The wrong codes of late, by source (an address, or what stands for it), oldest first.

    Only misses count, and only misses are refused: whoever comes through the same address with the right code
    meets no limit. What keeps a code is how many there are: 10⁹ for a room that is open for hours. Many
    sources together raise an alarm and are not refused: whoever could have all refused could close a room.
    """

    limit: Limit = PER_SOURCE
    misses: Mapping[str, tuple[datetime, ...]] = field(default_factory=dict)

    def require(self, source: str, at: datetime) -> None:
        """Let another wrong guess pass.

        Raises:
            RefusedError: too many from this source were wrong; says for how long to wait.
        """
        recent = _recent(self.misses.get(source, ()), at, self.limit)
        if len(recent) >= self.limit.misses:
            left = recent[-self.limit.misses] + self.limit.window - at
            minutes = ceil(left / timedelta(minutes=1))
            unit = "minute" if minutes == 1 else "minutes"
            raise RefusedError(f"Too many wrong codes came from here; try again in {minutes} {unit}.")

    def missed(self, source: str, at: datetime) -> Guesses:
        """Return the guesses with one more that was wrong, without those too old to matter."""
        kept = {name: _recent(times, at, self.limit) for name, times in self.misses.items()}
        recent = {name: times for name, times in kept.items() if times}
        return Guesses(self.limit, {**recent, source: (*recent.get(source, ()), at)})

    def is_alarming(self, at: datetime) -> bool:
        """Return whether so many codes were wrong, from all sources, that somebody should look."""
        return sum(len(_recent(times, at, ALARM)) for times in self.misses.values()) >= ALARM.misses


def _recent(times: tuple[datetime, ...], at: datetime, limit: Limit) -> tuple[datetime, ...]:
    return tuple(time for time in times if at - time < limit.window)

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
SHUT = Limit(300, timedelta(minutes=10))  # no room mistypes so often: right codes are refused too
ALARM = Limit(300, timedelta(minutes=10))


@dataclass(frozen=True, slots=True)
class Guesses:
    """The wrong codes of late, by source (an address, or what stands for it), oldest first.

    Only misses count. Past the first limit a source is told to wait, and a right code from it still opens:
    a whole room may share one address. Past the second nothing from it opens, so that guessing ends: 300
    guesses against 20⁶ codes. Many sources together raise an alarm and are not refused: whoever could have
    all refused could close a room.
    """

    limit: Limit = PER_SOURCE
    misses: Mapping[str, tuple[datetime, ...]] = field(default_factory=dict)

    def require(self, source: str, at: datetime) -> None:
        """Let a wrong guess, counted already, pass.

        Raises:
            RefusedError: too many from this source were wrong; says for how long to wait.
        """
        recent = _recent(self.misses.get(source, ()), at, self.limit)
        if len(recent) > self.limit.misses:
            raise _too_many(recent[-self.limit.misses] + self.limit.window - at)

    def require_open(self, source: str, at: datetime) -> None:
        """Let a right code pass.

        Raises:
            RefusedError: so many from this source were wrong that it can only be guessing.
        """
        recent = _recent(self.misses.get(source, ()), at, SHUT)
        if len(recent) >= SHUT.misses:
            raise _too_many(recent[-SHUT.misses] + SHUT.window - at)

    def missed(self, source: str, at: datetime) -> Guesses:
        """Return the guesses with one more that was wrong, without those too old to matter."""
        kept = {name: _recent(times, at, self.limit) for name, times in self.misses.items()}
        recent = {name: times for name, times in kept.items() if times}
        return Guesses(self.limit, {**recent, source: (*recent.get(source, ()), at)})

    def is_alarming(self, at: datetime) -> bool:
        """Return whether so many codes were wrong, from all sources, that somebody should look."""
        return sum(len(_recent(times, at, ALARM)) for times in self.misses.values()) >= ALARM.misses


def _too_many(left: timedelta) -> RefusedError:
    minutes = max(1, ceil(left / timedelta(minutes=1)))
    unit = "minute" if minutes == 1 else "minutes"
    return RefusedError(f"Too many wrong codes came from here; try again in {minutes} {unit}.")


def _recent(times: tuple[datetime, ...], at: datetime, limit: Limit) -> tuple[datetime, ...]:
    return tuple(time for time in times if at - time < limit.window)

"""How many wrong codes may be tried: a sliding window per source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

from cxmaturity.domain.errors import BusyError, RefusedError


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many misses within the window."""

    misses: int
    window: timedelta


PER_SOURCE = Limit(30, timedelta(minutes=10))  # a whole room may share one address and mistype
SLOW = Limit(300, timedelta(minutes=10))  # no room mistypes so often: one look at a time from here on
PACE = SLOW.window / SLOW.misses
ALARM = Limit(300, timedelta(minutes=10))


@dataclass(frozen=True, slots=True)
class Guesses:
    """The wrong codes of late, by source (an address, or what stands for it), oldest first.

    Only misses count. Past the first limit a source is told to wait, and a right code from it still opens:
    a whole room may share one address. Past the second no code from it, right or wrong, is looked at within
    two seconds of the last wrong one: guessing goes on at no more than 300 in ten minutes against 20⁶ codes,
    and a right code opens at the next try, so that nobody can close a room for those beside them. Many
    sources together raise an alarm and are not refused.
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

    def is_slowed(self, source: str, at: datetime) -> bool:
        """Return whether so many from this source were wrong that its codes are looked at one by one."""
        return len(_recent(self.misses.get(source, ()), at, SLOW)) >= SLOW.misses

    def require_turn(self, source: str, at: datetime) -> None:
        """Let a code be looked at.

        Raises:
            BusyError: the source is slowed down, and its last wrong code was a moment ago.
        """
        if self.is_slowed(source, at) and at - self.misses[source][-1] < PACE:
            raise BusyError(
                "Many wrong codes come from your network, so they are looked at one after the other. "
                "One moment: this page tries again by itself."
            )

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

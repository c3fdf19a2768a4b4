"""How long pages took lately, kept in this process only: who looked is not kept."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from threading import Lock
from typing import Final

KEPT: Final = 2000  # runs of pages that are remembered


@dataclass(frozen=True, slots=True)
class PageTime:
    """How long one page took over its remembered runs, in seconds."""

    page: str
    runs: int
    median: float
    slow: float  # nine runs in ten were as fast or faster
    worst: float


class Timings:
    """A ring of the last page runs."""

    def __init__(self) -> None:
        self._runs: deque[tuple[str, float]] = deque(maxlen=KEPT)
        self._guard = Lock()

    def add(self, page: str, seconds: float) -> None:
        """Remember one run; the oldest one makes room."""
        with self._guard:
            self._runs.append((page, seconds))

    def slowest(self) -> tuple[PageTime, ...]:
        """Return each page's times, the slowest page first."""
        with self._guard:
            runs = list(self._runs)
        by_page: dict[str, list[float]] = {}
        for page, seconds in runs:
            by_page.setdefault(page, []).append(seconds)
        found = [_page_time(page, sorted(times)) for page, times in by_page.items()]
        return tuple(sorted(found, key=lambda one: (-one.slow, one.page)))


def _page_time(page: str, times: list[float]) -> PageTime:
    """Return the figures of one page; quantiles are values that occurred."""
    last = len(times) - 1
    return PageTime(page, len(times), times[last // 2], times[last * 9 // 10], times[last])

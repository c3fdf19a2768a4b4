"""Times things in turn and prints each one's median, and its ratio to the first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter


def in_turn(tasks: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return the median seconds of each task; one round runs each once, after one warm-up round."""
    seconds: dict[str, list[float]] = {name: [] for name in tasks}
    for turn in range(rounds + 1):
        for name, task in tasks.items():
            begin = perf_counter()
            task()
            if turn:
                seconds[name].append(perf_counter() - begin)
    return {name: median(taken) for name, taken in seconds.items()}


def show(medians: Mapping[str, float]) -> None:
    """Print one line a task, with its ratio to the first."""
    base = next(iter(medians.values()))
    for name, taken in medians.items():
        print(f"{name:<58} {1000 * taken:9.2f} ms   × {taken / base:.2f}")

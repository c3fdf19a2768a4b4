"""Coroutines in tests."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Told = TypeVar("Told")


def finished(coroutine: Coroutine[Any, Any, Told]) -> Told:
    """Run a coroutine to its end in a thread of its own: a browser may hold this thread's event loop."""
    with ThreadPoolExecutor(1) as own:
        return own.submit(asyncio.run, coroutine).result()

"""A process that saves sheets until it is killed: ``python -m tests.store.writers PLACE NAME``."""

from __future__ import annotations

import sys

from cxmaturity.store.opening import open_store
from tests.store.builders import Rater


def save_for_ever(place: str, name: str) -> None:
    """Save sheet after sheet and print who saved it as soon as it is acknowledged."""
    engine = open_store(place)
    number = 0
    while True:
        rater = Rater(engine, f"{name}-{number}")
        rater.gives_both(0)
        print(rater.assessor_id, flush=True)  # noqa: T201 - the one who kills reads it
        number += 1


if __name__ == "__main__":
    save_for_ever(*sys.argv[1:])

"""A process in which people answer until it is killed: ``python -m tests.services.voters PLACE FOLDER``."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
import json
from pathlib import Path
import sys
from threading import Lock

from tests.services.hall import Hall, open_hall, running

PEOPLE = 20
telling = Lock()


def answer_for_ever(hall: Hall, name: str) -> None:
    """Answer again and again, and print each answer as soon as it is acknowledged."""
    turn = 0
    while True:
        for question in hall.phone(name).questions:
            saved = hall.give(name, question.cell, turn % 5)
            told = [hall.people[name].person_id, *question.cell, saved.revision, saved.value]
            with telling:
                print(json.dumps(told), flush=True)  # noqa: T201 - the one who kills reads it
        turn += 1


def main(place: str, folder: str) -> None:
    """Set a workshop up, open it and let twenty people answer."""
    names = [f"P{number}" for number in range(PEOPLE)]
    hall = running(open_hall(Path(folder), place), *names)
    print(json.dumps(hall.id), flush=True)  # noqa: T201 - the one who kills reads it
    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(lambda name: answer_for_ever(hall, name), names))


if __name__ == "__main__":
    main(*sys.argv[1:])

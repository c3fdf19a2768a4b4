"""Every screen: its file, its address and its name. The router and all links read this one table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Place:
    """One screen. ``in_menu`` is False where it needs to be told which evaluation."""

    name: str
    file: str
    title: str
    in_menu: bool = True

    @property
    def path(self) -> str:
        """Return the file's full path, which every Streamlit link accepts."""
        return str(ROOT / "pages" / self.file)


PLACES: Final = (
    Place("home", "home/home.py", "Home"),
    Place("new", "evaluations/new.py", "New evaluation"),
    Place("imports", "evaluations/imports.py", "Import ratings"),
    Place("rate", "evaluations/rate.py", "Rate", in_menu=False),
    Place("result", "evaluations/result.py", "Result", in_menu=False),
    Place("progress", "evaluations/progress.py", "Progress", in_menu=False),
)
BY_NAME: Final = {place.name: place for place in PLACES}


def path_of(name: str) -> str:
    """Return the path of the screen with this name."""
    return BY_NAME[name].path

"""Every screen: its file, its address and its name. The router and all links read this one table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cxmaturity.services.access import Verb, Viewer

ROOT: Final = Path(__file__).resolve().parents[2]
SETTINGS: Final = "Settings"


@dataclass(frozen=True, slots=True)
class Place:
    """One screen. ``in_menu`` is False where another screen leads to it, or it must be told which evaluation.

    The menu shows it to those who may do what ``verb`` says; the services check again. A link for one
    evaluation sees only what has no ``everything``. ``is_bare`` screens, such as a guest's phone, stand
    without a menu.
    """

    name: str
    file: str
    title: str
    in_menu: bool = True
    section: str = ""
    verb: Verb = "see"
    everything: bool = False
    is_bare: bool = False

    @property
    def path(self) -> str:
        """Return the file's full path, which every Streamlit link accepts."""
        return str(ROOT / "pages" / self.file)

    @property
    def is_near_a_room(self) -> bool:
        """Tell whether a bare screen may lead here; a hundred phones need not look up all the others."""
        return self.is_bare or self.name in {"home", "console", "decision"}

    def is_shown_to(self, viewer: Viewer | None) -> bool:
        """Tell whether this visitor's menu holds it; a stranger's holds home only."""
        if viewer is None:
            return self.name == "home"
        return self.in_menu and viewer.may(self.verb, "" if self.everything else viewer.only)


PLACES: Final = (
    Place("home", "home/home.py", "Home"),
    Place("evaluations", "evaluations/evaluations.py", "Evaluations"),
    Place("new", "evaluations/new.py", "New evaluation", verb="arrange", everything=True),
    Place("workshop", "workshop/workshop.py", "New workshop", verb="arrange", everything=True),
    Place("score", "workshop/score.py", "Workshop", in_menu=False, is_bare=True),
    Place("console", "workshop/console.py", "Console", in_menu=False),
    Place("projector", "workshop/projector.py", "Projector", in_menu=False, is_bare=True),
    Place("decision", "workshop/decision.py", "Decision", in_menu=False),
    Place("library", "library/library.py", "Library", verb="read", everything=True),
    Place("rubric", "library/rubric.py", "Rubric", in_menu=False),
    Place("imports", "evaluations/imports.py", "Import ratings", in_menu=False),
    Place("rate", "evaluations/rate.py", "Rate", in_menu=False),
    Place("result", "evaluations/result.py", "Result", in_menu=False),
    Place("progress", "evaluations/progress.py", "Progress", in_menu=False),
    Place("setup", "evaluations/setup.py", "Setup", in_menu=False),
    Place("shared", "shared/shared.py", "Shared", in_menu=False, is_bare=True),
    Place("programme", "maturity/programme.py", "Programme", in_menu=False),
    Place("confirm", "maturity/confirm.py", "Confirm", in_menu=False),
    Place("respondents", "maturity/respondents.py", "People and groups", in_menu=False),
    Place("evidence", "maturity/evidence.py", "Evidence", in_menu=False),
    Place("kpis", "maturity/kpis.py", "KPIs", in_menu=False),
    Place("close", "maturity/close.py", "Close and sign", in_menu=False),
    Place("plan", "plan/plan.py", "Plan", in_menu=False),
    Place("actions", "plan/actions.py", "Actions", in_menu=False),
    Place("action", "plan/action.py", "Action", in_menu=False),
    Place("links", "settings/links.py", "Links", section=SETTINGS, verb="arrange"),
    Place("people", "settings/people.py", "People", section=SETTINGS, verb="own"),
    Place("subjects", "settings/subjects.py", "Subjects", section=SETTINGS, verb="arrange", everything=True),
    Place("record", "settings/record.py", "Record", section=SETTINGS, verb="own"),
    Place("organisation", "settings/organisation.py", "Organisation", section=SETTINGS, verb="own"),
    Place("health", "settings/health.py", "Health", section=SETTINGS, verb="own"),
)
BY_NAME: Final = {place.name: place for place in PLACES}


def path_of(name: str) -> str:
    """Return the path of the screen with this name."""
    return BY_NAME[name].path

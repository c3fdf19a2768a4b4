"""Demo data, labelled as such: four vendors over three cycles, one company unit over six quarters."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cxmaturity.domain.errors import RatingsError
from cxmaturity.intake import read_ratings
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.application import App
from cxmaturity.services.arrivals import Arrival, store_arrival
from cxmaturity.services.rubrics import rubric_named
from cxmaturity.services.views import SubjectStatus
from cxmaturity.store.evaluations import Evaluation, all_evaluations, remove_evaluation
from cxmaturity.store.people import assessor_names, remove_unused_people
from cxmaturity.store.subjects import remove_unused_subjects, subjects_of

FOLDER = Path(__file__).with_name("demo_data")


@dataclass(frozen=True, slots=True)
class Demo:
    """One demo evaluation: the file named for its rubric holds its ratings."""

    rubric_id: str
    title: str
    statuses: tuple[tuple[str, SubjectStatus], ...] = ()


DEMOS = (
    Demo(
        "innovation-partner",
        "Messaging platform",
        (
            ("Northwind", "partner"),
            ("Contoso", "partner"),
            ("Fabrikam", "candidate"),
            ("Tailspin", "candidate"),
        ),
    ),
    Demo("progress-programme", "Customer service, quarter by quarter"),
)


def load_demo(app: App, viewer: Viewer) -> tuple[str, ...]:
    """Load the demo evaluations and return their ids; what is loaded already stays as it is."""
    require(viewer, "arrange")
    there = {evaluation.title: evaluation.id for evaluation in _loaded(app)}
    return tuple(there.get(demo.title) or _load(app, viewer, demo) for demo in DEMOS)


def remove_demo(app: App, viewer: Viewer) -> int:
    """Remove the demo evaluations, with the subjects and people that nothing else uses; return how many."""
    require(viewer, "arrange")
    loaded = _loaded(app)
    for evaluation in loaded:
        with app.store.write() as transaction:
            people = list(assessor_names(transaction, evaluation.id))
            subjects = [subject.id for subject in subjects_of(transaction, evaluation.id)]
            remove_evaluation(transaction, evaluation.id)
            remove_unused_people(transaction, people)
            remove_unused_subjects(transaction, subjects)
    return len(loaded)


def _loaded(app: App) -> list[Evaluation]:
    return [evaluation for evaluation in all_evaluations(app.store) if evaluation.is_demo]


def _load(app: App, viewer: Viewer, demo: Demo) -> str:
    path = FOLDER / f"{demo.rubric_id}.csv"
    data = path.read_bytes()
    rubric = rubric_named(app, demo.rubric_id)
    ratings, problems = read_ratings(data, path.name, rubric)
    if problems:
        raise RatingsError(problems)
    arrival = Arrival(
        rubric=rubric,
        ratings=ratings,
        title=demo.title,
        actor_id=viewer.person_id,
        file_name=path.name,
        sha256=sha256(data).hexdigest(),
        is_demo=True,
        statuses=demo.statuses,
    )
    return store_arrival(app, arrival)

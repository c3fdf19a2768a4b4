"""Demo data, labelled as such: four vendors over three cycles, one company unit over eight quarters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
import json
from pathlib import Path

from cxmaturity.domain.errors import RatingsError
from cxmaturity.domain.ratings import Rating, cycles_in_order
from cxmaturity.domain.rubric import Rubric
from cxmaturity.intake import read_ratings
from cxmaturity.rubrics import from_canonical
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.acts import Act, note
from cxmaturity.services.application import App
from cxmaturity.services.arrivals import Arrival, add_arrival
from cxmaturity.services.loop.demo_company import OWN_NAME, WAITING, furnish
from cxmaturity.services.rubrics import rubric_named
from cxmaturity.services.views import SubjectStatus
from cxmaturity.store.engine import Reader, Transaction
from cxmaturity.store.evaluations import all_evaluations, cycles_of, remove_evaluation
from cxmaturity.store.people import assessor_names, remove_unused_people
from cxmaturity.store.rubrics import remove_unused_rubrics
from cxmaturity.store.subjects import remove_unused_subjects, subjects_of

FOLDER = Path(__file__).with_name("demo_data")


@dataclass(frozen=True, slots=True)
class EarlierVersion:
    """The rubric before some of its criteria were asked; a file named for both holds its ratings."""

    version: str
    without: frozenset[str]


@dataclass(frozen=True, slots=True)
class Demo:
    """One demo evaluation: the file named for its rubric holds its ratings.

    A programme also has a plan, and answers of the viewer's own that wait for confirmation.
    """

    rubric_id: str
    title: str
    statuses: tuple[tuple[str, SubjectStatus], ...] = ()
    earlier: EarlierVersion | None = None
    is_programme: bool = False


DEMOS = (
    Demo(
        "innovation-partner",
        "Messaging platform",
        (
            ("Northwind", "partner"),
            ("Contoso", "partner"),
            ("Fabrikam", "candidate"),
            ("Tailspin", "candidate"),
            ("Today’s way", "comparator"),
        ),
    ),
    Demo(
        "progress-programme",
        "Customer service, quarter by quarter",
        earlier=EarlierVersion("0.9.0", frozenset({"recurring-issues", "pivot"})),
        is_programme=True,
    ),
)


def load_demo(app: App, viewer: Viewer) -> tuple[str, ...]:
    """Load the demo evaluations and return their ids; what is loaded already stays as it is.

    It is known by its rubric, also once somebody gave it another title.
    """
    require(viewer, "arrange")
    there = _loaded(app.store)
    if any(demo.rubric_id not in there for demo in DEMOS):
        arrivals = [_arrival(app, viewer, demo) for demo in DEMOS]
        with app.store.write() as transaction:
            there = _loaded(transaction)  # somebody else may have loaded it in the same moment
            for arrival in arrivals:
                if arrival.rubric.id not in there:
                    there[arrival.rubric.id] = _add(app, transaction, arrival)
    return tuple(there[demo.rubric_id] for demo in DEMOS)


def remove_demo(app: App, viewer: Viewer) -> int:
    """Remove the demo evaluations, with the subjects, people and rubric versions that nothing else uses.

    Return how many there were.
    """
    require(viewer, "arrange")
    with app.store.write() as transaction:
        loaded = [evaluation.id for evaluation in all_evaluations(transaction) if evaluation.is_demo]
        for evaluation_id in loaded:
            people = list(assessor_names(transaction, evaluation_id))
            subjects = [subject.id for subject in subjects_of(transaction, evaluation_id)]
            pinned = [cycle.rubric_sha256 for cycle in cycles_of(transaction, evaluation_id)]
            remove_evaluation(transaction, evaluation_id)
            remove_unused_people(transaction, people)
            remove_unused_subjects(transaction, subjects)
            remove_unused_rubrics(transaction, [digest for digest in pinned if digest])
            note(app, transaction, viewer, Act("remove", "demo", evaluation_id))
    return len(loaded)


def _loaded(reader: Reader) -> dict[str, str]:
    """Return the demo evaluations that are there, by the id of their rubric."""
    return {each.rubric_id: each.id for each in all_evaluations(reader) if each.is_demo}


def _arrival(app: App, viewer: Viewer, demo: Demo) -> Arrival:
    rubric = rubric_named(app, demo.rubric_id)
    ratings, data = _ratings(rubric, FOLDER / f"{demo.rubric_id}.csv")
    before: Sequence[Rating] = ()
    earlier: dict[str, Rubric] = {}
    if demo.earlier is not None:
        old = earlier_version(rubric, demo.earlier)
        before, more = _ratings(old, FOLDER / f"{demo.rubric_id}-{old.version}.csv")
        earlier, data = {rating.cycle: old for rating in before}, data + more
    counted = [rating for rating in ratings if not (demo.is_programme and _waits(rating, ratings))]
    return Arrival(
        rubric=rubric,
        ratings=(*before, *counted),
        title=demo.title,
        actor=viewer,
        file_name=f"{demo.rubric_id}.csv",
        sha256=sha256(data).hexdigest(),
        is_demo=True,
        statuses=demo.statuses,
        earlier=earlier,
        own_name=OWN_NAME if demo.is_programme else "",
    )


def _add(app: App, transaction: Transaction, arrival: Arrival) -> str:
    made = add_arrival(app, transaction, arrival)
    if arrival.own_name:
        furnish(app, transaction, arrival.actor, made, arrival.rubric)
    return made


def _waits(rating: Rating, newest: Sequence[Rating]) -> bool:
    """Tell whether a rating is one that the viewer has still to confirm in the newest cycle."""
    is_own = rating.assessor == OWN_NAME and rating.criterion in WAITING
    return is_own and rating.cycle == cycles_in_order(newest)[-1]


def earlier_version(rubric: Rubric, earlier: EarlierVersion) -> Rubric:
    """Return a rubric as it was before some of its criteria were asked."""
    document = json.loads(rubric.canonical)
    document["version"] = earlier.version
    for section in document["sections"]:
        section["criteria"] = [c for c in section["criteria"] if c["id"] not in earlier.without]
    return from_canonical(json.dumps(document))


def _ratings(rubric: Rubric, path: Path) -> tuple[Sequence[Rating], bytes]:
    data = path.read_bytes()
    ratings, problems = read_ratings(data, path.name, rubric)
    if problems:
        raise RatingsError(problems)
    return ratings, data

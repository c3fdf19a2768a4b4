"""Ratings files: what one would bring, and bringing it, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from cxmaturity.domain.errors import Problem, ProblemsError, RatingsError
from cxmaturity.domain.ratings import Answer, Rating, cycles_in_order
from cxmaturity.domain.rubric import Criterion, Rubric
from cxmaturity.intake import read_ratings
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.application import App
from cxmaturity.services.arrivals import Arrival, store_arrival
from cxmaturity.services.forms import LONGEST_NAME, name_problems, tidy
from cxmaturity.services.registry import kind_for
from cxmaturity.services.rubrics import rubric_named
from cxmaturity.services.taking_part import TODAYS_WAY
from cxmaturity.services.views import ImportPreview
from cxmaturity.store.evaluations import all_evaluations, imports_of_file
from cxmaturity.store.subjects import known_subjects, name_key

SAMPLE_HEAD = ("subject", "criterion", "level", "assessor", "cycle", "round")
SAMPLE_ROWS = 5
WORDS = {Answer.NOT_APPLICABLE: "NA", Answer.DONT_KNOW: "DK", Answer.UNANSWERED: ""}


def preview_import(app: App, viewer: Viewer, data: bytes, name: str, rubric_id: str) -> ImportPreview:
    """Return what a ratings file would bring, or every problem it has; nothing is stored."""
    require(viewer, "arrange")
    rubric = rubric_named(app, rubric_id)
    ratings, problems = _read(app, data, name, rubric)
    subjects = sorted({rating.subject for rating in ratings})
    compared = _todays_ways(app, subjects)
    known = known_subjects(app.store, kind_for(rubric.subject), subjects) | known_subjects(
        app.store, TODAYS_WAY.kind, subjects
    )
    digest = sha256(data).hexdigest()
    return ImportPreview(
        name=name,
        sha256=digest,
        rubric_id=rubric_id,
        rows=len(ratings),
        cycles=tuple(cycles_in_order(ratings)),
        subjects_known=tuple(subject for subject in subjects if name_key(subject) in known),
        subjects_new=tuple(subject for subject in subjects if name_key(subject) not in known),
        assessors=len({rating.assessor for rating in ratings}),
        criteria=len({rating.criterion for rating in ratings}),
        problems=tuple(problems),
        sample=_sample(ratings, rubric),
        imported_before=_imported_before(app, digest),
        compared=compared,
    )


def commit_import(app: App, viewer: Viewer, data: bytes, name: str, rubric_id: str, title: str) -> str:
    """Make an evaluation of a ratings file and return its id.

    Its cycles, subjects, people and ratings come in together or not at all; only the last cycle stays open.

    Raises:
        RatingsError: the file has problems.
        ProblemsError: the title has.
    """
    require(viewer, "arrange")
    rubric = rubric_named(app, rubric_id)
    ratings, problems = _read(app, data, name, rubric)
    if problems:
        raise RatingsError(problems)
    wrong_title = list(name_problems(title, "title"))
    if wrong_title:
        raise ProblemsError(wrong_title)
    compared = _todays_ways(app, sorted({rating.subject for rating in ratings}))
    arrival = Arrival(
        rubric,
        ratings,
        tidy(title),
        viewer,
        name,
        sha256(data).hexdigest(),
        statuses=tuple((subject, TODAYS_WAY.status) for subject in compared),
    )
    return store_arrival(app, arrival)


def _todays_ways(app: App, subjects: Sequence[str]) -> tuple[str, ...]:
    """Return those that are today's way: called as it always is, or known as such by any name.

    A ratings file has no column for what a subject is to us, and what is only compared must not be ranked.
    """
    known = known_subjects(app.store, TODAYS_WAY.kind, subjects)
    usual = _straight(TODAYS_WAY.name)
    return tuple(one for one in subjects if name_key(one) in known or _straight(one) == usual)


def _straight(name: str) -> str:
    return name_key(name).replace("’", "'")


def _read(app: App, data: bytes, name: str, rubric: Rubric) -> tuple[Sequence[Rating], Sequence[Problem]]:
    """Return the ratings and no problem, or no ratings and every problem."""
    ratings, problems = read_ratings(data, name, rubric)
    if problems:
        return (), problems
    found = [
        *_several_evaluations(ratings, name),
        *_too_long(ratings, name),
        *_twins(app, ratings, name, rubric),
        *_twin_cycles(ratings, name),
    ]
    return ((), found) if found else (ratings, ())


def _several_evaluations(ratings: Iterable[Rating], name: str) -> Iterator[Problem]:
    named = sorted({rating.evaluation for rating in ratings})
    if len(named) > 1:
        listed = ", ".join(f"“{evaluation}”" for evaluation in named[:5])
        yield Problem(name, 0, f"the file holds {len(named)} evaluations ({listed}); import one at a time.")


def _too_long(ratings: Iterable[Rating], name: str) -> Iterator[Problem]:
    for column in ("subject", "cycle", "assessor", "role", "segment"):
        for text in sorted({getattr(rating, column) for rating in ratings}):
            if len(text) > LONGEST_NAME:
                yield Problem(
                    name,
                    0,
                    f"the {column} “{text[:30]}…” has {len(text)} characters; at most {LONGEST_NAME} fit.",
                )


def _twins(app: App, ratings: Iterable[Rating], name: str, rubric: Rubric) -> Iterator[Problem]:
    """Yield names that the registry reads as one subject: another spelling, or an alias."""
    names = sorted({rating.subject for rating in ratings})
    known = known_subjects(app.store, kind_for(rubric.subject), names)
    first: dict[str, str] = {}
    for subject in names:
        key = name_key(subject)
        identity = known[key].id if key in known else key
        if identity in first:
            yield Problem(name, 0, f"“{first[identity]}” and “{subject}” are one subject; write it one way.")
        first.setdefault(identity, subject)


def _twin_cycles(ratings: Iterable[Rating], name: str) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for cycle in sorted({rating.cycle for rating in ratings}):
        if name_key(cycle) in first:
            yield Problem(
                name, 0, f"“{first[name_key(cycle)]}” and “{cycle}” are one cycle; write it one way."
            )
        first.setdefault(name_key(cycle), cycle)


def _sample(ratings: Sequence[Rating], rubric: Rubric) -> tuple[tuple[str, ...], ...]:
    if not ratings:
        return ()
    return (SAMPLE_HEAD, *(_sample_row(rating, rubric) for rating in ratings[:SAMPLE_ROWS]))


def _sample_row(rating: Rating, rubric: Rubric) -> tuple[str, ...]:
    criterion = rubric.criterion(rating.criterion)
    title = criterion.title if criterion else rating.criterion
    return rating.subject, title, _said(rating, criterion), rating.assessor, rating.cycle, str(rating.round)


def _said(rating: Rating, criterion: Criterion | None) -> str:
    if rating.answer is not Answer.LEVEL:
        return WORDS[rating.answer]
    level = criterion.scale.level(rating.level) if criterion else None
    return level.label if level else f"{rating.value:g}"


def _imported_before(app: App, digest: str) -> tuple[str, ...]:
    titles = {evaluation.id: evaluation.title for evaluation in all_evaluations(app.store)}
    made = (titles.get(one.evaluation_id) for one in imports_of_file(app.store, digest))
    return tuple(title for title in made if title is not None)

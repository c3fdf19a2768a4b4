"""What was written down under one version of a rubric, said in the words of another: criteria and levels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from cxmaturity.domain.comparison import is_same, renamed, succession, translated
from cxmaturity.domain.planning import Action, Promise
from cxmaturity.domain.ratings import Answer, Rating
from cxmaturity.domain.rubric import Rubric
from cxmaturity.domain.targets import Target


def ids_in(versions: Sequence[Rubric], rubric: Rubric) -> dict[str, str]:
    """Return each id that a criterion had in any of these versions (oldest first) → its id in one of them.

    What the rubric itself asks keeps its id. Only names are followed here, whatever became of the scales.
    """
    place = _place(versions, rubric)
    names: dict[str, str] = {}
    for old, new in pairwise(versions[: place + 1]):
        known = names | _own(old)
        names = {first: renamed(now, old, new) for first, now in known.items()}
    later, back = _own(rubric), dict[str, str]()
    for old, new in pairwise(versions[place:]):
        later = {renamed(name, old, new): first for name, first in later.items()}
        back |= later
    return back | names | _own(rubric)


def also_named(criteria: Iterable[str], versions: Sequence[Rubric]) -> tuple[str, ...]:
    """Return criteria by every name that they have had, the names given first."""
    given = tuple(criteria)
    newest = ids_in(versions, versions[-1])
    meant = {newest.get(name, name) for name in given}
    return tuple(dict.fromkeys([*given, *(name for name, now in newest.items() if now in meant)]))


def targets_in(targets: Iterable[Target], versions: Sequence[Rubric], rubric: Rubric) -> tuple[Target, ...]:
    """Return targets as a version of the rubric says them; those that have to be set anew are left out."""
    said = ((t, _value_in(versions, rubric, t.version, t.criterion, t.value)) for t in targets)
    return tuple(
        replace(target, criterion=meant[0], value=meant[1], version=rubric.version)
        for target, meant in said
        if meant is not None
    )


def action_in(action: Action, versions: Sequence[Rubric], rubric: Rubric) -> Action:
    """Return an action whose promises, those of plans it left behind too, are said as a version does.

    A promise that cannot be said there is left out: nothing in that version would keep it.
    """
    said = ((p, _value_in(versions, rubric, p.version, p.criterion, p.value)) for p in action.promises)
    promises = tuple(Promise(*meant, version=rubric.version) for _, meant in said if meant is not None)
    history = tuple(
        event if event.was is None else replace(event, was=action_in(event.was, versions, rubric))
        for event in action.history
    )
    return replace(action, promises=promises, history=history)


def stamped(action: Action, version: str) -> Action:
    """Return an action that says by which version of the rubric its promises are meant."""
    promises = tuple(each if each.version else replace(each, version=version) for each in action.promises)
    return replace(action, promises=promises)


def _value_in(
    versions: Sequence[Rubric], rubric: Rubric, version: str, criterion: str, value: float
) -> tuple[str, float] | None:
    """Return a criterion and a raw value of one version as another says them; None where it cannot.

    What does not say its version is taken as it stands, under the criterion's name of that version.
    """
    to = _place(versions, rubric)
    start = next((place for place, known in enumerate(versions) if known.version == version), None)
    if start is None:
        return ids_in(versions, rubric).get(criterion, criterion), value
    if start > to:
        back = {new: old for old, new in succession(versions[to : start + 1]).items()}
        return (back[criterion], value) if criterion in back else None
    rating: Rating | None = Rating("", criterion, Answer.LEVEL, value)
    for old, new in pairwise(versions[start : to + 1]):
        rating = None if rating is None else translated(rating, old, new)
    return None if rating is None or rating.value is None else (rating.criterion, rating.value)


def _place(versions: Sequence[Rubric], rubric: Rubric) -> int:
    return next(place for place, known in enumerate(versions) if is_same(known, rubric))


def _own(rubric: Rubric) -> dict[str, str]:
    return {criterion.id: criterion.id for criterion in rubric.criteria()}

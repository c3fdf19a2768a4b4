"""From stored events to what scoring needs: counts per answer, or the ratings themselves, as of a round.

A cycle with one round in which nobody changed an answer (a large import) is counted in a single pass; any
other goes through the latest revision of each round and the latest answer over rounds. Ratings of a subject
that was merged into another count for that other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxmaturity.domain.ratings import OVERALL, Answer, Rating
from cxmaturity.domain.rubric import Rubric
from cxmaturity.domain.tally import Tallies
from cxmaturity.store.engine import Columns, Reader, query
from cxmaturity.store.subjects import Subject, identities, subjects_of, subjects_with

LAST_ROUND = 2_147_483_647
Roster = Mapping[str, str]  # each id under which answers lie → the id of the subject that it stands for


@dataclass(frozen=True, slots=True)
class _Question:
    """One cycle as of one round, and whether its events are its present answers as they lie."""

    place: tuple[str, str, int]
    unchanged: bool

    def text(self, name: str) -> str:
        return query(f"{name}_unchanged" if self.unchanged else name)


def tallies(
    reader: Reader,
    rubric: Rubric,
    evaluation_id: str,
    cycle_id: str,
    round_number: int | None = None,
    roster: Roster | None = None,
) -> Tallies:
    """Count a cycle's answers as of a round (the last by default), for the rubric's criteria that are asked.

    They are counted over those who take part today, or over a ``roster`` that was kept. ``raters`` is counted
    only where the rubric needs it (``missing: zero``); it is 0 elsewhere.
    """
    subjects, lie_under = _taking_part(reader, evaluation_id, roster)
    criteria = sorted(criterion.id for criterion in rubric.criteria())
    places = {subject.id: place for place, subject in enumerate(subjects)}
    question = _question(
        reader, (evaluation_id, cycle_id, round_number or LAST_ROUND), is_merged=len(lie_under) > len(places)
    )
    ids = [list(lie_under), [places[survivor] for survivor in lie_under.values()]]
    counted = reader.columns(question.text("counts"), [*question.place, *ids, criteria])
    raters = np.zeros(len(subjects), dtype=np.int64)
    if rubric.assessors.missing == "zero":
        raters = _raters(reader.columns(question.text("raters"), [*question.place, *ids, criteria]), raters)
    return _tallies(subjects, criteria, counted, raters)


def ratings_as_of(
    reader: Reader,
    evaluation_id: str,
    cycle_id: str,
    round_number: int | None = None,
    roster: Roster | None = None,
) -> list[Rating]:
    """Return a cycle's present answers as of a round, one per subject, criterion and assessor, in that order.

    ``assessor`` is the person's opaque id; withdrawn subjects are left out, `_overall` is not.
    """
    subjects, lie_under = _taking_part(reader, evaluation_id, roster)
    names = {subject.id: subject.name for subject in subjects}
    survivors = list(lie_under.values())
    place = [evaluation_id, cycle_id, round_number or LAST_ROUND, list(lie_under), survivors]
    place.append([names[survivor] for survivor in survivors])
    return [
        Rating(row[0], row[1], Answer(row[2]), *row[3:]) for row in reader.read(query("ratings_as_of"), place)
    ]


def rounds_of(reader: Reader, evaluation_id: str, cycle_id: str) -> list[int]:
    """Return the rounds of a cycle that hold any event, first to last."""
    rows = reader.read(
        "select distinct round from rating_events where evaluation_id = $1 and cycle_id = $2 order by round",
        [evaluation_id, cycle_id],
    )
    return [row[0] for row in rows]


def last_round(reader: Reader, evaluation_id: str, cycle_id: str) -> int:
    """Return the last round of a cycle in which a criterion was answered; 1 where there is none."""
    ((last,),) = reader.read(
        "select coalesce(max(round), 1) from rating_events "
        "where evaluation_id = $1 and cycle_id = $2 and criterion <> $3",
        [evaluation_id, cycle_id, OVERALL],
    )
    return int(last)


def _taking_part(
    reader: Reader, evaluation_id: str, roster: Roster | None
) -> tuple[tuple[Subject, ...], Roster]:
    """Return the subjects to count over, and the ids under which answers about them lie."""
    if roster is None:
        subjects = subjects_of(reader, evaluation_id)
        return subjects, identities(reader, [subject.id for subject in subjects])
    subjects = subjects_with(reader, sorted(set(roster.values())))
    known = {subject.id for subject in subjects}
    return subjects, {one: survivor for one, survivor in roster.items() if survivor in known}


def _question(reader: Reader, place: tuple[str, str, int], *, is_merged: bool) -> _Question:
    ((revision, first, last),) = reader.read(query("extent"), place)
    return _Question(place, unchanged=revision == 1 and first == last and not is_merged)


def _raters(counted: Columns, raters: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    raters[counted["subject"]] = counted["raters"]
    return raters


def _tallies(
    subjects: Sequence[Subject], criteria: Sequence[str], counted: Columns, raters: npt.NDArray[np.int64]
) -> Tallies:
    return Tallies(
        subjects=tuple(subject.name for subject in subjects),
        criteria=tuple(criteria),
        subject=counted["subject"].astype(np.int64),
        criterion=counted["criterion"].astype(np.int64),
        kind=counted["kind"].astype(np.int64),
        value=counted["value"].astype(np.float64),
        count=counted["count"].astype(np.int64),
        raters=raters,
    )

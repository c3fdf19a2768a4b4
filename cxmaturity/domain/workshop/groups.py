"""Answers by role, without giving anybody away."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cxmaturity.domain.ratings import Answer, Rating, as_of
from cxmaturity.domain.workshop.counting import cell_of, counted
from cxmaturity.domain.workshop.room import Room
from cxmaturity.domain.workshop.roster import Participant
from cxmaturity.domain.workshop.settings import Cell
from cxmaturity.domain.workshop.sight import Sight


@dataclass(frozen=True, slots=True)
class GroupVoice:
    """What one role said about a cell; ``counts`` maps raw points to people, ``median`` None without any."""

    role: str
    cell: Cell
    n: int
    median: float | None
    counts: Mapping[float, int]


def visible_groups(sizes: Mapping[str, int], minimum: int) -> frozenset[str]:
    """Return the groups that may be shown beside the total.

    A group under the minimum is hidden; and as total minus shown gives what is hidden, further groups are
    hidden, smallest first, until those hidden together reach the minimum.
    """
    order = sorted(sizes, key=lambda group: (sizes[group], group))
    shown = [group for group in order if sizes[group] >= minimum]
    hidden = sum(sizes.values()) - sum(sizes[group] for group in shown)
    while shown and 0 < hidden < minimum:
        hidden += sizes[shown.pop(0)]
    return frozenset(shown)


def by_role(
    room: Room, people: Collection[Participant], ratings: Sequence[Rating], seen: Sight
) -> tuple[GroupVoice, ...]:
    """Return the visible roles' answers per cell, in the order of subject, criterion and role.

    Roles are compared as typed, without case. Only distributions come out: never whose answer it was.
    """
    visible = {(round_.number, cell) for round_ in seen.rounds for cell in round_.cells}
    kept = [r for r in counted(room, people, ratings).kept if (r.round, cell_of(r)) in visible]
    roles = {person.id: person.role.casefold() for person in people}
    groups: dict[Cell, dict[str, list[Rating]]] = defaultdict(lambda: defaultdict(list))
    for rating in as_of(kept):
        if rating.answer is not Answer.UNANSWERED:
            groups[cell_of(rating)][roles[rating.assessor]].append(rating)
    return tuple(
        _voice(role, cell, groups[cell][role])
        for cell in sorted(groups)
        for role in sorted(visible_groups({k: len(v) for k, v in groups[cell].items()}, seen.minimum))
    )


def _voice(role: str, cell: Cell, rows: Sequence[Rating]) -> GroupVoice:
    values = [rating.value for rating in rows if rating.value is not None]
    median = float(np.median(values)) if values else None
    return GroupVoice(role, cell, len(rows), median, dict(sorted(Counter(values).items())))

"""Answers of an anonymous room as they may leave it: nobody is found again by what they did not answer."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

from cxmaturity.domain.ratings import OVERALL, Rating
from cxmaturity.domain.workshop.counting import cell_of
from cxmaturity.domain.workshop.roster import ALIASES
from cxmaturity.domain.workshop.settings import Cell

Track = tuple[Rating, ...]  # one person's answers to one cell, round by round


def unlinked(ratings: Sequence[Rating], minimum: int, rng: Random) -> tuple[Rating, ...]:
    """Return the ratings that everybody may see (`filtered`) under drawn numbers.

    Everybody in the room knows who came late, has a conflict of interest or left something out, so a number
    with just these gaps would be a name. One person's answers stand under one number only where at least
    ``minimum`` people answered the same questions in the same rounds. Otherwise the answers to each question
    are dealt out to the numbers by lot: counts and scores stay as they were, and no number is anybody. Who
    was shown in a round stays shown in later ones, as the screens have it. What comes out depends on what was
    answered and not on who answered it.
    """
    tracks = _tracks(ratings)
    sheets = _sheets(tracks)
    patterns = Counter(frozenset((r.round, cell_of(r)) for r in sheet) for sheet in sheets)
    if any(people < minimum for people in patterns.values()):
        sheets = _dealt(tracks, len(sheets), rng)
    numbers = rng.sample(ALIASES, len(sheets))
    rows = [
        replace(rating, assessor=f"Participant {number}", note="")
        for number, sheet in zip(numbers, sorted(sheets, key=_content), strict=True)
        for rating in sheet
    ]
    return tuple(sorted(rows, key=lambda r: (r.round, r.subject, r.criterion, r.assessor)))


def _tracks(ratings: Sequence[Rating]) -> Mapping[Cell, Mapping[str, Track]]:
    """Return each cell's answers by assessor; a round that somebody left out repeats what they had said."""
    rounds: dict[Cell, set[int]] = defaultdict(set)
    for rating in ratings:
        rounds[cell_of(rating)].add(rating.round)
    found: dict[Cell, dict[str, Track]] = {cell: {} for cell in sorted(rounds)}
    for rating in sorted(ratings, key=lambda r: r.round):
        of_cell = found[cell_of(rating)]
        track = of_cell.get(rating.assessor, ())
        of_cell[rating.assessor] = (*_held(track, rounds[cell_of(rating)], rating.round), rating)
    return {
        cell: {name: _held(track, rounds[cell], max(rounds[cell]) + 1) for name, track in of_cell.items()}
        for cell, of_cell in found.items()
    }


def _held(track: Track, rounds: set[int], before: int) -> Track:
    """Return the track with its last answer standing in all rounds after it and before this one."""
    later = sorted(number for number in rounds if track and track[-1].round < number < before)
    return (*track, *(replace(track[-1], round=number) for number in later))


def _sheets(tracks: Mapping[Cell, Mapping[str, Track]]) -> list[Track]:
    """Return all answers of each assessor."""
    sheets: dict[str, Track] = {}
    for of_cell in tracks.values():
        for name, track in of_cell.items():
            sheets[name] = (*sheets.get(name, ()), *track)
    return list(sheets.values())


def _dealt(tracks: Mapping[Cell, Mapping[str, Track]], people: int, rng: Random) -> list[Track]:
    """Return as many sheets as there are people, the answers to each cell dealt out to them by lot.

    Each subject goes to as many sheets as people rated it, so that what counts people counts as many.
    """
    sheets: list[Track] = [()] * people
    start = 0
    for group in _groups(tracks):
        width = len({name for cell in group for name in tracks[cell]})
        turn = 0
        for cell in group:
            dealt = sorted(tracks[cell].values(), key=_content)
            rng.shuffle(dealt)
            for place, track in enumerate(dealt, turn):
                sheets[(start + place % width) % people] += track
            turn += len(dealt)
        start += width
    return sheets


def _groups(tracks: Mapping[Cell, Mapping[str, Track]]) -> list[list[Cell]]:
    """Return the cells of each subject together; its judgement as a whole, which scores nothing, apart."""
    groups: dict[tuple[str, bool], list[Cell]] = defaultdict(list)
    for cell in tracks:
        groups[cell.subject, cell.criterion == OVERALL].append(cell)
    return list(groups.values())


def _content(sheet: Track) -> list[tuple[int, Cell, str, float, str]]:
    return [(r.round, cell_of(r), str(r.answer), r.value or 0.0, r.level) for r in sheet]

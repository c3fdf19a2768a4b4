"""Names taken out of a result before anything is made of it, so that no format can bring them back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
import re
from typing import TypeVar

from cxmaturity.domain.results import Result, Robustness, ScoreFlip, WeightFlip

Value = TypeVar("Value")
WORD = re.compile(r"\w+")


def letters(ids: Iterable[str], word: str) -> dict[str, str]:
    """Return a mask for each id: “Vendor A”, “Vendor B” … in the order in which they come."""
    return {each: f"{word.capitalize()} {_letter(place)}" for place, each in enumerate(ids)}


def mask_result(result: Result, masks: Mapping[str, str]) -> Result:
    """Return the result with subjects called by their masks; those without one keep their names."""
    return replace(
        result,
        subjects=tuple(replace(s, subject=masks.get(s.subject, s.subject)) for s in result.subjects),
        robustness=None if result.robustness is None else _robustness(result.robustness, masks),
    )


def mask_weight_flips(flips: Iterable[WeightFlip], masks: Mapping[str, str]) -> tuple[WeightFlip, ...]:
    """Return the flips with masked names."""
    return tuple(replace(flip, new_first=masks.get(flip.new_first, flip.new_first)) for flip in flips)


def mask_score_flips(flips: Iterable[ScoreFlip], masks: Mapping[str, str]) -> tuple[ScoreFlip, ...]:
    """Return the flips with masked names."""
    return tuple(
        replace(
            flip,
            subject=masks.get(flip.subject, flip.subject),
            new_first=masks.get(flip.new_first, flip.new_first),
        )
        for flip in flips
    )


def gives_away(text: str, names: Iterable[str]) -> bool:
    """Tell whether a text shares a name, or a word of one, with these names: “Northwind pilot” tells enough.

    Case does not matter. Words of one or two letters count only as a whole name.
    """
    said = f" {' '.join(WORD.findall(text.casefold()))} "
    words = set(said.split())
    for name in names:
        parts = WORD.findall(name.casefold())
        if any(len(part) > 2 and part in words for part in parts) or f" {' '.join(parts)} " in said:
            return True
        if not name.isascii() and name.casefold() in text.casefold():
            return True  # some scripts put no space between words
    return False


def _robustness(drawn: Robustness, masks: Mapping[str, str]) -> Robustness:
    return replace(
        drawn,
        p_first=_keys(drawn.p_first, masks),
        rank_acceptability=_keys(drawn.rank_acceptability, masks),
        expected_rank=_keys(drawn.expected_rank, masks),
        interval=_keys(drawn.interval, masks),
    )


def _keys(of: Mapping[str, Value], masks: Mapping[str, str]) -> dict[str, Value]:
    return {masks.get(name, name): value for name, value in of.items()}


def _letter(place: int) -> str:
    """Return A to Z, then AA, AB and so on."""
    head = _letter(place // 26 - 1) if place >= 26 else ""
    return head + chr(ord("A") + place % 26)

"""Names taken out of a result before anything is made of it, so that no format can bring them back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
import re
from typing import TypeVar

from cxmaturity.domain.results import Result, Robustness, ScoreFlip, WeightFlip

Value = TypeVar("Value")


def letters(ids: Iterable[str], word: str) -> dict[str, str]:
    """Return a mask for each id: “Vendor A”, “Vendor B” … in the order of the ids, which are random."""
    return {each: f"{word.capitalize()} {_letter(place)}" for place, each in enumerate(sorted(ids))}


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


def mask_text(text: str, masks: Mapping[str, str]) -> str:
    """Return a title in which every masked name, in any case, is replaced by its mask."""
    if not masks:
        return text
    longest_first = sorted(masks, key=len, reverse=True)
    folded = {name.casefold(): mask for name, mask in masks.items()}
    pattern = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)
    return pattern.sub(lambda found: folded.get(found[0].casefold(), "…"), text)


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

"""Blind for real: two runs that differ only in other people's answers show every viewer the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cxmaturity.domain.workshop.steering import (
    Conclude,
    Lock,
    OpenAgain,
    Reveal,
    ScoreAgain,
    StartScoring,
    Withdraw,
)
from tests.services.worlds import World

ROOMS: dict[str, dict[str, Any]] = {
    "named": {},
    "anonymous": {"naming": "anonymous"},
    "masked": {"is_masked": True},
    "block by block": {"blocks": "per subject"},
}


@pytest.fixture(params=ROOMS, ids=lambda name: name.replace(" ", "-"))
def worlds(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[World, World]:
    how = ROOMS[request.param]
    one, other = (World.new(tmp_path / f"world-{seed}", seed, **how) for seed in (1, 2))
    return one, other


def differences(worlds: tuple[World, World]) -> set[str]:
    """Return the names of everything that was ever shown differently."""
    one, other = worlds
    assert len(one.seen) == len(other.seen) > 0
    return {
        name
        for before, after in zip(one.seen, other.seen, strict=True)
        for name in before
        if before[name] != after[name]
    }


def first_round(world: World, seed: int | None = None) -> None:
    world.do(StartScoring)
    world.others_answer(seed)
    world.watcher_answers()
    world.do(Lock)


def test_nothing_that_anybody_is_shown_before_a_reveal_depends_on_other_peoples_answers(
    worlds: tuple[World, World],
) -> None:
    for world in worlds:
        first_round(world)
        world.do(OpenAgain)
        world.others_answer()
    assert differences(worlds) == set()


def test_after_the_reveal_the_answers_are_seen(worlds: tuple[World, World]) -> None:
    """So that the test above could fail."""
    for world in worlds:
        first_round(world)
        world.do(Reveal)
    assert {"phone", "console", "projector"} <= differences(worlds)


@pytest.mark.parametrize("worlds", ["named", "anonymous"], indirect=True)
def test_a_second_round_is_as_blind_as_the_first(worlds: tuple[World, World]) -> None:
    for world in worlds:
        first_round(world, seed=7)
        world.do(Reveal)
        world.do(ScoreAgain, reason="we talked", scope="all")
        world.others_answer()
        world.watcher_answers()
        world.do(Lock)
    assert differences(worlds) == set()


@pytest.mark.parametrize("worlds", ["anonymous"], indirect=True)
def test_a_round_that_was_taken_back_is_never_seen(worlds: tuple[World, World]) -> None:
    for world in worlds:
        first_round(world, seed=7)
        world.do(Reveal)
        world.do(ScoreAgain, reason="we talked", scope="all")
        world.others_answer()
        world.do(Withdraw, reason="wrong question")
        world.do(ScoreAgain, reason="once more", scope="all")
        world.others_answer(seed=8)
        world.do(Reveal, missing=9)
    assert differences(worlds) == set()


@pytest.mark.parametrize("worlds", ["named"], indirect=True)
def test_the_overall_judgement_is_blind_too(worlds: tuple[World, World]) -> None:
    for world in worlds:
        first_round(world, seed=7)
        world.do(Reveal)
        world.do(Conclude)
        world.others_answer()
        world.watcher_answers()
    assert differences(worlds) == set()

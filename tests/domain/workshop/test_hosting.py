from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cxmaturity.domain.errors import ProblemsError, RefusedError
from cxmaturity.domain.workshop.commands import Command
from cxmaturity.domain.workshop.hosting import (
    Admit,
    ChangeSettings,
    LockDoor,
    LockWeights,
    Observe,
    OpenDoor,
    Remove,
    SetTimer,
    due,
)
from cxmaturity.domain.workshop.steering import Brief, Lock, ScoreAgain
from tests.domain.workshop.scene import NORTH_FIELD, SETTINGS, Scene, revealed, scoring


def refused(scene: Scene, command: type[Command], **what: Any) -> str:
    with pytest.raises(RefusedError) as error:
        scene.do(command, **what)
    return str(error.value)


def test_settings_can_be_changed_until_somebody_rates() -> None:
    scene = Scene()
    scene.do(ChangeSettings, settings=replace(SETTINGS, naming="anonymous"))
    assert scene.room.settings.is_anonymous


def test_the_promise_about_names_is_frozen_once_somebody_has_rated() -> None:
    scene = Scene(blocks="per subject")
    scene.join("ann")
    scene.score(ann=2)
    scene.do(Brief)
    settings = replace(scene.room.settings, naming="anonymous")
    assert "everything but the title is frozen" in refused(scene, ChangeSettings, settings=settings)


def test_the_title_can_still_be_corrected_after_a_rating() -> None:
    scene = Scene(blocks="per subject")
    scene.join("ann")
    scene.score(ann=2)
    scene.do(Brief)
    scene.do(ChangeSettings, settings=replace(scene.room.settings, title="🚀 Partners"))
    assert scene.room.settings.title == "🚀 Partners"


def test_locked_weights_cannot_be_bent() -> None:
    scene = Scene()
    scene.do(LockWeights)
    settings = replace(SETTINGS, weights={"field": 9.0})
    assert "The weights are locked" in refused(scene, ChangeSettings, settings=settings)


def test_weights_are_locked_once() -> None:
    scene = Scene()
    scene.do(LockWeights)
    assert refused(scene, LockWeights) == "The weights are locked already."


def test_settings_that_cannot_be_used_are_refused_with_all_their_problems() -> None:
    with pytest.raises(ProblemsError) as error:
        Scene().do(ChangeSettings, settings=replace(SETTINGS, title="", subjects=()))
    assert len(error.value.problems) == 2


def test_who_comes_after_the_door_was_locked_waits_until_admitted() -> None:
    scene = scoring("ann")
    scene.do(LockDoor)
    scene.join("bob")
    waiting = [person.id for person in scene.progress().waiting]
    scene.do(Admit, people=("bob",))
    assert (waiting, [p.id for p in scene.progress().missing]) == (["bob"], ["ann", "bob"])


def test_who_waits_still_waits_when_the_door_opens() -> None:
    scene = scoring("ann")
    scene.do(LockDoor)
    scene.join("bob")
    scene.do(OpenDoor)
    scene.join("cleo")
    assert [person.id for person in scene.progress().waiting] == ["bob"]


def test_a_door_is_locked_and_opened_once() -> None:
    scene = Scene()
    assert refused(scene, OpenDoor) == "The room is open already."
    scene.do(LockDoor)
    assert refused(scene, LockDoor) == "The room is locked already."


def test_who_is_in_is_not_admitted_again() -> None:
    assert refused(scoring("ann"), Admit, people=("ann",)) == "Nobody named here is waiting at the door."


def test_an_unknown_person_is_neither_admitted_nor_removed() -> None:
    assert "Nobody by this mark" in refused(scoring("ann"), Remove, person="eve")


def test_before_a_reveal_a_person_is_removed_without_a_reason() -> None:
    scene = scoring("ann", "bob")
    scene.do(Remove, person="bob")
    assert [person.id for person in scene.progress().missing] == ["ann"]


def test_after_a_reveal_a_person_is_removed_only_with_a_reason() -> None:
    said = refused(revealed(ann=1, bob=4), Remove, person="bob")
    assert said == "Removing somebody after a reveal needs a reason; it will stand in the record."


def test_the_reason_for_a_removal_is_recorded() -> None:
    scene = revealed(ann=1, bob=4)
    scene.do(Remove, person="bob", reason="works for the vendor")
    assert scene.room.removed["bob"].reason == "works for the vendor"


def test_a_person_is_removed_once() -> None:
    scene = scoring("ann")
    scene.do(Remove, person="ann")
    assert refused(scene, Remove, person="ann") == "This person has been removed already."


def test_a_removed_person_can_be_let_in_again() -> None:
    scene = scoring("ann")
    scene.do(Remove, person="ann")
    scene.do(Admit, people=("ann",))
    scene.rate("ann", {NORTH_FIELD: 2})
    assert scene.room.removed == {}


def test_an_observer_holds_nobody_up() -> None:
    scene = scoring("ann", "bob")
    scene.do(Observe, person="bob")
    scene.rate_all("ann", 2)
    assert str(scene.progress()) == "1 of 1 done"


def test_an_observer_is_listed_as_one() -> None:
    scene = scoring("ann", "bob")
    scene.do(Observe, person="bob")
    assert [person.id for person in scene.progress().observing] == ["bob"]


def test_an_observer_can_rate_again_from_the_next_round_on() -> None:
    scene = revealed(ann=1, bob=4)
    scene.do(Observe, person="bob")
    scene.do(Observe, person="bob", is_on=False)
    scene.do(ScoreAgain, reason="talked", scope="all")
    assert len(scene.progress().missing) == 2


def test_making_an_observer_of_an_observer_is_refused() -> None:
    assert refused(scoring("ann"), Observe, person="ann", is_on=False) == "That is how it is already."


def test_a_clock_that_is_not_armed_locks_nothing() -> None:
    scene = scoring("ann")
    scene.do(SetTimer, seconds=60)
    assert due(scene.room, scene.now + timedelta(hours=1)) is None
    scene.tick(3600)
    scene.rate("ann", {NORTH_FIELD: 2})


def test_an_armed_clock_locks_the_round_when_time_is_up() -> None:
    scene = scoring("ann")
    scene.do(SetTimer, seconds=60, locks=True)
    assert due(scene.room, scene.now + timedelta(seconds=59)) is None
    assert due(scene.room, scene.now + timedelta(seconds=60)) == Lock(scene.room.revision)


def test_after_an_armed_clock_has_run_out_no_answer_is_taken_though_nobody_locked() -> None:
    scene = scoring("ann")
    scene.do(SetTimer, seconds=60, locks=True)
    scene.tick(60)
    with pytest.raises(RefusedError, match="after the time was up"):
        scene.rate("ann", {NORTH_FIELD: 2})


def test_the_clock_stops_with_zero_seconds_and_with_every_change_of_phase() -> None:
    scene = scoring("ann")
    scene.do(SetTimer, seconds=60)
    stopped = scene.do(SetTimer, seconds=0).timer
    scene.do(SetTimer, seconds=60)
    assert (stopped, scene.do(Lock).timer) == (None, None)


@pytest.mark.parametrize("seconds", [-1, 4 * 3600 + 1])
def test_the_clock_takes_no_senseless_time(seconds: int) -> None:
    assert "The clock takes 0 to" in refused(scoring("ann"), SetTimer, seconds=seconds)


def test_only_a_round_that_is_open_can_be_locked_by_the_clock() -> None:
    assert "while people are scoring" in refused(Scene(), SetTimer, seconds=60, locks=True)

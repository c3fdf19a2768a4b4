from __future__ import annotations

from dataclasses import replace
from datetime import datetime
import json

import pytest

from cxmaturity.domain.workshop import events
from cxmaturity.domain.workshop.events import Event, fold
from cxmaturity.domain.workshop.log import KINDS, body_of, event_of, kind_of
from cxmaturity.domain.workshop.room import Phase
from tests.domain.workshop.scene import ALL, BEGIN, NORTH_FIELD, SETTINGS

LATER = datetime(2026, 11, 2, 9, 30)  # noqa: DTZ001 - times are naive UTC everywhere
WEIGHTED = replace(SETTINGS, weights={"field": 2.5})
EVENTS: list[Event] = [
    events.Created(BEGIN, "host", WEIGHTED),
    events.SettingsChanged(BEGIN, "host", SETTINGS),
    events.WeightsLocked(BEGIN, "host"),
    events.PhaseChanged(BEGIN, "host", Phase.LOBBY, Phase.BRIEF, 1),
    events.RoundOpened(BEGIN, "host", 2, ALL, "contested", "heard both ends"),
    events.OverallOpened(BEGIN, "host", 1, (NORTH_FIELD,)),
    events.RoundWithdrawn(BEGIN, "host", 2, "too early"),
    events.Revealed(BEGIN, "host", 1, 3),
    events.Accepted(BEGIN, "host", ALL),
    events.TakenUp(BEGIN, "host", NORTH_FIELD),
    events.TimerSet(BEGIN, "host", LATER, True),
    events.TimerSet(BEGIN, "host", None),
    events.DoorLocked(BEGIN, "host"),
    events.DoorOpened(BEGIN, "host"),
    events.Admitted(BEGIN, "host", ("ann", "bob")),
    events.Removed(BEGIN, "host", "ann", "left"),
    events.ObserverSet(BEGIN, "host", "bob", False),
    events.Ended(BEGIN, "host"),
]


@pytest.mark.parametrize("event", EVENTS, ids=kind_of)
def test_an_event_comes_back_from_json_as_it_was(event: Event) -> None:
    body = json.loads(json.dumps(body_of(event)))
    assert event_of(kind_of(event), event.at, event.by, body) == event


def test_every_kind_of_event_has_its_word() -> None:
    defined = {of.__name__ for of in Event.__subclasses__()}
    assert {type(event).__name__ for event in EVENTS} == {of.__name__ for of in KINDS.values()} == defined


def test_a_log_that_does_not_begin_with_its_creation_is_a_bug() -> None:
    with pytest.raises(TypeError):
        fold([events.Ended(BEGIN, "host")])

"""Events as plain records (for JSON) and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from cxmaturity.domain.workshop import events
from cxmaturity.domain.workshop.events import Event
from cxmaturity.domain.workshop.room import Phase
from cxmaturity.domain.workshop.settings import Cell, RoomSubject, Settings

KINDS: Mapping[str, type[Event]] = {
    "created": events.Created,
    "settings changed": events.SettingsChanged,
    "weights locked": events.WeightsLocked,
    "phase changed": events.PhaseChanged,
    "round opened": events.RoundOpened,
    "overall opened": events.OverallOpened,
    "round withdrawn": events.RoundWithdrawn,
    "revealed": events.Revealed,
    "accepted": events.Accepted,
    "taken up": events.TakenUp,
    "timer set": events.TimerSet,
    "door locked": events.DoorLocked,
    "door opened": events.DoorOpened,
    "admitted": events.Admitted,
    "removed": events.Removed,
    "observer set": events.ObserverSet,
    "ended": events.Ended,
}
NAMES = {of: name for name, of in KINDS.items()}


def kind_of(event: Event) -> str:
    """Return the word under which an event is stored; these words never change."""
    return NAMES[type(event)]


def body_of(event: Event) -> dict[str, Any]:
    """Return what an event says beyond when and who, in types that JSON has."""
    body = asdict(event)
    return {name: _plain(value) for name, value in body.items() if name not in {"at", "by"}}


def event_of(kind: str, at: datetime, by: str, body: Mapping[str, Any]) -> Event:
    """Return the event that was stored with `kind_of` and `body_of`."""
    said = {name: READERS[name](value) if name in READERS else value for name, value in body.items()}
    return KINDS[kind](at=at, by=by, **said)


def _plain(value: Any) -> Any:  # noqa: ANN401 - any field of any event
    match value:
        case datetime():
            return value.isoformat()
        case Mapping():
            return {key: _plain(one) for key, one in value.items()}
        case tuple():
            return [_plain(one) for one in value]
        case _:
            return value


def _cells(value: list[list[str]]) -> tuple[Cell, ...]:
    return tuple(Cell(*pair) for pair in value)


def _settings(value: Mapping[str, Any]) -> Settings:
    subjects = tuple(RoomSubject(**subject) for subject in value["subjects"])
    return Settings(**{**value, "subjects": subjects, "criteria": tuple(value["criteria"])})


def _time(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


READERS: Mapping[str, Callable[[Any], Any]] = {
    "settings": _settings,
    "before": Phase,
    "after": Phase,
    "cells": _cells,
    "cell": lambda pair: Cell(*pair),
    "people": tuple,
    "ends_at": _time,
}

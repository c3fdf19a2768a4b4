"""Frozen dataclasses of the domain as JSON and back, by their type hints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
import json
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


def written(thing: object) -> str:
    """Return a dataclass as one line of JSON; dates are ISO, tuples lists."""
    return json.dumps(_plain(thing), ensure_ascii=False, sort_keys=True)


def read_as(kind: type[T], body: str) -> T:
    """Return the dataclass that a body holds; a field that the body lacks takes its default."""
    return cast("T", _typed(kind, json.loads(body)))


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _typed(kind: Any, value: Any) -> object:  # noqa: ANN401 - JSON and type hints are of any type
    origin = get_origin(kind)
    if origin in {Union, UnionType}:
        return None if value is None else _typed(_some(kind), value)
    if origin is tuple:
        return tuple(_typed(get_args(kind)[0], each) for each in value)
    if origin is not None and origin is not Literal:
        return {key: _typed(get_args(kind)[1], each) for key, each in value.items()}
    return _single(kind, value)


def _single(kind: Any, value: Any) -> object:  # noqa: ANN401 - JSON and type hints are of any type
    if is_dataclass(kind):
        hints = _hints(cast("Any", kind))
        known = {name: _typed(hints[name], each) for name, each in value.items() if name in hints}
        return cast("type[object]", kind)(**known)
    if kind is date:
        return date.fromisoformat(value)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(value)
    return float(value) if kind is float else value


def _some(kind: Any) -> Any:  # noqa: ANN401 - a type hint is of any type
    """Return what an optional hint holds besides None."""
    return next(each for each in get_args(kind) if each is not NoneType)


@cache
def _hints(kind: Any) -> dict[str, Any]:  # noqa: ANN401 - a dataclass; the cache wants it hashable
    return get_type_hints(kind)

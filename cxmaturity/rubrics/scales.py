"""Scales, and how a level is found by its id or value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, cast

from cxmaturity.domain.reading import ProblemList, did_you_mean, listed, number_text, plain_number, shown
from cxmaturity.domain.rubric import Level, Scale
from cxmaturity.rubrics.records import Record

RESERVED = {"na", "dk"}
UNKNOWN = Scale("", 0, 1)  # stands for a scale that is already reported, so that nothing is said twice


def build_scales(root: Record, problems: ProblemList) -> dict[str, Scale]:
    """Return the scales by id; one with problems is UNKNOWN."""
    table = root.record("scales")
    broken = dict.fromkeys(table.broken, UNKNOWN) if table else {}
    return broken | {name: _scale(name, record, problems) for name, record in root.table("scales").items()}


def default_scale(root: Record, scales: Mapping[str, Scale], problems: ProblemList) -> str:
    """Return the id of the scale of criteria that name none; the only scale needs not be named."""
    defaults = root.record("defaults")
    if defaults and "scale" in defaults:
        named = defaults.text("scale")
        if named in scales:
            return named
        problems.add(defaults.line_of("scale"), unknown_scale(named, scales))
        return ""
    return next(iter(scales)) if len(scales) == 1 else ""


def unknown_scale(name: str, scales: Mapping[str, Scale]) -> str:
    """Return the sentence for a scale that the file does not have."""
    known = f"; the scales are {listed(sorted(scales), 'and')}" if 0 < len(scales) <= 8 else ""
    return f"there is no scale {shown(name)}{did_you_mean(name, scales) or known}"


def find_level(scale: Scale, word: str) -> Level | None:
    """Return the level with this id or value, or None."""
    number = plain_number(word)
    return next((x for x in scale.levels if x.id == word or (number is not None and x.value == number)), None)


def points_of(scale: Scale, word: str) -> float | None:
    """Return the raw points of a level, or of a number inside a numeric scale; None where there is none."""
    if scale.is_numeric:
        number = plain_number(word)
        return number if number is not None and scale.minimum <= number <= scale.maximum else None
    level = find_level(scale, word)
    return level.points if level else None


def answers_of(scale: Scale) -> str:
    """Return what may be said on a scale, for a sentence."""
    if scale.is_numeric:
        return f"a number from {number_text(scale.minimum)} to {number_text(scale.maximum)}"
    return listed(level.id for level in scale.levels)


def _scale(name: str, record: Record, problems: ProblemList) -> Scale:
    levels = record.records("levels")
    if record.broken or any(level.broken for level in levels) or ("levels" in record and len(levels) < 2):
        return UNKNOWN
    scale = _with_levels(name, record, problems) if "levels" in record else _numeric(name, record)
    if scale.minimum < scale.maximum:
        return _checked_step(scale, record, problems)
    if scale.is_numeric:
        problems.add(record.line_of("max"), f'"max" of the scale {shown(name)} must lie above its min')
    else:
        problems.add(
            record.line, f"all levels of the scale {shown(name)} have one score; it needs two or more"
        )
    return UNKNOWN


def _numeric(name: str, record: Record) -> Scale:
    return Scale(
        name,
        record.number("min"),
        record.number("max"),
        goal=_goal(record),
        unit=record.text("unit"),
        step=record.optional_number("step"),
        rated="integer" if "rated" in record else None,
        clamp=record.flag("clamp"),
        title=record.text("title"),
        description=record.text("description"),
    )


def _with_levels(name: str, record: Record, problems: ProblemList) -> Scale:
    records = record.records("levels")
    levels = tuple(_level(level) for level in records)
    _check_names(name, records, levels, problems)
    points = [level.points for level in levels]
    return Scale(
        name,
        min(points),
        max(points),
        levels,
        goal=_goal(record),
        unit=record.text("unit"),
        title=record.text("title"),
        description=record.text("description"),
    )


def _goal(record: Record) -> Literal["max", "min"]:
    return cast("Literal['max', 'min']", record.text("goal", "max"))


def _level(record: Record) -> Level:
    return Level(
        record.text("id"),
        record.number("value"),
        record.text("label", record.text("id")),
        record.number("score", record.number("value")),
        record.text("description"),
    )


def _check_names(
    scale: str, records: tuple[Record, ...], levels: tuple[Level, ...], problems: ProblemList
) -> None:
    """Report words that would not tell which level is meant: shared ids, values or labels, and NA and DK."""
    owners: dict[str | float, int] = {}
    for index, (record, level) in enumerate(zip(records, levels, strict=True)):
        for name in _names(level):
            said = shown(number_text(name) if isinstance(name, float) else name)
            if isinstance(name, str) and name.casefold() in RESERVED:
                problems.add(
                    record.line, f"{said} is reserved (NA not applicable, DK don't know); rename the level"
                )
            if owners.setdefault(name, index) != index:
                message = f"two levels of the scale {shown(scale)} are called {said}"
                problems.add(record.line, f"{message}; ids, values and labels must tell them apart")


def _names(level: Level) -> set[str | float]:
    """Return every name of a level; words that are numbers count as the number."""
    words: set[str | float] = {level.value}
    for word in (level.id, level.label.strip()):
        number = plain_number(word)
        words.add(word if number is None else number)
    return words


def _checked_step(scale: Scale, record: Record, problems: ProblemList) -> Scale:
    if scale.step is not None and scale.step > scale.span:
        problems.add(
            record.line_of("step"), f'"step" is wider than the scale {shown(scale.id)}; make it smaller'
        )
    return scale

"""What a criterion says about its levels: anchors, next steps, evidence, targets and thresholds.

Files name a level by its id or its value; here every such word becomes the level's id (on a numeric scale:
the number as people write it).
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType

from cxmaturity.domain.reading import did_you_mean, number_text, plain_number, shown
from cxmaturity.domain.rubric import Evidence, Measure, Scale
from cxmaturity.rubrics.known import Known
from cxmaturity.rubrics.records import Record
from cxmaturity.rubrics.scales import UNKNOWN, answers_of, find_level, points_of


def texts_by_level(record: Record, key: str, scale: Scale, known: Known) -> Mapping[str, str]:
    """Return level id (or the number, on a numeric scale) → text, in the order of the scale."""
    table = record.record(key)
    if table is None or scale is UNKNOWN:
        return MappingProxyType({})
    ids = _level_ids(table, key, scale, known)
    order = sorted(ids, key=lambda word: _position(ids[word], scale))
    return MappingProxyType({ids[word]: table.text(word) for word in order})


def _level_ids(table: Record, key: str, scale: Scale, known: Known) -> dict[str, str]:
    """Return the table's words → level ids; words without a level, or for the same level, are reported."""
    ids: dict[str, str] = {}
    for word in table.values:
        found = _level_id(word, scale)
        if found is None:
            message = f'{shown(word)} under "{key}" is no level of this scale; use {answers_of(scale)}'
            known.problems.add(table.line_of(word), message)
        elif found in ids.values():
            known.problems.add(
                table.line_of(word), f'"{key}" speaks of the level {shown(found)} twice; keep one'
            )
        else:
            ids[word] = found
    return ids


def _level_id(word: str, scale: Scale) -> str | None:
    if not scale.is_numeric:
        level = find_level(scale, word)
        return level.id if level else None
    number = points_of(scale, word)
    return None if number is None else number_text(number)


def _position(level_id: str, scale: Scale) -> float:
    level = scale.level(level_id)
    return scale.levels.index(level) if level else plain_number(level_id) or 0.0


def build_evidence(record: Record | None, scale: Scale, known: Known) -> Evidence | None:
    """Return the evidence rules; ``required_from`` becomes raw points."""
    if record is None:
        return None
    required_from = None
    if "required_from" in record and scale is not UNKNOWN:
        word = record.text("required_from")
        required_from = points_of(scale, word)
        if required_from is None:
            message = f'"required_from" is {shown(word)}; it must be {answers_of(scale)}'
            known.problems.add(record.line_of("required_from"), message)
    return Evidence(required_from, record.texts("examples"), record.optional_whole("max_age_days"))


def build_default_target(record: Record, scale: Scale, known: Known) -> str:
    """Return a level's id, a number as text, "next", or "" where the file sets no target."""
    word = record.text("default_target")
    if word in {"", "next"} or scale is UNKNOWN:
        return word
    found = _level_id(word, scale)
    if found is None:
        message = f'"default_target" is {shown(word)}; it must be next, or {answers_of(scale)}'
        known.problems.add(record.line_of("default_target"), message)
    return found or ""


def build_measure(criterion: Record, scale: Scale, known: Known) -> Measure | None:
    """Return the KPI that proposes a level, with its thresholds by level id."""
    record = criterion.record("measure")
    if record is None or scale is UNKNOWN:
        return None
    kpi = known.kpis.get(record.text("kpi"))
    if "kpi" in record and kpi is None:
        name = record.text("kpi")
        message = f'"kpi" is {shown(name)}, which does not exist{did_you_mean(name, known.kpis)}'
        known.problems.add(record.line_of("kpi"), message)
    return Measure(record.text("kpi"), _thresholds(criterion, record, scale, known))


def _thresholds(criterion: Record, measure: Record, scale: Scale, known: Known) -> Mapping[str, float]:
    """Return level id → figure, checked to run one way: the way in which the KPI gets better."""
    table = measure.record("thresholds")
    if table is None:
        return MappingProxyType({})
    if scale.is_numeric:
        known.problems.add(measure.line, '"measure" proposes a level, so it needs a scale with levels')
        return MappingProxyType({})
    ids = _level_ids(table, "thresholds", scale, known)
    order = sorted(ids, key=lambda word: _points(ids[word], scale))
    figures = [table.number(word) for word in order]
    kpi = known.kpis.get(measure.text("kpi"))
    if kpi is not None:
        turned = criterion.flag("reverse") or scale.goal == "min"
        rises = (kpi.text("direction", "up") == "up") != turned
        _check_order(figures, rises=rises, line=table.line, known=known)
    return MappingProxyType({ids[word]: figure for word, figure in zip(order, figures, strict=True)})


def _points(level_id: str, scale: Scale) -> float:
    level = scale.level(level_id)
    return level.points if level else 0.0


def _check_order(figures: list[float], *, rises: bool, line: int, known: Known) -> None:
    if not all(a < b if rises else a > b for a, b in pairwise(figures)):
        way = "rise" if rises else "fall"
        message = (
            f'"thresholds" must {way} from the lowest to the highest level, as the KPI\'s direction says'
        )
        known.problems.add(line, message)

"""What changed between two versions of a rubric, and how far their scores can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from cxmaturity.domain.comparison import effective_weights, is_comparable, overlap, renamed
from cxmaturity.domain.rubric import Criterion, Rubric, Scale, Section

__all__ = [
    "CriterionChange",
    "RubricDiff",
    "RuleChange",
    "WeightChange",
    "diff_rubrics",
    "effective_weights",
    "overlap",
    "renamed",
]

WEIGHT_TOLERANCE = 1e-9
RULES = ("aggregate", "also", "round", "gate", "applies_if")  # of a section and of the root
OF_RUBRIC = ("assessors", "min_coverage", "bands", "stages")


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """A criterion that differs; ``is_comparable`` is False where an answer now gives other points."""

    id: str
    fields: tuple[str, ...]
    is_comparable: bool


@dataclass(frozen=True, slots=True)
class WeightChange:
    """A criterion's share of the whole score (0–1) before and after."""

    id: str
    old: float
    new: float


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A node, or the whole rubric under its id, that makes scores otherwise of the same answers."""

    id: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RubricDiff:
    """New, changed and retired criteria by id, in file order.

    ``retired`` holds what was asked before and is not any more, marked as retired or gone. ``weights``
    compares the effective weights of criteria in both. ``overlap`` is in percent: how much of what is asked
    is the same. ``rules`` are changes above the criteria that score the same answers otherwise.
    """

    new: tuple[str, ...]
    changed: tuple[CriterionChange, ...]
    retired: tuple[str, ...]
    scales: tuple[str, ...]
    weights: tuple[WeightChange, ...]
    overlap: float
    rules: tuple[RuleChange, ...] = ()


def diff_rubrics(old: Rubric, new: Rubric) -> RubricDiff:
    """Compare two versions by criterion id, following ``equal`` in the new one's migrations."""
    before = {renamed(c.id, old, new): c for c in old.criteria()}
    after = {c.id: c for c in new.criteria()}
    common = [name for name in after if name in before]
    changes = [
        _change(before[name], after[name], comparable=is_comparable(before[name].id, old, new))
        for name in common
    ]
    old_weights = {renamed(name, old, new): w for name, w in effective_weights(old).items()}
    new_weights = effective_weights(new)
    comparable = {change.id for change in changes if change.is_comparable}
    return RubricDiff(
        new=tuple(name for name in after if name not in before),
        changed=tuple(change for change in changes if change.fields),
        retired=tuple(before[name].id for name in before if name not in after),
        scales=_changed_scales(old.scales, new.scales),
        weights=_changed_weights(common, old_weights, new_weights),
        overlap=overlap(old_weights, new_weights, comparable),
        rules=tuple(_changed_rules(old, new)),
    )


def _change(old: Criterion, new: Criterion, *, comparable: bool) -> CriterionChange:
    names = (f.name for f in fields(Criterion) if f.name not in {"id", "weight"})
    return CriterionChange(new.id, _differing(old, new, tuple(names)), is_comparable=comparable)


def _changed_rules(old: Rubric, new: Rubric) -> Iterator[RuleChange]:
    """Yield the rubric with its root's rules, then sections; one that is new or gone had or has none."""
    whole = (*_differing(old.root, new.root, RULES), *_differing(old, new, OF_RUBRIC))
    if whole:
        yield RuleChange(new.id, whole)
    before, after = (
        {section.id: section for section in rubric.root.sections() if section is not rubric.root}
        for rubric in (old, new)
    )
    plain = Section("", "", ())
    for name in dict.fromkeys([*after, *before]):
        if found := _differing(before.get(name, plain), after.get(name, plain), RULES):
            yield RuleChange(name, found)


def _differing(old: object, new: object, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in names if getattr(old, name) != getattr(new, name))


def _changed_scales(old: Mapping[str, Scale], new: Mapping[str, Scale]) -> tuple[str, ...]:
    names = dict.fromkeys([*old, *new])
    return tuple(name for name in names if old.get(name) != new.get(name))


def _changed_weights(
    common: list[str], old: Mapping[str, float], new: Mapping[str, float]
) -> tuple[WeightChange, ...]:
    pairs = ((name, old.get(name, 0.0), new.get(name, 0.0)) for name in common)
    return tuple(WeightChange(n, a, b) for n, a, b in pairs if abs(a - b) > WEIGHT_TOLERANCE)

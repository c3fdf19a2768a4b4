"""What changed between two versions of a rubric, and how far their scores can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from cxmaturity.domain.rubric import Aggregate, Criterion, Rubric, Scale, Section

WEIGHT_TOLERANCE = 1e-9


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
class RubricDiff:
    """New, changed and retired criteria by id, in file order.

    ``retired`` holds what was asked before and is not any more, marked as retired or gone. ``weights``
    compares the effective weights of criteria in both. ``overlap`` is in percent.
    """

    new: tuple[str, ...]
    changed: tuple[CriterionChange, ...]
    retired: tuple[str, ...]
    scales: tuple[str, ...]
    weights: tuple[WeightChange, ...]
    overlap: float


def diff_rubrics(old: Rubric, new: Rubric) -> RubricDiff:
    """Compare two versions by criterion id, following ``equal`` in the new one's migrations."""
    before = {renamed(c.id, old, new): c for c in old.criteria()}
    after = {c.id: c for c in new.criteria()}
    common = [name for name in after if name in before]
    changes = [_change(name, before[name], after[name]) for name in common]
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
    )


def renamed(name: str, old: Rubric, new: Rubric) -> str:
    """Return the id under which an old criterion goes on in the new version."""
    for migration in new.migrations:
        moved = migration.criteria.get(name)
        if migration.from_version == old.version and moved and moved.relation == "equal":
            return moved.to
    return name


def effective_weights(rubric: Rubric) -> dict[str, float]:
    """Return each scored criterion's share of the whole: normalised weights multiplied down the tree."""
    return _weights_below(rubric.root, 1.0)


def overlap(old: Mapping[str, float], new: Mapping[str, float], comparable: set[str]) -> float:
    """Return how much of two rubrics is the same, in percent: the weighted Jaccard index.

    Σ min(old, new) over comparable criteria / Σ max(old, new) over all, after both are scaled so that their
    comparable criteria weigh the same in total. With equal weights this is common / all, so that eight of
    twelve questions in common give 66.7 whatever the normalisation did to the other four.
    """
    old_total = sum(old.get(name, 0.0) for name in comparable)
    new_total = sum(new.get(name, 0.0) for name in comparable)
    if old_total == 0 or new_total == 0:
        return 0.0
    pairs = [(old.get(n, 0.0) / old_total, new.get(n, 0.0) / new_total) for n in sorted(comparable)]
    rest = sum(w for n, w in old.items() if n not in comparable) / old_total
    rest += sum(w for n, w in new.items() if n not in comparable) / new_total
    return 100 * sum(min(pair) for pair in pairs) / (sum(max(pair) for pair in pairs) + rest)


def _weights_below(section: Section, share: float) -> dict[str, float]:
    children = [child for child in section.children if _is_scored(child)]
    weights = [_weight(child, section.aggregate) for child in children]
    total = sum(weights)
    found: dict[str, float] = {}
    for child, weight in zip(children, weights, strict=True):
        part = share * weight / total if total else 0.0
        found |= _weights_below(child, part) if isinstance(child, Section) else {child.id: part}
    return found


def _weight(node: Criterion | Section, aggregate: Aggregate) -> float:
    if aggregate is Aggregate.MEAN:
        return 1.0 if node.weight > 0 else 0.0
    return node.weight


def _is_scored(node: Criterion | Section) -> bool:
    if isinstance(node, Section):
        return any(_is_scored(child) for child in node.children)
    return not node.retired and not node.add


def _change(criterion_id: str, old: Criterion, new: Criterion) -> CriterionChange:
    names = (f.name for f in fields(Criterion) if f.name not in {"id", "weight"})
    differing = tuple(name for name in names if getattr(old, name) != getattr(new, name))
    return CriterionChange(criterion_id, differing, is_comparable=_meaning(old) == _meaning(new))


def _meaning(criterion: Criterion) -> tuple[object, ...]:
    """Return what decides which points an answer gives."""
    scale = criterion.scale
    levels = tuple((level.id, level.points) for level in scale.levels)
    return (scale.minimum, scale.maximum, levels, criterion.is_turned, criterion.formula, criterion.add)


def _changed_scales(old: Mapping[str, Scale], new: Mapping[str, Scale]) -> tuple[str, ...]:
    names = dict.fromkeys([*old, *new])
    return tuple(name for name in names if old.get(name) != new.get(name))


def _changed_weights(
    common: list[str], old: Mapping[str, float], new: Mapping[str, float]
) -> tuple[WeightChange, ...]:
    pairs = ((name, old.get(name, 0.0), new.get(name, 0.0)) for name in common)
    return tuple(WeightChange(n, a, b) for n, a, b in pairs if abs(a - b) > WEIGHT_TOLERANCE)

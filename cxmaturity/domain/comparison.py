"""How far two versions of a rubric ask the same: which criteria go on, and with how much of the weight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import pairwise

from cxmaturity.domain.ratings import Answer, Rating
from cxmaturity.domain.rubric import Criterion, CriterionMigration, Migration, Rubric, Scale
from cxmaturity.domain.structure import leaf_weights


def is_same(one: Rubric, other: Rubric) -> bool:
    """Tell whether two rubrics are the same version, by content."""
    return one is other or (bool(one.sha256) and one.sha256 == other.sha256) or one == other


def renamed(name: str, old: Rubric, new: Rubric) -> str:
    """Return the id under which an old criterion goes on in the new version."""
    moved = _moved(name, old, new)
    return moved.to if moved and moved.relation == "equal" else name


def is_comparable(name: str, old: Rubric, new: Rubric) -> bool:
    """Tell whether an answer to an old criterion means the same in the new version.

    Both are asked, no migration says that one covers more or less than the other, and an answer gives the
    same points on the same range. A changed scale is therefore never comparable, whatever the migration does
    with old levels; other words for the same thing are.
    """
    moved = _moved(name, old, new)
    if moved is not None and moved.relation != "equal":
        return False
    before, after = old.criterion(name), new.criterion(renamed(name, old, new))
    if before is None or after is None or before.retired or after.retired:
        return False
    return _meaning(before) == _meaning(after)


def succession(rubrics: Sequence[Rubric]) -> dict[str, str]:
    """Return old id → newest id of the criteria that mean the same through all these versions, oldest first.

    A criterion that changed and later changed back is not one of them: nobody answered it in between.
    """
    names = {criterion.id: criterion.id for criterion in rubrics[0].criteria()}
    for old, new in pairwise(rubrics):
        if is_same(old, new):
            continue
        names = {
            first: renamed(now, old, new) for first, now in names.items() if is_comparable(now, old, new)
        }
    return names


def effective_weights(rubric: Rubric) -> dict[str, float]:
    """Return each scored criterion's share of the whole, by id; those without weight have none."""
    return {leaf.id: weight for leaf, weight in leaf_weights(rubric.root)}


def overlap(old: Mapping[str, float], new: Mapping[str, float], comparable: AbstractSet[str]) -> float:
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


def overlap_along(rubrics: Sequence[Rubric]) -> float:
    """Return the overlap of the first and the last of these versions, in percent."""
    names = succession(rubrics)
    old = {names.get(name, f"{name} before"): w for name, w in effective_weights(rubrics[0]).items()}
    return overlap(old, effective_weights(rubrics[-1]), set(names.values()))


def translated(rating: Rating, old: Rubric, new: Rubric) -> Rating | None:
    """Return an old rating as an answer to the new version; None where it has to be asked anew.

    Where the scale changed, the migration decides: ``rescale`` keeps the place within the range, fractions
    included (3 of 0–5 is 2.4 of 0–4), ``clamp`` keeps the number, ``reset`` and silence ask anew.
    """
    name = renamed(rating.criterion, old, new)
    before, after = old.criterion(rating.criterion), new.criterion(name)
    if before is None or after is None or after.retired:
        return None
    if is_comparable(rating.criterion, old, new) or rating.answer is not Answer.LEVEL:
        return replace(rating, criterion=name)
    moved, migration = _moved(rating.criterion, old, new), _migration(old, new)
    if (moved and moved.relation != "equal") or before.is_turned != after.is_turned or migration is None:
        return None
    value = _on_scale(rating.value or 0.0, before.scale, after.scale, migration.scale)
    if value is None:
        return None
    level = next((level.id for level in after.scale.levels if level.points == value), "")
    return replace(rating, criterion=name, value=value, level=level)


def _on_scale(value: float, old: Scale, new: Scale, how: str | None) -> float | None:
    if how == "rescale":
        return new.minimum + (value - old.minimum) / old.span * new.span
    return min(max(value, new.minimum), new.maximum) if how == "clamp" else None


def _migration(old: Rubric, new: Rubric) -> Migration | None:
    return next((m for m in new.migrations if m.from_version == old.version), None)


def _moved(name: str, old: Rubric, new: Rubric) -> CriterionMigration | None:
    migration = _migration(old, new)
    return migration.criteria.get(name) if migration else None


def _meaning(criterion: Criterion) -> tuple[object, ...]:
    """Return what decides which points an answer gives."""
    scale = criterion.scale
    levels = tuple((level.id, level.points) for level in scale.levels)
    return (scale.minimum, scale.maximum, levels, criterion.is_turned, criterion.formula, criterion.add)

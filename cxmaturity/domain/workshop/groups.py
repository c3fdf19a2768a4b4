"""Which groups may be shown beside a total, without giving anybody away."""

from __future__ import annotations

from collections.abc import Mapping


def visible_groups(sizes: Mapping[str, int], minimum: int) -> frozenset[str]:
    """Return the groups that may be shown beside the total.

    A group under the minimum is hidden; and as total minus shown gives what is hidden, further groups are
    hidden, smallest first, until those hidden together reach the minimum.
    """
    order = sorted(sizes, key=lambda group: (sizes[group], group))
    shown = [group for group in order if sizes[group] >= minimum]
    hidden = sum(sizes.values()) - sum(sizes[group] for group in shown)
    while shown and 0 < hidden < minimum:
        hidden += sizes[shown.pop(0)]
    return frozenset(shown)

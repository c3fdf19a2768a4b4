"""Weights that an evaluation sets in place of its rubric's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cxmaturity.store.engine import Reader, Transaction


@dataclass(frozen=True, slots=True)
class OwnWeights:
    """An evaluation's own weights by node id, who set them and when; empty where the rubric's count."""

    by_node: Mapping[str, float] = field(default_factory=dict)
    set_by: str = ""
    set_at: datetime | None = None


def own_weights(reader: Reader, evaluation_id: str) -> OwnWeights:
    """Return the weights that an evaluation has set."""
    rows = reader.read(
        "select node_id, weight, set_by, set_at from evaluation_weights where evaluation_id = $1 "
        "order by node_id",
        [evaluation_id],
    )
    if not rows:
        return OwnWeights()
    return OwnWeights({node: weight for node, weight, _, _ in rows}, rows[0][2], rows[0][3])


def put_weights(
    transaction: Transaction, evaluation_id: str, weights: Mapping[str, float], set_by: str, now: datetime
) -> None:
    """Set an evaluation's weights, whatever it had before; none at all brings back the rubric's."""
    transaction.run("delete from evaluation_weights where evaluation_id = $1", [evaluation_id])
    if weights:
        transaction.run(
            "insert into evaluation_weights (evaluation_id, node_id, weight, set_by, set_at) "
            "select $1::text, unnest($2::text[]), unnest($3::double precision[]), $4::text, $5::timestamp",
            [evaluation_id, list(weights), list(weights.values()), set_by, now],
        )

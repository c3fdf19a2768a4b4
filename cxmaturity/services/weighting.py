"""An evaluation's own weights: set before anybody has seen a score, locked from the first rating on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite

from cxmaturity.domain.errors import Problem, ProblemsError, RefusedError
from cxmaturity.domain.rubric import Rubric, Section
from cxmaturity.domain.structure import weightless
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.acts import Act, note
from cxmaturity.services.application import App
from cxmaturity.services.overview import view_of
from cxmaturity.store.engine import Reader
from cxmaturity.store.evaluations import one_evaluation
from cxmaturity.store.ratings import event_counts
from cxmaturity.store.weights import own_weights, put_weights

LARGEST = 1e15


@dataclass(frozen=True, slots=True)
class NodeWeight:
    """One section or criterion with its weight in the rubric and, where it differs, the evaluation's own."""

    id: str
    title: str
    parent: str
    is_section: bool
    rubric: float
    now: float


@dataclass(frozen=True, slots=True)
class Weighting:
    """All weights of an evaluation in asking order; ``is_locked`` from its first rating on."""

    nodes: tuple[NodeWeight, ...]
    is_locked: bool


def weighting(app: App, viewer: Viewer, evaluation_id: str) -> Weighting:
    """Return the weights that an evaluation is scored with."""
    require(viewer, "read", evaluation_id)
    rubric = view_of(app, app.store, one_evaluation(app.store, evaluation_id)).rubric
    own = own_weights(app.store, evaluation_id).by_node
    return Weighting(tuple(node_weights(rubric, own)), _is_rated(app.store, evaluation_id))


def set_weights(app: App, viewer: Viewer, evaluation_id: str, weights: Mapping[str, float]) -> None:
    """Set weights in place of the rubric's; nodes that are not named keep theirs.

    All that were set before are replaced; an empty set brings back the rubric's.

    Raises:
        RefusedError: somebody has rated already, so weights could be bent to a result.
        ProblemsError: a node is unknown, a weight is no number of 0 or more, or all under one node are 0.
    """
    require(viewer, "arrange", evaluation_id)
    with app.store.write() as transaction:
        rubric = view_of(app, transaction, one_evaluation(transaction, evaluation_id)).rubric
        if _is_rated(transaction, evaluation_id):
            raise RefusedError(
                "Somebody has rated already, so the weights are locked: nobody shall bend them to a result. "
                "Start another evaluation to use others."
            )
        problems = list(weight_problems(rubric, weights))
        if problems:
            raise ProblemsError(problems)
        stated = {node.id: node.rubric for node in node_weights(rubric, {})}
        changed = {name: float(weight) for name, weight in weights.items() if weight != stated[name]}
        put_weights(transaction, evaluation_id, changed, viewer.person_id, app.now())
        note(app, transaction, viewer, Act("change", "weights", evaluation_id, evaluation_id, dict(changed)))


def _is_rated(reader: Reader, evaluation_id: str) -> bool:
    return bool(event_counts(reader, evaluation_id))


def node_weights(rubric: Rubric, own: Mapping[str, float]) -> Iterator[NodeWeight]:
    """Yield every section and criterion that counts, in asking order, with the weight that it has."""
    for section in rubric.root.sections():
        for child in section.children:
            if isinstance(child, Section) or not child.retired:
                yield NodeWeight(
                    id=child.id,
                    title=child.title,
                    parent=section.id,
                    is_section=isinstance(child, Section),
                    rubric=child.weight,
                    now=own.get(child.id, child.weight),
                )


def weight_problems(rubric: Rubric, weights: Mapping[str, float]) -> Iterator[Problem]:
    """Yield what is wrong with weights that shall stand in place of a rubric's."""
    titles = {node.id: node.title for node in node_weights(rubric, {})}
    for name, weight in weights.items():
        if name not in titles:
            yield Problem("weights", 0, f"the rubric has no section or criterion “{name[:60]}”.")
        elif not isfinite(weight) or not 0 <= weight <= LARGEST:
            yield Problem(titles[name], 0, "type a number of 0 or more.")
    if all(name in titles for name in weights):
        for section in weightless(rubric.with_weights(weights).root):
            yield Problem(section.title, 0, "all weights below are 0; give at least one a weight above 0.")

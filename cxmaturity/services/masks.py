"""Masks: the letter that each subject goes by under a masked link, for good, and what gives a name away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cxmaturity.domain.sharing import Scope
from cxmaturity.reports.masking import gives_away, letters, mask_result, mask_score_flips, mask_weight_flips
from cxmaturity.services.application import App
from cxmaturity.services.views import CycleView, EvaluationResult, EvaluationView
from cxmaturity.store.subjects import Registered, enrolment_order, registry


@dataclass(frozen=True, slots=True)
class Disguise:
    """What each masked subject is called instead, and every name that it goes by or went by."""

    masks: Mapping[str, str]
    names: frozenset[str] = frozenset()

    def title(self, view: EvaluationView) -> str:
        """Return the evaluation's title; the rubric's where that one would give a name away."""
        return view.rubric.title if gives_away(view.title, self.names) else view.title

    def cycle(self, cycle: CycleView, view: EvaluationView) -> CycleView:
        """Return a cycle under a label that gives no name away."""
        if not gives_away(cycle.label, self.names):
            return cycle
        place = next(n for n, each in enumerate(view.cycles, 1) if each.id == cycle.id)
        return replace(cycle, label=f"Cycle {place}")


BARE = Disguise({})


def disguise_of(app: App, view: EvaluationView, scope: Scope) -> Disguise:
    """Return the masks under a scope; today's own ways keep their names.

    Letters follow the order in which subjects joined the evaluation, those that joined together by their ids,
    which are random. Who withdrew keeps the letter: no later edition calls somebody else by it, and a cycle
    that was signed before still shows them.
    """
    if not scope.is_masked:
        return BARE
    every = {each.subject.id: each for each in registry(app.store)}
    order = [id_ for id_ in enrolment_order(app.store, view.id) if every[id_].subject.status != "comparator"]
    masks = letters(order, view.rubric.subject)
    names_now = {id_: every[id_].subject.name for id_ in order}
    merged = [each for each in every.values() if each.merged_into in masks]
    names = {name for each in [*(every[id_] for id_ in order), *merged] for name in each.aliases}
    return Disguise(
        _merged_masks(merged, masks) | {names_now[id_]: mask for id_, mask in masks.items()},
        frozenset(names | set(names_now.values())),
    )


def _merged_masks(merged: Sequence[Registered], masks: Mapping[str, str]) -> dict[str, str]:
    """Return what subjects that became another go by: in a signed cycle they still stand on their own."""
    found: dict[str, str] = {}
    for each in merged:
        mask = masks[each.merged_into or ""]
        found[each.subject.name] = f"{mask} ({2 + sum(m.startswith(f'{mask} (') for m in found.values())})"
    return found


def disguised(shown: EvaluationResult, disguise: Disguise) -> EvaluationResult:
    """Return a result in which nothing says a masked name, titles and labels that people typed included."""
    view, masks = shown.evaluation, disguise.masks
    return replace(
        shown,
        evaluation=replace(
            view,
            title=disguise.title(view),
            subjects=tuple(replace(s, name=masks.get(s.name, s.name)) for s in view.subjects),
            cycles=tuple(disguise.cycle(cycle, view) for cycle in view.cycles),
        ),
        cycle=disguise.cycle(shown.cycle, view),
        result=mask_result(shown.result, masks),
        weight_flips=mask_weight_flips(shown.weight_flips, masks),
        score_flips=mask_score_flips(shown.score_flips, masks),
        changes=tuple(replace(c, subject=masks.get(c.subject, c.subject)) for c in shown.changes),
    )

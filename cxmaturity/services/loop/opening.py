"""The next cycle opens with the answers of the last one: seen at once, counted once confirmed."""

from __future__ import annotations

from cxmaturity.domain.confirmation import carried
from cxmaturity.services.application import App
from cxmaturity.services.loop.notebook import subject_names
from cxmaturity.services.overview import rubric_of
from cxmaturity.store.carried import add_carried, traced_answers
from cxmaturity.store.engine import Transaction
from cxmaturity.store.evaluations import Cycle, one_evaluation, pin_rubric
from cxmaturity.store.rubrics import keep_rubric

LOOPS = frozenset({"maturity", "audit"})  # purposes whose cycles start from the last one


def carry_into(app: App, transaction: Transaction, before: Cycle, opened: Cycle) -> int:
    """Let a cycle open with the last one's answers, and return how many came along.

    Answers that the new rubric version has to ask anew stay behind. A cycle that opens with answers pins its
    version at once: they are its first.
    """
    evaluation = one_evaluation(transaction, opened.evaluation_id)
    if evaluation.purpose not in LOOPS:
        return 0
    names = subject_names(transaction, evaluation.id)
    old, new = rubric_of(app, evaluation.rubric_id, before), rubric_of(app, evaluation.rubric_id, opened)
    answers = traced_answers(transaction, evaluation.id, before.id, names)
    opening = carried(answers, opened.label, opened.starts_on, old, new)
    if opening:
        ids = {name: subject_id for subject_id, name in names.items()}
        add_carried(transaction, evaluation.id, opened.id, opening, ids)
        keep_rubric(transaction, new, app.now())
        pin_rubric(transaction, opened.id, new.sha256, app.now())
    return len(opening)

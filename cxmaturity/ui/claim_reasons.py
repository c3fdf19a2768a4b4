"""Why a claim about one subject holds: what moved it, which stage it has reached, why a flag is up."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

import pandas as pd

from cxmaturity.charts.formats import counted, listed, number, percent, signed
from cxmaturity.domain.progress import Change
from cxmaturity.domain.provisional import is_too_early
from cxmaturity.domain.results import RedFlagRaised, Result, SubjectResult
from cxmaturity.domain.rubric import Criterion, Rubric, Stages
from cxmaturity.ui.reasons import Ground, Question, Reason

SEEN: Final = 0.005  # score points that still show with two decimals
CHANGE, STAGE = "change", "stage"


def claims(ground: Ground, subject: SubjectResult) -> Iterator[Question]:
    """Yield what can be asked about a subject beside its scores."""
    change = ground.change_of(subject.subject)
    if change is not None:
        label = f"Change since {change.from_cycle}"
        yield Question(CHANGE, label, partial(of_change, ground.result.rubric, subject, change))
    staged = subject.stage is not None and ground.result.rubric.stages is not None
    if staged and not is_too_early(ground.result.rubric, subject):
        yield Question(STAGE, f"Stage {subject.stage}", partial(of_stage, ground.result, subject))
    for flag in subject.red_flags:
        explained = partial(of_red_flag, ground.result, subject, flag)
        yield Question(f"flag-{flag.criterion}", f"Red flag: {flag.title}", explained)


def of_change(rubric: Rubric, subject: SubjectResult, change: Change) -> Reason:
    """Explain a change by what each criterion brought; the parts add up to it."""
    titles = {criterion.id: criterion.title for criterion in rubric.criteria()}
    brought = sorted(change.contributions.items(), key=lambda item: -item[1])
    moved = [(name, part) for name, part in brought if abs(part) >= SEEN]
    table = pd.DataFrame(
        {
            "Criterion": [titles.get(name, name) for name, _ in moved],
            "Its own change": [change.by_criterion.get(name) for name, _ in moved],
            "Adds": [part for _, part in moved],
        }
    )
    now, step = subject.score or 0.0, change.change or 0.0
    still = len(change.contributions) - len(moved)
    sentences = [f"Together {signed(step, 2)}: from {number(now - step, 2)} to {number(now, 2)}."]
    if still:
        sentences.append(f"{counted(still, 'criterion', 'criteria')} brought nothing.")
    sentences.append(
        "Answers are exchanged criterion by criterion, once from first to last and once back, and the two "
        "effects averaged. With complete answers that is weight × the criterion’s own change."
    )
    rule = f"{change.from_cycle} to {change.to_cycle} · what each criterion brought"
    return Reason(signed(step, 1), rule, table if moved else None, tuple(sentences))


def of_stage(result: Result, subject: SubjectResult) -> Reason:
    """Explain a stage: which criteria pass up to the next one, and what each stage asks for."""
    stages = result.rubric.stages
    if stages is None or subject.stage is None:
        return Reason("–", "this rubric has no stages")
    upto = subject.next_stage or max(stages.require)
    asked = [c for c in result.rubric.criteria() if c.stage is not None and c.stage <= upto]
    counting = [c for c in asked if subject.criteria[c.id].state in {"answered", "unanswered"}]
    counting.sort(key=lambda criterion: (criterion.stage or 0, _passes(subject, criterion, stages)))
    table = pd.DataFrame(
        {
            "Stage": [c.stage for c in counting],
            "Criterion": [c.title for c in counting],
            "Points": [subject.criteria[c.id].points for c in counting],
            "Passes": [_word(subject, c, stages) for c in counting],
        }
    )
    return Reason(
        figure=f"Stage {subject.stage} of {max(stages.require)}",
        rule=f"a criterion passes with {number(stages.pass_level)} points or more; unanswered fails",
        parts=table,
        sentences=(*_asks(stages, subject), *_in_the_way(subject)),
    )


def _passes(subject: SubjectResult, criterion: Criterion, stages: Stages) -> bool:
    points = subject.criteria[criterion.id].points
    is_answered = subject.criteria[criterion.id].state == "answered"
    return is_answered and points is not None and points >= stages.pass_level - 1e-9


def _word(subject: SubjectResult, criterion: Criterion, stages: Stages) -> str:
    if subject.criteria[criterion.id].state == "unanswered":
        return "no, unanswered"
    return "yes" if _passes(subject, criterion, stages) else "no"


def _asks(stages: Stages, subject: SubjectResult) -> Iterator[str]:
    for stage in (subject.stage, subject.next_stage):
        if stage is not None and stage in stages.require:
            parts = [f"{percent(share)} of stage {t}" for t, share in sorted(stages.require[stage].items())]
            word = "is reached" if stage == subject.stage else "is not"
            yield f"Stage {stage} {word}: it asks that {listed(parts, 9)} pass, and for every stage before."


def _in_the_way(subject: SubjectResult) -> Iterator[str]:
    if subject.next_stage is not None and subject.blockers:
        ways = counted(len(subject.blockers), "criterion stands", "criteria stand")
        yield f"{ways} in the way of stage {subject.next_stage}; {subject.blockers_needed} would do."


def of_red_flag(result: Result, subject: SubjectResult, flag: RedFlagRaised) -> Reason:
    """Explain a red flag: the rule, and whose answers count for it."""
    criterion = result.rubric.criterion(flag.criterion)
    score = subject.criteria.get(flag.criterion)
    if criterion is None or criterion.red_flag is None or score is None:
        return Reason(number(flag.value), flag.title)
    rule = criterion.red_flag
    bound = f"{rule.when.operator} {rule.when.number:g}"
    people = counted(score.n, "person", "people")
    if rule.any_assessor:
        whose = (
            f"It goes up as soon as any single answer is {bound}; {number(flag.value)} is the most extreme."
        )
    else:
        whose = f"It goes up when the combined answer of {people} is {bound}."
    beside = "It stands beside the score and never changes it."
    combined = f"The combined answer of {people} is {number(score.value, 2)}."
    return Reason(
        figure=f"{number(flag.value)} on {criterion.minimum:g} to {criterion.maximum:g}",
        rule=f"{flag.title} · {flag.severity} · raw answers, as they were given",
        sentences=(whose, combined, beside),
        voices=(criterion, score),
    )

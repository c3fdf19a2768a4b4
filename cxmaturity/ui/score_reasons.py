"""Why a score is what it is: a section by its parts, weight × score; a criterion by its answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final

import pandas as pd

from cxmaturity.charts.formats import counted, listed, number, percent, signed
from cxmaturity.charts.turned import title_of
from cxmaturity.domain.provisional import answered_of, is_too_early, is_too_thin
from cxmaturity.domain.results import CriterionScore, NodeScore, Result, SubjectResult
from cxmaturity.domain.rubric import Aggregate, Criterion
from cxmaturity.services.subject_headline import confirmed_so_far
from cxmaturity.ui.reasons import Ground, Note, Question, Reason

RULES: Final[Mapping[Aggregate, str]] = {
    Aggregate.WEIGHTED_MEAN: "weighted mean: each part counts by its weight",
    Aggregate.MEAN: "plain mean: every part counts the same",
    Aggregate.SUM: "sum of weight × points, as a share of what was possible",
    Aggregate.MIN: "the weakest part decides",
    Aggregate.MAX: "the strongest part decides",
    Aggregate.MEDIAN: "the middle part decides",
    Aggregate.GEOMETRIC_MEAN: "weighted geometric mean: a weak part pulls harder than a strong one lifts",
    Aggregate.POOLED: "all criteria below counted together by their own weights",
}
COMBINED: Final = {"mean": "mean", "median": "median", "trimmed_mean": "mean without the ends"}
STATES: Final[Mapping[str, str]] = {
    "unanswered": "Nobody gave a level, so it has no score.",
    "not_applicable": "Said to be not applicable, so it leaves the sum.",
    "does_not_apply": "Does not apply here: its condition is not met.",
}
INDENT: Final = "\u2003"


def whole(ground: Ground, subject: SubjectResult) -> list[Question]:
    """Return the question about the whole score."""
    root = ground.result.rubric.root
    explained = partial(of_node, ground.result, subject, subject.nodes[root.id])
    return [Question(root.id, "The whole score", explained)]


def sections(ground: Ground, subject: SubjectResult) -> Iterator[Question]:
    """Yield every section with its criteria in file order."""
    result = ground.result
    for section in result.rubric.root.sections():
        if section is not result.rubric.root and section.id in subject.nodes:
            explained = partial(of_node, result, subject, subject.nodes[section.id])
            yield Question(section.id, title_of(section), explained)
        for child in section.children:
            if isinstance(child, Criterion) and child.id in subject.criteria:
                notes = ground.notes.get((subject.subject, child.id), ())
                cell = partial(of_criterion, result, child, subject.criteria[child.id], notes)
                yield Question(child.id, f"{INDENT}{title_of(child)}", cell)


def of_node(result: Result, subject: SubjectResult, node: NodeScore) -> Reason:
    """Explain the score of a section or, at the root, of the whole."""
    is_root = node.id == result.rubric.root.id
    more = (*_early(result, subject), *_added(result, subject), *_bounds(subject)) if is_root else ()
    return Reason(
        figure=f"{number(subject.score if is_root else node.score, 1)} of 100",
        rule=f"{node.title} · {RULES[node.aggregate]}",
        parts=parts_table(node) if node.parts else None,
        sentences=(*_missing(node), *more),
    )


def parts_table(node: NodeScore) -> pd.DataFrame:
    """Return one row a part; "adds" is weight × score where the rule has weights, and sums to the score."""
    weighted = all(part.weight is not None for part in node.parts)
    columns: dict[str, list[object]] = {
        "Part": [part.title for part in node.parts],
        "Score": [part.score for part in node.parts],
    }
    if weighted and node.parts:
        columns["Weight, %"] = [100 * (part.weight or 0.0) if part.counts else None for part in node.parts]
        columns["Adds"] = [
            (part.weight or 0.0) * part.score if part.counts and part.score is not None else None
            for part in node.parts
        ]
    return pd.DataFrame(columns)


def _missing(node: NodeScore) -> Iterator[str]:
    out = [part.title for part in node.parts if not part.counts]
    if out:
        yield f"Left out, as it has no answer or weight: {listed(out, 5)}."
    if node.coverage is not None and node.coverage < 1 - 1e-9:
        yield f"{percent(node.coverage)} of it is answered; the rest changes nothing yet."
    for aggregate, score in (node.also or {}).items():
        yield f"Beside it: {RULES[aggregate]}, {number(score)}."


def _early(result: Result, subject: SubjectResult) -> Iterator[str]:
    if not is_too_early(result.rubric, subject):
        return
    if not is_too_thin(result.rubric, subject):
        said = confirmed_so_far(subject)
        yield f"Provisional: {said}. No change, band or stage is claimed before everybody has."
    else:
        done, asked = answered_of(result.rubric, subject)
        yield f"Provisional: {done} of {asked} answered, too few to claim a change, a band or a stage."


def _added(result: Result, subject: SubjectResult) -> Iterator[str]:
    """Yield what is added to the root's points after its parts: how the score then comes about."""
    added = [criterion for criterion in result.rubric.criteria() if criterion.add]
    if not added or subject.points is None:
        return
    worth = {c.title: c.weight * (subject.criteria[c.id].points or 0.0) for c in added}
    said = listed((f"{title} {signed(points, 2)}" for title, points in worth.items()), 9)
    low, high = number(subject.min_points, 2), number(subject.max_points, 2)
    total = f"That makes {number(subject.points, 2)} points on a range from {low} to {high}: the score."
    yield f"Added to the points afterwards: {said}. {total}"


def _bounds(subject: SubjectResult) -> Iterator[str]:
    if subject.uncapped is not None and subject.uncapped != subject.score:
        yield f"It would be {number(subject.uncapped)}, but a gate caps it."
    if subject.low is not None and subject.high is not None and subject.high - subject.low > 0.05:
        yield f"Missing answers could bring it anywhere from {number(subject.low)} to {number(subject.high)}."


def of_criterion(
    result: Result, criterion: Criterion, score: CriterionScore, notes: tuple[Note, ...] = ()
) -> Reason:
    """Explain a criterion by the answers behind it, and by what people wrote beside these."""
    is_answered = score.state == "answered"
    said = _levels(score, criterion, result.rubric.assessors.aggregate) if is_answered else ()
    return Reason(
        figure=f"{number(score.score, 1)} of 100",
        rule=criterion.question or criterion.title,
        sentences=(*(said or (STATES[score.state],)), *_aside(score)),
        voices=(criterion, score) if is_answered else None,
        notes=notes,
    )


def _levels(score: CriterionScore, criterion: Criterion, how: str) -> tuple[str, ...]:
    low, high = f"{criterion.minimum:g}", f"{criterion.maximum:g}"
    told = [f"{counted(score.n, 'answer')}, {COMBINED[how]} {number(score.value, 2)} on {low} to {high}."]
    if criterion.is_turned:
        turning = f"{high} + {low} − {number(score.value, 2)} = {number(score.points, 2)} points"
        told.append(f"High is bad here, so it is turned before it counts: {turning}.")
    level = criterion.scale.level(score.level)
    if level is not None:
        anchor = criterion.anchors.get(score.level, "")
        told.append(f"Nearest level: {level.label}. {anchor}".strip())
    return tuple(told)


def _aside(score: CriterionScore) -> Iterator[str]:
    aside = [counted(score.dont_know, "person is not sure", "people are not sure")] if score.dont_know else []
    if score.not_applicable:
        aside.append(counted(score.not_applicable, "says not applicable", "say not applicable"))
    if aside:
        yield f"Beside that, {' and '.join(aside)}."

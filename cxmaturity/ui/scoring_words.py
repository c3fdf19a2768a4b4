"""How a rubric is scored, in words a director uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cxmaturity.charts.formats import number, percent
from cxmaturity.domain.rubric import Aggregate, Criterion, Gate, Rubric, Section

COMBINES: Final = {
    Aggregate.WEIGHTED_MEAN: "the weighted mean of its parts",
    Aggregate.MEAN: "the plain mean of its parts",
    Aggregate.SUM: "the sum of its parts' points",
    Aggregate.MIN: "its weakest part",
    Aggregate.MAX: "its strongest part",
    Aggregate.MEDIAN: "the middle one of its parts",
    Aggregate.GEOMETRIC_MEAN: "a mean in which a weak part weighs heavily (geometric)",
    Aggregate.POOLED: "all its questions' points together",
}
PEOPLE: Final = {
    "mean": "mean",
    "median": "median",
    "trimmed_mean": "mean without the highest and the lowest",
}
THEN: Final = {"exclude": "it is out and has no rank", "cap": "its score is capped", "flag": "it is flagged"}


def scoring_words(rubric: Rubric) -> list[str]:
    """Return how answers become a score, sentence by sentence, in the order in which it happens."""
    return [
        f"Several people's answers to one question become their {PEOPLE[rubric.assessors.aggregate]}.",
        *_people(rubric),
        "“Not sure” counts as no answer; “not applicable” leaves the question out, unless it says otherwise.",
        f"The score is {COMBINES[rubric.root.aggregate]}, from 0 to 100.",
        *_parts(rubric),
        *_turned(rubric),
        *_outside(rubric),
        *_coverage(rubric),
        *_bands(rubric),
        *_stages(rubric),
    ]


def _people(rubric: Rubric) -> Iterator[str]:
    if rubric.assessors.minimum > 1:
        yield f"A question counts only once {rubric.assessors.minimum} people gave a level."
    if rubric.assessors.missing == "zero":
        yield "Who rates a subject but leaves a question blank counts with the worst level."


def _parts(rubric: Rubric) -> Iterator[str]:
    for section in rubric.root.sections():
        if section is not rubric.root and section.aggregate is not rubric.root.aggregate:
            yield f"{section.title} is {COMBINES[section.aggregate]}."
        for also in section.also:
            yield f"Beside {_name(section, rubric)} stands {COMBINES[also]}."


def _name(section: Section, rubric: Rubric) -> str:
    return "the score" if section is rubric.root else section.title


def _turned(rubric: Rubric) -> Iterator[str]:
    titles = [criterion.title for criterion in rubric.criteria() if criterion.is_turned]
    if titles:
        yield f"A high answer is bad here, so it is turned: {', '.join(titles)}."


def _outside(rubric: Rubric) -> Iterator[str]:
    nodes: list[Criterion | Section] = [*rubric.criteria(), *rubric.root.sections()]
    for node in nodes:
        if node.gate is not None:
            yield f"Knock-out: with {node.title} {_limit(node.gate)}, {THEN[node.gate.then]}."
    for criterion in rubric.criteria():
        if criterion.red_flag is not None:
            said = f": {criterion.red_flag.say}" if criterion.red_flag.say else ""
            yield f"Red flag beside the score ({criterion.red_flag.severity}), {criterion.title}{said}"


def _limit(gate: Gate) -> str:
    limits = [("below", gate.below), ("above", gate.above)]
    return " or ".join(f"{word} {limit:g} points" for word, limit in limits if limit is not None)


def _coverage(rubric: Rubric) -> Iterator[str]:
    if rubric.min_coverage:
        yield f"With less than {percent(rubric.min_coverage)} answered, a subject is provisional: no rank."


def _bands(rubric: Rubric) -> Iterator[str]:
    if rubric.bands:
        named = ", ".join(f"{band.label} from {number(band.minimum, 0)}" for band in rubric.bands)
        yield f"The score has a name: {named}."


def _stages(rubric: Rubric) -> Iterator[str]:
    if rubric.stages is None:
        return
    yield (
        "Beside the score stands a stage. It is reached when enough questions of it and of all before it "
        f"have {rubric.stages.pass_level:g} points or more; no strength elsewhere makes up for a gap."
    )

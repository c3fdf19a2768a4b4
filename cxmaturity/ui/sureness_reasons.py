"""Why a ranking is as sure as it says: what was drawn, where weights tip it, how far people agree."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

import pandas as pd

from cxmaturity.charts.formats import counted, number, percent
from cxmaturity.charts.words import DRAWN
from cxmaturity.domain.agreement import units_of
from cxmaturity.domain.results import Result, Robustness, SubjectResult, WeightFlip
from cxmaturity.domain.robustness import CLEAR, LEANING, Draws
from cxmaturity.ui.reasons import Ground, Question, Reason

MOST_FLIPS: Final = 4
EXACT: Final = 0.005  # score points by which the two lines may miss each other where they cross
FIRST, AGREEMENT = "first", "agreement"
MEANING: Final = (
    "1 means that all give the same level to the same question, 0 no more agreement than by chance.",
    "From 0.8 we say that people agree well, from 0.667 in part, below that they see it differently.",
    "A dash means that the figure is not defined here, for example where nobody differs at all.",
)


def sureness(ground: Ground, subject: SubjectResult) -> Iterator[Question]:
    """Yield what can be asked about how sure all this is."""
    drawn = ground.result.robustness
    if drawn is not None and subject.subject in drawn.p_first:
        label = f"First in {percent(drawn.p_first[subject.subject])} of draws"
        yield Question(FIRST, label, partial(of_first, drawn, subject.subject))
    for place, flip in enumerate(ground.weight_flips[:MOST_FLIPS]):
        explained = partial(of_weight, ground.result, flip)
        yield Question(f"weight-{place}", f"Weight that changes who is first: {flip.title}", explained)
    if ground.result.agreement.n_assessors > 1:
        yield Question(AGREEMENT, "How far people agree", partial(of_agreement, ground.result))


def of_first(drawn: Robustness, name: str) -> Reason:
    """Explain how often a subject is first: what was drawn, how often, and the rule of the verdict."""
    order = sorted(drawn.p_first, key=lambda each: -drawn.p_first[each])
    table = pd.DataFrame(
        {
            "Subject": order,
            "First, %": [round(100 * drawn.p_first[each], 1) for each in order],
            "Mean rank": [drawn.expected_rank.get(each) for each in order],
            "80 % of scores": [_between(drawn, each) for each in order],
        }
    )
    rule = f"{drawn.draws:,} draws of {DRAWN[drawn.kind]}, seed {drawn.seed}: the same seed, the same figures"
    return Reason(percent(drawn.p_first[name]), rule, table, (*_drawing(drawn), _verdict(drawn)))


def _between(drawn: Robustness, name: str) -> str:
    low, high = drawn.interval.get(name, (None, None))
    return f"{number(low, 0)} to {number(high, 0)}"


def _drawing(drawn: Robustness) -> Iterator[str]:
    if drawn.kind in {"weights", "both"}:
        spread = number(Draws().concentration, 0)
        yield f"Weights vary around the stated ones (Dirichlet, K = {spread}), as nobody knows them exactly."
    if drawn.kind in {"ratings", "both"}:
        yield "People: as many as rated are drawn from them, some twice and some not, and all is scored anew."
    if drawn.kind == "ratings":
        yield "Weights are not drawn: with this rubric’s rule a score is no weighted mean of its questions."


def _verdict(drawn: Robustness) -> str:
    rule = f"from {percent(CLEAR)} it is clear, from {percent(LEANING)} leaning, below too close to call"
    return f"The verdict goes by the most frequent first: {rule}. Here: {drawn.verdict or 'none'}."


def of_weight(result: Result, flip: WeightFlip) -> Reason:
    """Explain where a weight tips the ranking: weight × its score + the rest × theirs, for both rivals."""
    leader, rival = result.ranked[0], result.subject(flip.new_first)
    lines = [_line(subject, flip) for subject in (leader, rival) if subject is not None]
    exact = [line for line in lines if line is not None]
    meet = len(exact) == 2 and abs(exact[0][-1] - exact[1][-1]) < EXACT
    said = "The other weights keep their proportions."
    if not meet:
        said += " Answers are missing or a score is capped, so the point was searched for step by step."
    names = ["Subject", "Score on it", "On the rest", "Score now", "Score there"]
    return Reason(
        figure=f"{number(100 * flip.weight, 1)} % → {number(100 * flip.flips_at, 1)} %",
        rule=f"{flip.title} · score = weight × score on it + (1 − weight) × score on the rest",
        parts=pd.DataFrame(exact, columns=names) if meet else None,
        sentences=(f"From there on {flip.new_first} is first in place of {leader.subject}.", said),
    )


def _line(subject: SubjectResult, flip: WeightFlip) -> tuple[str, float, float, float, float] | None:
    """Return name, score on the criterion, score on the rest, score now and at the flip; None if unknown."""
    found = subject.criteria.get(flip.criterion)
    if found is None or found.score is None or subject.score is None or flip.weight >= 1:
        return None
    rest = (subject.score - flip.weight * found.score) / (1 - flip.weight)
    there = flip.flips_at * found.score + (1 - flip.flips_at) * rest
    return subject.subject, found.score, rest, subject.score, there


def of_agreement(result: Result) -> Reason:
    """Explain the agreement: what alpha means, over how many people and questions, and the other figures."""
    found, units = result.agreement, units_of(result)
    measures = {
        "Krippendorff’s alpha, ordinal": found.krippendorff_alpha_ordinal,
        "Krippendorff’s alpha, interval": found.krippendorff_alpha_interval,
        "ICC(2,1), one person": found.icc_2_1,
        "ICC(2,k), the panel": found.icc_2_k,
        "Kendall’s W, on the ranking": found.kendall_w,
    }
    people = counted(found.n_assessors, "person", "people")
    return Reason(
        figure=number(found.krippendorff_alpha_ordinal, 2),
        rule=f"Krippendorff’s alpha · {people}, {counted(units, 'unit')} (a question about one subject)",
        parts=pd.DataFrame({"Measure": list(measures), "Value": list(measures.values())}),
        sentences=MEANING,
    )

"""Random rubrics with every rule of the format, and random ratings for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from cxmaturity.domain.expression import AllOf, AnyOf, Comparison, Expression, Holds, Not
from cxmaturity.domain.ratings import Answer, Rating
from cxmaturity.domain.rubric import (
    Aggregate,
    Assessors,
    Band,
    Condition,
    Criterion,
    Gate,
    RedFlag,
    Rubric,
    Scale,
    Section,
    Stages,
)
from tests.builders import FIVE, levels, number

SCALES = (
    FIVE,
    levels(1, 2, 3, 4, 5, scale_id="likert"),
    levels(0, 1, 4, scale_id="steep"),
    levels(-2, -1, 0, 1, 2, scale_id="harm"),
    levels(0, 1, 2, 3, scale_id="cost", goal="min"),
    number(0, 10, "ten"),
    number(0, 200, "wait", goal="min"),
    number(0, 2.5, "short"),
)
PRICES = (number(1, 400, "price"), number(0, 500, "offer", goal="min"))
AGGREGATES = tuple(Aggregate)
MEANS = (Aggregate.WEIGHTED_MEAN, Aggregate.MEAN, Aggregate.POOLED)
WEIGHTS = (0.0, 0.5, 1.0, 1.0, 2.0, 3.0, 0.15)
OPERATORS = ("==", "!=", "<", "<=", ">", ">=")

Draw = st.DrawFn


def maybe(strategy: st.SearchStrategy[Any], often: int = 4) -> st.SearchStrategy[Any]:
    """Return None mostly, else the strategy's value (once in ``often``)."""
    return st.integers(1, often).flatmap(lambda i: strategy if i == often else st.none())


def raw_points(scale: Scale) -> list[float]:
    """Return raw points that may be given: the levels, or a grid of eight steps (never 0 for a price)."""
    if scale.levels:
        return [level.points for level in scale.levels]
    return [
        scale.minimum + scale.span * i / 8 for i in range(9) if scale.minimum + i > 0 or scale not in PRICES
    ]


@st.composite
def gates(draw: Draw, low: float, high: float) -> Gate:
    then: Any = draw(st.sampled_from(("exclude", "cap", "flag")))
    bound = low + (high - low) * draw(st.integers(1, 7)) / 8
    side = draw(st.sampled_from(("below", "above")))
    cap = draw(st.sampled_from((20.0, 40.0, 75.0))) if then == "cap" else None
    return Gate(then, **{side: bound}, cap=cap)


@st.composite
def expressions(draw: Draw, known: Sequence[Criterion], depth: int = 2) -> Expression:
    kind = draw(st.sampled_from(("compare", "holds") + (("not", "all", "any") if depth else ())))
    if kind in {"compare", "holds"}:
        criterion = draw(st.sampled_from(known))
        if kind == "holds":
            return Holds(criterion.id)
        bound = draw(st.sampled_from(raw_points(criterion.scale)))
        return Comparison(criterion.id, draw(st.sampled_from(OPERATORS)), bound)
    if kind == "not":
        return Not(draw(expressions(known, depth - 1)))
    operands = tuple(draw(expressions(known, depth - 1)) for _ in range(2))
    return AllOf(operands) if kind == "all" else AnyOf(operands)


@st.composite
def red_flags(draw: Draw, scale: Scale) -> RedFlag:
    bound = draw(st.sampled_from(raw_points(scale)))
    operator: Any = draw(st.sampled_from(OPERATORS))
    return RedFlag(Condition(operator, bound), "high", "look", draw(st.booleans()))


@st.composite
def criteria(
    draw: Draw, known: list[Criterion], *, plain: bool = False, weight: float | None = None
) -> Criterion:
    formula = "lowest_over_this" if not plain and draw(st.integers(1, 8)) == 8 else None
    scale = draw(st.sampled_from(PRICES if formula else SCALES))
    facts: dict[str, Any] = {
        "weight": draw(st.sampled_from(WEIGHTS)) if weight is None else weight,
        "reverse": scale.goal == "max" and not formula and draw(st.booleans()),
        "unanswered": draw(st.sampled_from(("exclude", "zero"))),
        "not_applicable": draw(st.sampled_from(("exclude", "exclude", "zero", "full"))),
        "formula": formula,
    }
    if not plain:
        facts |= {
            "gate": draw(maybe(gates(scale.minimum, scale.maximum), 5)),
            "red_flag": draw(maybe(red_flags(scale))),
            "stage": draw(maybe(st.integers(1, 3), 2)),
            "effort": draw(st.integers(1, 5)),
            "applies_if": draw(maybe(expressions(known))) if known else None,
        }
    made = Criterion(f"c{len(known)}", f"C{len(known)}", scale, **facts)
    known.append(made)
    return made


@st.composite
def sections(
    draw: Draw,
    known: list[Criterion],
    name: str,
    depth: int,
    kinds: Sequence[Aggregate],
    *,
    plain: bool = False,
) -> Section:
    kind = draw(st.sampled_from(kinds))
    before = list(known)
    children: list[Criterion | Section] = [
        draw(criteria(known, plain=plain, weight=1.0 if i == 0 else None))
        for i in range(draw(st.integers(1, 3)))
    ]
    if depth:
        children += [
            draw(sections(known, f"{name}{i}", depth - 1, kinds, plain=plain))
            for i in range(draw(st.integers(0, 2)))
        ]
    rounds = maybe(st.integers(0, 1), 2) if kind is Aggregate.SUM and not plain else st.none()
    return Section(
        id=name,
        title=name.title(),
        children=tuple(children),
        weight=draw(st.sampled_from(WEIGHTS)),
        aggregate=kind,
        also=tuple(draw(st.lists(st.sampled_from(kinds), max_size=1))) if not plain else (),
        round=draw(rounds),
        gate=None if plain else draw(maybe(gates(0, 10), 5)),
        applies_if=draw(maybe(expressions(before))) if before and not plain else None,
    )


@st.composite
def added_criteria(draw: Draw, known: list[Criterion]) -> Criterion:
    scale = draw(
        st.sampled_from((number(-5, 0, "deduction"), number(0, 3, "bonus"), levels(-2, 0, 2, scale_id="pm")))
    )
    weight = draw(st.sampled_from((0.0, 0.1, 1.0, 2.0)))
    made = Criterion(f"c{len(known)}", "Added", scale, weight, add=True, reverse=draw(st.booleans()))
    known.append(made)
    return made


def retired(known: list[Criterion]) -> Criterion:
    made = Criterion(f"c{len(known)}", "Retired", FIVE, 5.0, retired="1.1.0")
    known.append(made)
    return made


@st.composite
def rubrics(
    draw: Draw, *, kinds: Sequence[Aggregate] = AGGREGATES, plain: bool = False, depth: int = 2
) -> Rubric:
    """Return a rubric; ``plain`` leaves out gates, formulas, conditions, stages and additions."""
    known: list[Criterion] = []
    root = draw(sections(known, "r", depth, kinds, plain=plain))
    extra: tuple[Criterion, ...] = ()
    if not plain:
        extra += tuple(draw(added_criteria(known)) for _ in range(draw(st.sampled_from((0, 0, 1, 2)))))
        extra += (retired(known),) if draw(st.booleans()) else ()
    root = Section(
        **{name: getattr(root, name) for name in ("id", "title", "aggregate", "also", "round", "gate")},
        children=root.children + extra,
    )
    return Rubric(
        id="r",
        version="1.0.0",
        title="R",
        purpose="vendor",
        subject="vendor",
        root=root,
        scales={c.scale.id: c.scale for c in known},
        sha256="",
        canonical="",
        assessors=Assessors() if plain else draw(assessors()),
        min_coverage=0.0 if plain else draw(st.sampled_from((0.0, 0.5, 0.7))),
        bands=(Band("low", "Low", 0), Band("mid", "Mid", 40), Band("high", "High", 75)),
        stages=None if plain else draw(maybe(stages(), 2)),
    )


@st.composite
def assessors(draw: Draw) -> Assessors:
    return Assessors(
        draw(st.sampled_from(("mean", "median", "trimmed_mean"))),
        draw(st.sampled_from((1, 1, 2))),
        draw(st.sampled_from(("ignore", "zero"))),
        draw(st.sampled_from((None, 0, 1))),
    )


@st.composite
def stages(draw: Draw) -> Stages:
    share = st.sampled_from((0.5, 0.8, 1.0))
    require = {s: {t: draw(share) for t in range(1, s + 1)} for s in (1, 2, 3)}
    return Stages(draw(st.sampled_from((1.0, 2.0, 3.0))), require)


MISSING = (Answer.NOT_APPLICABLE, Answer.DONT_KNOW, Answer.UNANSWERED, None)


@st.composite
def ratings_for(
    draw: Draw, rubric: Rubric, *, complete: bool = False, people: Sequence[int] = (1, 2, 4, 5)
) -> list[Rating]:
    """Return ratings; ``complete`` has a level in every cell, else about half the cells miss one."""
    rows = []
    for subject in "ABCD"[: draw(st.sampled_from((3, 2, 4, 1)))]:
        for assessor in range(draw(st.sampled_from(people))):
            codes = draw(st.lists(st.integers(0, 17), min_size=24, max_size=24))
            for i, criterion in enumerate(rubric.criteria()):
                given = raw_points(criterion.scale)
                code = codes[i % 24]
                name = f"P{assessor}"
                if complete or code < 9:
                    rows.append(
                        Rating(subject, criterion.id, Answer.LEVEL, given[code % len(given)], assessor=name)
                    )
                elif code < 9 + 8 and (kind := MISSING[(code - 9) // 2]) is not None:
                    rows.append(Rating(subject, criterion.id, kind, assessor=name))
                elif code == 17:
                    rows.append(Rating(subject, criterion.id, Answer.LEVEL, given[-1], assessor=name))
    return rows


@st.composite
def cases(draw: Draw, /, **how: Any) -> tuple[Rubric, list[Rating]]:
    """Return a rubric with ratings; keywords as for ``rubrics`` and ``ratings_for``."""
    complete = how.pop("complete", False)
    rubric = draw(rubrics(**how))
    return rubric, draw(ratings_for(rubric, complete=complete))

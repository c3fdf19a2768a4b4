"""Rubrics and results built by hand, so that a chart's facts can be checked without scoring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cxmaturity.domain.results import (
    Agreement,
    CriterionScore,
    Disagreement,
    NodeScore,
    Part,
    Result,
    Robustness,
    SubjectResult,
)
from cxmaturity.domain.rubric import Aggregate, Criterion, Level, Rubric, Scale, Section

FIT = Scale(
    id="fit",
    minimum=0,
    maximum=4,
    levels=tuple(Level(id=name, value=i, label=name.title(), points=i) for i, name in enumerate("abcde")),
)
NO_AGREEMENT = Agreement(None, None, None, None, None, 0)


def a_criterion(title: str, scale: Scale = FIT) -> Criterion:
    return Criterion(id=title.lower().replace(" ", "-"), title=title, scale=scale)


def a_rubric(sections: Mapping[str, Sequence[str]]) -> Rubric:
    children = tuple(
        Section(id=title.lower(), title=title, children=tuple(a_criterion(name) for name in names))
        for title, names in sections.items()
    )
    root = Section(id="partner", title="Partner", children=children)
    return Rubric(
        id="partner",
        version="1.0.0",
        title="Partner",
        purpose="vendor",
        subject="vendor",
        root=root,
        scales={"fit": FIT},
        sha256="0" * 64,
        canonical="{}",
    )


def a_criterion_score(
    criterion: Criterion,
    value: float | None,
    tally: Mapping[float, int] | None = None,
    flag: Disagreement | None = None,
) -> CriterionScore:
    counts = dict(tally or ({value: 1} if value is not None else {}))
    return CriterionScore(
        id=criterion.id,
        title=criterion.title,
        state="unanswered" if value is None else "answered",
        value=value,
        points=value,
        score=None if value is None else 100 * (value - criterion.minimum) / criterion.scale.span,
        n=sum(counts.values()),
        not_applicable=0,
        dont_know=0,
        spread=None,
        flag=flag,
        level="" if value is None else "abcde"[round(value)],
        tally=counts,
    )


def a_node(section: Section, values: Mapping[str, float | None]) -> NodeScore:
    known = [v for c in section.criteria() if (v := values.get(c.title)) is not None]
    score = 25 * sum(known) / len(known) if known else None
    children = [child for child in section.children if isinstance(child, Criterion)]
    return NodeScore(
        id=section.id,
        title=section.title,
        aggregate=Aggregate.WEIGHTED_MEAN,
        score=score,
        points=None if score is None else score / 25,
        min_points=0,
        max_points=4,
        coverage=1.0 if known else 0.0,
        parts=tuple(
            Part(
                c.id,
                c.title,
                1 / len(children),
                None if values.get(c.title) is None else 25 * (values[c.title] or 0),
                values.get(c.title) is not None,
            )
            for c in children
        ),
    )


def a_subject(
    rubric: Rubric, name: str, values: Mapping[str, float | None], rank: int | None = 1
) -> SubjectResult:
    nodes = {s.id: a_node(s, values) for s in rubric.root.sections()}
    score = nodes[rubric.root.id].score
    return SubjectResult(
        subject=name,
        status="ranked" if rank is not None else "unscored",
        rank=rank,
        would_rank=rank,
        score=score,
        uncapped=score,
        points=nodes[rubric.root.id].points,
        min_points=0,
        max_points=4,
        low=score,
        high=score,
        coverage=1.0 if score is not None else 0.0,
        band=None,
        stage=None,
        next_stage=None,
        blockers=(),
        blockers_needed=0,
        gates=(),
        red_flags=(),
        nodes=nodes,
        criteria={c.id: a_criterion_score(c, values.get(c.title)) for c in rubric.criteria()},
    )


def a_result(
    rubric: Rubric, table: Mapping[str, Mapping[str, float | None]], robustness: Robustness | None = None
) -> Result:
    """Build a result from subject → criterion title → value; ranks follow the means."""
    drafts = [a_subject(rubric, name, values) for name, values in table.items()]
    drafts.sort(key=lambda s: -(s.score if s.score is not None else -1))
    ranked = tuple(
        replace(s, rank=i + 1, would_rank=i + 1)
        if s.score is not None
        else replace(s, rank=None, would_rank=None, status="unscored")
        for i, s in enumerate(drafts)
    )
    return Result(
        rubric=rubric,
        cycle="Q4 2026",
        round=1,
        subjects=ranked,
        agreement=NO_AGREEMENT,
        robustness=robustness,
    )


PARTNER = a_rubric(
    {
        "Expertise": ["Expert in its field", "Knows our business"],
        "Direction": ["Shares our goals", "Too good to be true", "Drives us both forward"],
    }
)
VALUES: dict[str, list[float]] = {
    "Contoso": [3.2, 3.4, 3.0, 3.2, 2.6],
    "Northwind": [3.5, 2.9, 3.1, 2.9, 2.8],
    "Today’s way": [2.0, 3.7, 1.8, 3.8, 0.9],
    "Fabrikam": [3.3, 1.9, 2.2, 1.0, 2.9],
}


def four_vendors(robustness: Robustness | None = None) -> Result:
    titles = [criterion.title for criterion in PARTNER.criteria()]
    table = {name: dict(zip(titles, row, strict=True)) for name, row in VALUES.items()}
    return a_result(PARTNER, table, robustness)


def many_vendors(count: int = 37) -> Result:
    titles = [criterion.title for criterion in PARTNER.criteria()]
    table = {
        f"Skater number {i}": {t: (i * 7 + k) % 41 / 10 for k, t in enumerate(titles)} for i in range(count)
    }
    return a_result(PARTNER, table)


def draws() -> Robustness:
    return Robustness(
        draws=1000,
        seed=1,
        kind="both",
        p_first={"Contoso": 0.57, "Northwind": 0.43, "Today’s way": 0.0, "Fabrikam": 0.0},
        rank_acceptability={},
        expected_rank={},
        interval={"Contoso": (75, 79), "Northwind": (72, 80), "Today’s way": (55, 67), "Fabrikam": (53, 62)},
        verdict="too close",
    )

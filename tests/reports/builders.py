"""Scored cycles from real scoring, and a corpus of names and texts that break careless writers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cxmaturity.domain.ratings import Answer, Rating
from cxmaturity.domain.results import Result
from cxmaturity.domain.robustness import Draws, robustness
from cxmaturity.domain.rubric import Rubric, Section
from cxmaturity.domain.scoring import score
from cxmaturity.reports.composing import Contest, Said, result_report
from cxmaturity.reports.model import Aside, Brand, Comment, Report, Table
from tests.charts.builders import a_rubric

NOW = datetime(2026, 11, 30, 9, 5)  # noqa: DTZ001 - the store keeps naive UTC
HOSTILE = {
    "script": "</script><script>alert(1)</script>",
    "image": '<img src=x onerror="alert(1)">',
    "svg": "]]></text></svg><svg onload=alert(1)>",
    "entity": "&lt;b&gt; &amp; &#x3c;",
    "formula": "=cmd|'/C calc'!A0",
    "sum": "@SUM(1+1)*cmd",
    "minus": "-2+3",
    "plus": "+44 20",
    "typst": '#eval("1") $x$ *b* `c` \\ @ref',
    "template": "{{ 7*7 }} {% raw %}",
    "link": "http://example.org/x",
    "right to left": "\u202eevil\u202c \u05d0\u05d1\u05d2",
    "emoji": "Fast 🚀👩🏽‍💻",
    "chinese": "北京科技有限公司",
    "japanese": "株式会社テスト",
    "arabic": "شركة الاختبار",
    "long": "Long " + "x" * 9995,
    "pipe": "a|b\tc",
}
CRITERIA = ("Field", "Drive", "Vision")


def rating(subject: str, criterion: str, value: float, who: str) -> Rating:
    return Rating(
        subject=subject, criterion=criterion.lower(), answer=Answer.LEVEL, value=value, assessor=who
    )


def scored(rubric: Rubric, values: dict[str, tuple[float, ...]]) -> Result:
    """Score each subject's values, criterion by criterion, from two people who differ by nothing."""
    rows = [
        rating(subject, criterion.id, value, who)
        for subject, row in values.items()
        for criterion, value in zip(rubric.criteria(), row, strict=True)
        for who in ("Ann", "Ben")
    ]
    found = score(rubric, rows, cycle="Q4 2026")
    if len(found.ranked) < 2:
        return found
    return replace(found, robustness=robustness(rubric, rows, Draws(draws=200)))


def rubric_with(title: str = "Skill") -> Rubric:
    return a_rubric({title: CRITERIA})


def contest(*names: str, rubric: Rubric | None = None) -> Result:
    """Return a contest in which the first name is first."""
    return scored(
        rubric or rubric_with(), {name: (max(0.0, 4.0 - i), 3.0, 2.0) for i, name in enumerate(names)}
    )


def report(result: Result | None = None, **said: object) -> Report:
    shown = result or contest("Alder", "Birch")
    words: dict[str, object] = {
        "about": "Spring choice",
        "headline": f"{shown.subjects[0].subject} leads.",
        "detail": "2 people rated.",
        "people": 2,
        "made_at": NOW,
        "last_rated_at": NOW,
    }
    return result_report(Said(**(words | said)), Contest(shown, "Q4 2026"))  # type: ignore[arg-type]


def hostile(text: str) -> Report:
    """Return a report in which one text stands everywhere that people write."""
    base = rubric_with(text)
    asked = tuple(
        replace(criterion, title=f"{text} {place}", question=text)
        for place, criterion in enumerate(base.criteria())
    )
    section = Section(id="skill", title=text, children=asked)
    rubric = replace(base, title=text, root=replace(base.root, title=text, children=(section,)))
    made = report(
        contest(text, f"{text} 2", "Birch", rubric=rubric),
        about=text,
        headline=f"{text} leads.",
        detail=text,
        comments=(Comment(text, text, text, text),),
        brand=Brand(company=text[:80]),
    )
    table = Table(text, (text, f"{text} 3", "People"), ((text, text, 2), ("", None, 3)))
    aside = Aside("plan", "Plan", text, table)
    return replace(made, asides=(aside,), warnings=(text,), notes=(*made.notes, text))

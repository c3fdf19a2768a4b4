"""Where each subject is strong: a numbered heat map whose one text colour reads on every cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from cxmaturity.charts.formats import number, shortened, stacked, wrapped
from cxmaturity.charts.picture import Picture
from cxmaturity.charts.theme import BODY, SMALL, Tokens, configured, layered
from cxmaturity.charts.turned import title_of, turned_note
from cxmaturity.charts.words import heat_finding, rows_as_text
from cxmaturity.domain.results import Result, SubjectResult
from cxmaturity.domain.rubric import Criterion, Section

MOST_COLUMNS = 6  # what 358 px can number legibly
MOST_ROWS = 24
MOST_SUBJECTS = 12
LINE, HEAD = 15, 14  # characters in one line of a row's and of a column's name
WIDE = {2: 36, 3: 24, 4: 18}  # by columns: characters of a line on a desk
MOST_LINES, TINY = 5, 10  # lines of a column's name on a phone, and the px of its letters
LETTER = 7  # px at most; a column too narrow for its lines takes those of a phone
NARROW = {2: 13, 3: 11, 4: 9, 5: 7, 6: 6}  # by columns: characters of a line on a phone
STEP = 38
GUTTER = 108  # px left of the cells for two lines of a row's name


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is compared: a criterion or a top-level section, with its range of points."""

    id: str
    title: str
    minimum: float
    maximum: float
    is_criterion: bool
    turned: str = ""


def heat(result: Result, tokens: Tokens) -> Picture | None:
    """Draw criteria as rows and subjects as columns; None with fewer than two subjects that have a score.

    Beyond six subjects the map is turned: subjects become rows (the first twelve), and criteria columns, or
    top-level sections where there are more criteria than a phone can show. The table always holds everything.
    """
    subjects = [subject for subject in result.subjects if subject.score is not None]
    if len(subjects) < 2:
        return None
    turned = len(subjects) > MOST_COLUMNS
    fields = _fields(result, MOST_COLUMNS if turned else MOST_ROWS)
    shown = subjects[:MOST_SUBJECTS] if turned else subjects
    columns = len(fields) if turned else len(shown)
    across, down = [f.title for f in fields], [s.subject for s in shown]
    across, down = (_above(across), _beside(down)) if turned else (_beside(across), _above(down))
    frame = pd.DataFrame(
        [
            {**_cell(s, f), "row": name if turned else title, "column": title if turned else name}
            for s, name in zip(shown, down, strict=True)
            for f, title in zip(fields, across, strict=True)
        ]
    )
    return Picture(
        chart=configured(_drawn(frame, columns, tokens), tokens),
        title=heat_finding(_best(_contest(subjects), fields), _word(fields)),
        note=_note(fields, len(shown), len(subjects)),
        alt=_alt(subjects, fields),
        table=_table(result, subjects),
    )


def _fields(result: Result, most: int) -> Sequence[Field]:
    criteria = [c for c in result.rubric.criteria() if not c.add]
    same = len({(c.minimum, c.maximum) for c in criteria}) == 1
    sections = [child for child in result.rubric.root.children if isinstance(child, Section)]
    if len(criteria) > most and len(sections) > 1:
        return [
            Field(s.id, title_of(s), 0, 100, is_criterion=False, turned=turned_note([s], 100))
            for s in sections[:most]
        ]
    return [_criterion_field(c, same=same) for c in criteria[:most]]


def _criterion_field(criterion: Criterion, *, same: bool) -> Field:
    low, high = (criterion.minimum, criterion.maximum) if same else (0.0, 100.0)
    note = turned_note([criterion], high)
    return Field(criterion.id, title_of(criterion), low, high, is_criterion=True, turned=note)


def _value(subject: SubjectResult, field: Field) -> float | None:
    """Return points where all criteria share one range, else the score of 100."""
    if not field.is_criterion:
        node = subject.nodes.get(field.id)
        return node.score if node is not None else None
    found = subject.criteria.get(field.id)
    if found is None or found.score is None:
        return None
    return field.minimum + found.score / 100 * (field.maximum - field.minimum)


def _cell(subject: SubjectResult, field: Field) -> dict[str, object]:
    value = _value(subject, field)
    return {
        "share": None if value is None else (value - field.minimum) / (field.maximum - field.minimum),
        "label": number(value, 1 if field.maximum - field.minimum <= 10 else 0),
    }


def _beside(titles: Sequence[str]) -> list[str]:
    """Return the rows' names broken into lines, each with its place before it: cut names stay apart."""
    return [f"{i}|{'|'.join(wrapped(_clean(title), LINE))}" for i, title in enumerate(titles)]


def _above(titles: Sequence[str]) -> list[str]:
    """Return the columns' names, each broken into lines twice: for a desk and, after ``~``, for a phone.

    Blank lines on top give all of them as many lines as the longest, so that they stand on the cells.
    """
    wide, narrow = WIDE.get(len(titles), HEAD), NARROW.get(len(titles), HEAD)
    desks = _level([wrapped(_clean(title), wide) for title in titles])
    phones = _level([stacked(_clean(title), narrow, MOST_LINES) for title in titles])
    return [f"{i}|{desk}~{phone}" for i, (desk, phone) in enumerate(zip(desks, phones, strict=True))]


def _level(titles: Sequence[tuple[str, ...]]) -> list[str]:
    most = max(map(len, titles))
    return ["|".join(("",) * (most - len(lines)) + lines) for lines in titles]


def _clean(text: str) -> str:
    return text.replace("|", " ").replace("~", " ")


def _drawn(frame: pd.DataFrame, columns: int, tokens: Tokens) -> alt.LayerChart:
    is_narrow = f"width / {columns} < {LETTER * WIDE.get(columns, HEAD)}"
    above = alt.Axis(
        orient="top",
        labelExpr=f"split(split(slice(datum.label,indexof(datum.label,'|')+1),'~')[{is_narrow} ? 1 : 0],'|')",
        labelAngle=0,
        labelFontSize=alt.ExprRef(f"{is_narrow} ? {TINY if columns > 3 else SMALL} : {SMALL}"),
        labelOverlap=False,
        labelLimit=alt.ExprRef(f"width / {columns} - 2"),
        labelBaseline="top",
        labelPadding=alt.ExprRef(f"{is_narrow} ? {_padding(frame, 1)} : {_padding(frame, 0)}"),
    )
    band = alt.Scale(paddingInner=0.06, paddingOuter=0)
    base = alt.Chart(frame).encode(
        y=alt.Y("row:O", sort=None, axis=None, scale=band),
        x=alt.X("column:O", sort=None, axis=above, scale=alt.Scale(paddingInner=0.02, paddingOuter=0)),
    )
    ramp = alt.Scale(domain=[0, 1], range=list(tokens.ramp), interpolate="rgb")
    fill = alt.Color("share:Q", scale=ramp, legend=None)
    cells = (
        base.transform_filter("datum.share !== null").mark_rect(cornerRadius=3, opacity=1).encode(color=fill)
    )
    figures = base.mark_text(fontSize=BODY + 1, fontWeight=600, color=tokens.ramp_ink, opacity=1)
    layers = [cells, figures.encode(text="label:N"), *_row_names(frame, band, tokens)]
    return layered(alt.Step(STEP), *layers)


def _padding(frame: pd.DataFrame, form: int) -> int:
    """Return the px that the names above take, on a desk (0) or on a phone (1)."""
    names = frame["column"].str.split("|", n=1).str[1].str.split("~").str[form]
    return 8 + 14 * (1 + int(names.str.count(r"\|").max()))


def _row_names(frame: pd.DataFrame, band: alt.Scale, tokens: Tokens) -> list[alt.Chart]:
    """Return the names left of the cells; a name of two lines is lifted by half a line to stay centred."""
    names = pd.DataFrame({"row": frame["row"].unique()})
    names["lines"] = names["row"].str.count(r"\|")
    names["name"] = names["row"].str.split("|", n=1).str[1]
    return [
        alt.Chart(names[names["lines"] == lines])
        .mark_text(
            align="left",
            baseline="middle",
            lineBreak="|",
            lineHeight=16,
            opacity=1,
            color=tokens.ink,
            dy=lift,
            limit=GUTTER - 4,
        )
        .encode(x=alt.value(-GUTTER), y=alt.Y("row:O", sort=None, axis=None, scale=band), text="name:N")
        for lines, lift in ((1, 0), (2, -8))
        if (names["lines"] == lines).any()
    ]


def _contest(subjects: Sequence[SubjectResult]) -> Sequence[SubjectResult]:
    """Return the subjects that compete; one that only stands beside leads nowhere."""
    return [subject for subject in subjects if subject.status != "compared"]


def _best(subjects: Sequence[SubjectResult], fields: Sequence[Field]) -> dict[str, list[str]]:
    best: dict[str, list[str]] = {}
    for field in fields:
        values = {s.subject: v for s in subjects if (v := _value(s, field)) is not None}
        top = max(values.values(), default=None)
        best[field.title] = [name for name, v in values.items() if top is not None and v >= top - 1e-9]
    return best


def _word(fields: Sequence[Field]) -> str:
    return "criteria" if fields[0].is_criterion else "sections"


def _note(fields: Sequence[Field], shown: int, all_of_them: int) -> str:
    low, high = fields[0].minimum, fields[0].maximum
    each = "criterion" if fields[0].is_criterion else "section"
    note = f"Panel level per {each}, {low:g} to {high:g}, high is good"
    note += "".join(f" · {said}" for said in dict.fromkeys(field.turned for field in fields) if said)
    return f"{note} · first {shown} of {all_of_them}, all in the table" if shown < all_of_them else note


def _alt(subjects: Sequence[SubjectResult], fields: Sequence[Field]) -> str:
    rows = [
        f"{field.title}: "
        + ", ".join(f"{shortened(s.subject, 30)} {number(_value(s, field))}" for s in subjects[:MOST_COLUMNS])
        for field in fields
    ]
    return rows_as_text("Heat map, darker is better.", rows)


def _table(result: Result, subjects: Sequence[SubjectResult]) -> pd.DataFrame:
    """Return the raw panel value of every criterion: a row each, or a column each beyond a few subjects."""
    criteria = result.rubric.criteria()
    titles = [f"{c.title} (as answered, high is bad)" if c.is_turned else c.title for c in criteria]
    if len(subjects) <= MOST_COLUMNS:
        rows: dict[str, list[object]] = {"": list(titles)}
        return pd.DataFrame(rows | {s.subject: [_raw(s, c.id) for c in criteria] for s in subjects})
    columns: dict[str, list[object]] = {"Subject": [s.subject for s in subjects]}
    for title, criterion in zip(titles, criteria, strict=True):
        columns[title] = [_raw(s, criterion.id) for s in subjects]
    return pd.DataFrame(columns)


def _raw(subject: SubjectResult, criterion: str) -> float | None:
    found = subject.criteria.get(criterion)
    return found.value if found is not None else None

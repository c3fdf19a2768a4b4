"""Which charts and tables a report shows, and what office programs draw in their place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil

from cxmaturity.charts.cycles import early_cycles, section_lines, slope, subject_lines, version_breaks
from cxmaturity.charts.formats import shortened
from cxmaturity.charts.heat import heat
from cxmaturity.charts.moved import moved
from cxmaturity.charts.picture import Picture
from cxmaturity.charts.profile import Row, criterion_rows, profile, section_rows
from cxmaturity.charts.ranking import Answered, ranking, span_of, span_words
from cxmaturity.charts.sureness import sureness
from cxmaturity.charts.theme import LIGHT, Tokens
from cxmaturity.charts.words import MOVED
from cxmaturity.domain.progress import Change
from cxmaturity.domain.provisional import is_too_early
from cxmaturity.domain.results import Result
from cxmaturity.domain.sharing import Part
from cxmaturity.reports.model import Exhibit, Native, Series
from cxmaturity.reports.tables import table_of

Cycles = Sequence[tuple[str, Result]]
ALT_FITS = 2000  # characters; the table behind a chart holds everything
LONG = 9  # criteria from which sections are drawn
MOST_NATIVE = 16  # rows that an office chart can name
TOO_FEW = " · provisional: too few answers"
WIDE_ENOUGH = '[>=0.07]0 %;""'  # a share whose number fits into its part of a bar


@dataclass(frozen=True, slots=True)
class Cycle:
    """One scored cycle with its name, and the one before it where that is known and compares."""

    result: Result
    label: str
    before: Result | None = None
    label_before: str = ""


def of_result(shown: Cycle, tokens: Tokens = LIGHT, answered: Answered | None = None) -> tuple[Exhibit, ...]:
    """Return the exhibits of one cycle: a contest of several subjects, or the profile of one.

    ``answered`` is as for `ranking`.
    """
    result = shown.result
    if len(result.subjects) == 1:
        return _profiles(shown, tokens)
    found = [exhibit("standing", ranking(result, tokens, answered), _scores(result))]
    sure = sureness(result, tokens)
    if sure is not None:
        found.append(exhibit("sure", sure, _shares(result)))
    picture = heat(result, tokens)
    if picture is not None:
        found.append(exhibit("heat", picture))
    return tuple(found)


def of_progress(
    results: Cycles, change: Change | None, labels: dict[str, str], tokens: Tokens = LIGHT
) -> tuple[Exhibit, ...]:
    """Return the exhibits of several cycles: all lines, one subject's parts, and what moved last."""
    cycles, lines = [label for label, _ in results], subject_lines(results)
    early, breaks = early_cycles(results), version_breaks(results)
    found = [
        exhibit("standing", slope(cycles, lines, tokens, early, breaks), lines_over(cycles, lines, breaks))
    ]
    if len(lines) == 1:
        name = next(iter(lines))
        parts = section_lines(results, name)
        thin = dict.fromkeys(parts, early.get(name, frozenset()))
        found.append(
            exhibit("parts", slope(cycles, parts, tokens, thin, breaks), lines_over(cycles, parts, breaks))
        )
    if change is not None and change.by_criterion:
        before, now = (labels.get(cycle, cycle) for cycle in (change.from_cycle, change.to_cycle))
        rubric = results[-1][1].rubric
        picture = moved(rubric, change.by_criterion, tokens, before, now)
        found.append(exhibit("moved", picture, _steps(picture)))
    return tuple(found)


def _profiles(shown: Cycle, tokens: Tokens) -> tuple[Exhibit, ...]:
    result, before = shown.result, shown.before
    subject = result.subjects[0].subject
    sections, criteria = section_rows(result, subject, before), criterion_rows(result, subject, before)
    drawn: list[tuple[Part, Sequence[Row]]] = [("standing", criteria)]
    if sections and len(criteria) >= LONG:
        drawn = [("standing", sections), ("parts", criteria)]
    labels = shown.label, shown.label_before
    return tuple(
        exhibit(part, profile(rows, tokens, *labels), bars_of(rows, *labels)) for part, rows in drawn
    )


def exhibit(part: Part, picture: Picture, native: Native | None = None) -> Exhibit:
    """Return a picture as an exhibit, with what office programs draw in its place."""
    return Exhibit(
        part=part,
        title=picture.title,
        note=picture.note,
        alt=shortened(picture.alt, ALT_FITS),
        spec=picture.chart.to_dict(),
        table=table_of(picture.table, picture.title),
        native=native,
    )


def _scores(result: Result) -> Native:
    shown = result.subjects[:MOST_NATIVE]
    scores = Series("Score of 100", tuple(subject.score for subject in shown))
    names = tuple(subject.subject for subject in shown)
    spans = tuple(_span(*span_of(result, subject)) for subject in shown)
    note = _note(len(names), len(result.subjects))
    if any(span is not None and span[0] != span[1] for span in spans):
        note += f" · whisker: {span_words(result)}"
    if any(is_too_early(result.rubric, subject) for subject in shown if subject.rank is not None):
        note += TOO_FEW
    beside = tuple(place for place, subject in enumerate(shown) if subject.rank is None)
    if beside:
        note += " · grey: without a rank"
    return Native("bars", names, (scores,), 0, 100, note, spans=spans, beside=beside)


def _span(low: float | None, high: float | None) -> tuple[float, float] | None:
    return None if low is None or high is None else (low, high)


def _shares(result: Result) -> Native | None:
    drawn = result.robustness
    if drawn is None:
        return None
    order = sorted(drawn.expected_rank, key=lambda name: (drawn.expected_rank[name], name))[:MOST_NATIVE]
    ranks = range(len(drawn.rank_acceptability[order[0]]))
    series = tuple(
        Series(f"Rank {rank + 1}", tuple(drawn.rank_acceptability[name][rank] for name in order))
        for rank in ranks
    )
    note = f"Share of {drawn.draws:,} draws in which each takes each rank"
    return Native("stacked", tuple(order), series, 0, 1, note, WIDE_ENOUGH)


def bars_of(rows: Sequence[Row], cycle: str, cycle_before: str) -> Native:
    """Return a profile as bars, the cycle before beside them where they are few."""
    shown = rows[:MOST_NATIVE]
    series = [Series(cycle or "Score of 100", tuple(row.score for row in shown))]
    if len(shown) < LONG and any(row.before is not None for row in shown):
        series.append(Series(cycle_before or "Before", tuple(row.before for row in shown), beside=True))
    names = tuple(row.title for row in shown)
    note = _note(len(shown), len(rows)) + (TOO_FEW if any(row.provisional for row in shown) else "")
    return Native("bars", names, tuple(series), 0, 100, note)


def _steps(picture: Picture) -> Native:
    """Return the changes as bars to both sides of zero, the largest ones of each kind."""
    every = [(str(title), float(step)) for title, step in picture.table.itertuples(index=False)]
    rows = [(title, step) for title, step in every if abs(step) >= MOVED]
    half = MOST_NATIVE // 2
    shown = rows if len(rows) <= MOST_NATIVE else [*rows[:half], *rows[-half:]]
    reach = 10 * ceil(max(10.0, *(abs(step) for _, step in shown)) / 10)
    series = Series("Change in score", tuple(step for _, step in shown))
    names = tuple(title for title, _ in shown)
    return Native("bars", names, (series,), -reach, reach, picture.note, "+0.0;−0.0;0.0")


def lines_over(
    cycles: Sequence[str], lines: Mapping[str, Sequence[float | None]], breaks: Collection[int] = ()
) -> Native:
    """Return scores over cycles as lines, each a series of its own for every version of the rubric."""
    shown = list(lines.items())[:MOST_NATIVE]
    series = tuple(
        replace(part, hue=hue)
        for hue, (name, values) in enumerate(shown)
        for part in _by_version(name, values, cycles, breaks)
    )
    return Native("lines", tuple(cycles), series, 0, 100, _note(len(shown), len(lines)))


def _by_version(
    name: str, values: Sequence[float | None], cycles: Sequence[str], breaks: Collection[int]
) -> Iterator[Series]:
    starts = [0, *sorted(breaks), len(values)]
    for start, end in pairwise(starts):
        inside = tuple(value if start <= place < end else None for place, value in enumerate(values))
        if any(value is not None for value in inside) or not breaks:
            yield Series(f"{name}, from {cycles[start]}" if start else name, inside)


def _note(shown: int, all_of_them: int) -> str:
    cut = f" · first {shown} of {all_of_them}, all in the notes" if shown < all_of_them else ""
    return f"Score of 100{cut}"

"""Results as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
import unicodedata

from cxmaturity.domain.progress import Change
from cxmaturity.domain.provisional import is_provisional
from cxmaturity.domain.results import Result, SubjectResult
from cxmaturity.domain.rubric import Rubric
from cxmaturity.domain.workshop.rounds import Overall


def ranking(result: Result, said: Sequence[Overall] = ()) -> str:
    """Return one scored cycle: who stands where, then what stands outside the sum."""
    rubric = result.rubric
    head = f"{rubric.title} {rubric.version}" + (f" · {result.cycle}" if result.cycle else "")
    lines = [head, "", *_columns([_TITLES, *(_row(result, subject) for subject in result.subjects)])]
    notes = [note for subject in result.subjects for note in _notes(subject)]
    notes += [f"{_plain(one.subject)}: overall judgement {_middle(one)}, not scored" for one in said]
    sure = _sure(result)
    return "\n".join([*lines, *(["", *notes] if notes else []), *(["", sure] if sure else [])])


STARRED = ("", "* provisional: fewer answers than the rubric's min_coverage asks for")
UNLIKELY = 0.005  # less often first than this is not worth a word
_TITLES = ("rank", "subject", "score", "low–high", "coverage", "band", "stage")


def _row(result: Result, subject: SubjectResult) -> tuple[str, ...]:
    label = next((band.label for band in result.rubric.bands if band.id == subject.band), "")
    return (
        str(subject.rank) if subject.rank else subject.status,
        _plain(subject.subject),
        _figure(subject.score),
        f"{_figure(subject.low)}–{_figure(subject.high)}",
        "–" if subject.coverage is None else f"{100 * subject.coverage:.0f} %",
        label,
        "" if subject.stage is None else str(subject.stage),
    )


def _notes(subject: SubjectResult) -> Iterable[str]:
    for gate in subject.gates:
        yield f"{_plain(subject.subject)}: gate “{gate.title}” ({gate.then}), value {gate.value:g}"
    for flag in subject.red_flags:
        said = f": {flag.say}" if flag.say else ""
        name = _plain(subject.subject)
        yield f"{name}: red flag “{flag.title}” ({flag.severity}), value {flag.value:g}{said}"


def _middle(one: Overall) -> str:
    people = "person" if one.n == 1 else "people"
    return "not given" if one.median is None else f"{one.median:g} (median of {one.n} {people})"


def _sure(result: Result) -> str:
    if result.robustness is None or not result.robustness.p_first:
        return ""
    first = sorted(result.robustness.p_first.items(), key=lambda item: -item[1])
    likely = [item for item in first if item[1] >= UNLIKELY] or first[:1]
    shares = ", ".join(f"{_plain(name)} {100 * share:.0f} %" for name, share in likely)
    verdict = f" · {result.robustness.verdict}" if result.robustness.verdict else ""
    alone = " · but one person alone rated, which says nothing about what others would say"
    doubt = alone if result.robustness.assessors == 1 else ""
    return f"first in {result.robustness.draws} draws: {shares}{verdict}{doubt}"


def progress(results: Sequence[Result], changes: Sequence[Change]) -> str:
    """Return the scores per cycle and the changes between neighbours."""
    cycles = [result.cycle or "–" for result in results]
    names = sorted({subject.subject for result in results for subject in result.subjects})
    rows = [("subject", *cycles), *(_history(name, results) for name in names)]
    doubted = {
        (subject.subject, result.cycle)
        for result in results
        for subject in result.subjects
        if is_provisional(result.rubric, subject)
    }
    moved = [("subject", "from", "to", "change"), *(_moved(change, doubted) for change in changes)]
    star = [*STARRED] if doubted else []
    return "\n".join([*_columns(rows), "", *_columns(moved), *star])


def _history(name: str, results: Sequence[Result]) -> tuple[str, ...]:
    found = [(result.rubric, result.subject(name)) for result in results]
    return _plain(name), *(_cell(rubric, subject) for rubric, subject in found)


def _cell(rubric: Rubric, subject: SubjectResult | None) -> str:
    if subject is None:
        return _figure(None)
    return _figure(subject.score) + ("*" if is_provisional(rubric, subject) else "")


def _moved(change: Change, doubted: Collection[tuple[str, str | None]]) -> tuple[str, ...]:
    """Return one line; a change from or to a provisional score is as provisional as that."""
    figure = "–" if change.change is None else f"{change.change:+.1f}".replace("-", "−")
    ends = {(change.subject, change.from_cycle), (change.subject, change.to_cycle)}
    star = "*" if change.change is not None and not ends.isdisjoint(doubted) else ""
    return _plain(change.subject), change.from_cycle, change.to_cycle, figure + star


def _figure(score: float | None) -> str:
    return "–" if score is None else f"{score:.1f}"


def _plain(text: str) -> str:
    """Return the text without control characters, so that a name cannot steer the terminal."""
    return "".join(c if unicodedata.category(c)[0] != "C" else "·" for c in text)


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]

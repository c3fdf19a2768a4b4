"""The sentence above each result, computed from the data and from nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from cxmaturity.charts.formats import counted, listed, number, percent, shortened, sureness
from cxmaturity.domain.progress import Change
from cxmaturity.domain.provisional import is_too_early, is_too_thin
from cxmaturity.domain.results import Result, Robustness, SubjectResult
from cxmaturity.domain.rubric import Rubric
from cxmaturity.services.subject_headline import MOVED, NAME, TIED, TITLE, name_of, so_far, stands


@dataclass(frozen=True, slots=True)
class Headline:
    """One sentence that answers the page's question, and what else one must know beside it."""

    headline: str
    detail: str


def headline_of(
    result: Result, before: Result | None, assessors: int, compared: Collection[str] = ()
) -> Headline:
    """Return the headline of one scored cycle.

    ``before`` is the cycle before, if any; ``compared`` names subjects that stand beside the contest.
    """
    if all(subject.score is None for subject in result.subjects):
        return Headline(
            "Nobody has rated yet.", "The first answers will show here as soon as they are saved."
        )
    if result.rubric.purpose == "vendor" or (
        result.rubric.purpose == "initiative" and len(result.subjects) > 1
    ):
        return Headline(_contest(result, compared), _around(result, assessors, compared))
    if len(result.subjects) > 1:
        return Headline(_range(result), _around(result, assessors, compared))
    said = stands(result.rubric, result.subjects[0], before)
    return Headline(said, _around(result, assessors, compared))


def progress_headline(
    results: Sequence[Result], changes: Sequence[Change], compared: Collection[str] = ()
) -> Headline:
    """Return the headline of an evaluation's cycles, oldest first."""
    if not results:
        return Headline("Nobody has rated yet.", "Progress shows from the second rated cycle on.")
    newest = results[-1]
    if len(results) == 1:
        said = headline_of(newest, None, 0, compared).headline
        return Headline(said, "One cycle so far; progress shows from the second one on.")
    if len(newest.subjects) == 1:
        return Headline(_path(results), _movers(newest.rubric, changes, newest))
    return Headline(_overtaken(results, compared), _movers(newest.rubric, changes, newest))


def _contest(result: Result, compared: Collection[str]) -> str:
    ranked = [subject for subject in result.ranked if subject.subject not in compared]
    if not ranked:
        return _no_rank(result, compared)
    first, others = ranked[0], ranked[1:]
    if is_too_early(result.rubric, first):
        return _too_early(result.rubric, first)
    if not others:
        band = _band(result.rubric, first)
        return f"{name_of(first)} stands at {number(first.score, 0)} of 100{band and f': {band}'}."
    tied = [subject for subject in ranked if subject.rank == first.rank]
    if len(tied) > 1:
        return f"{listed(map(name_of, tied))} share first place at {number(first.score, 0)}."
    return _lead(first, others[0], result.robustness)


def _lead(first: SubjectResult, second: SubjectResult, robustness: Robustness | None) -> str:
    said = sure_words(first, robustness)
    if said:
        return f"{name_of(first)} leads{said}."
    ahead = (first.score or 0.0) - (second.score or 0.0)
    return (
        f"{name_of(first)} leads with {number(first.score, 0)}, {number(ahead)} ahead of {name_of(second)}."
    )


def sure_words(first: SubjectResult, robustness: Robustness | None) -> str:
    """Return how sure a lead is, to stand behind “leads”; empty where nothing could be drawn."""
    verdict = robustness.verdict if robustness else None
    sure = sureness(robustness.p_first.get(first.subject)) if robustness else ""
    match verdict:
        case "clear":
            return f" clearly: {sure} sure"
        case "leaning":
            return f", though not safely: {sure} sure"
        case "too close":
            return f", but it is too close to call: {sure} sure"
    return ""


def _no_rank(result: Result, compared: Collection[str]) -> str:
    out = [s for s in result.subjects if s.status == "excluded" and s.subject not in compared]
    if out:
        return f"Nobody has a rank: {listed(map(name_of, out))} {_is(out)} knocked out."
    return "Nobody has a rank yet: too few answers."


def _range(result: Result) -> str:
    scored = [subject for subject in result.subjects if subject.score is not None]
    known = [subject for subject in scored if not is_too_early(result.rubric, subject)]
    if not known:
        return _too_early(result.rubric, max(scored, key=lambda subject: subject.coverage or 0.0))
    if len(known) == 1:
        few = "no" if scored == known else "too few"
        where = f"{name_of(known[0])} stands at {number(known[0].score, 0)} of 100"
        return f"{where}; the others have {few} answers yet."
    best = max(known, key=lambda subject: (subject.score or 0.0, subject.subject))
    worst = min(known, key=lambda subject: (subject.score or 0.0, subject.subject))
    if (best.score or 0.0) - (worst.score or 0.0) < TIED:
        return f"All {len(known)} stand at {number(best.score, 0)} of 100."
    low, high = number(worst.score, 0), number(best.score, 0)
    return f"{name_of(worst)} has most to gain at {low}; {name_of(best)} is furthest at {high}."


def _too_early(rubric: Rubric, subject: SubjectResult) -> str:
    if is_too_thin(rubric, subject):
        return f"Too early to say: {name_of(subject)} has {so_far(rubric, subject)}."
    return f"Too early to say: {so_far(rubric, subject)} for {name_of(subject)}."


def _around(result: Result, assessors: int, compared: Collection[str]) -> str:
    """Return who has no rank, and who rated; red flags are listed apart, with what they say."""
    rated = counted(assessors, "person rated", "people rated")
    if assessors == 1 and result.robustness is not None:
        rated += ", so how people differ is not in it"
    parts = [*outside(result, compared), rated]
    return " ".join(f"{part}." for part in parts)


def outside(result: Result, compared: Collection[str]) -> Iterator[str]:
    """Yield who has no rank, and why."""
    is_contest = len(result.subjects) > 1 or result.rubric.purpose == "vendor"
    for subject in result.subjects:
        if subject.subject in compared or subject.status not in {"excluded", "provisional", "unscored"}:
            continue
        if subject.status == "excluded":
            gate = next((gate.title for gate in subject.gates if gate.then == "exclude"), "a gate")
            would = f", and would be number {subject.would_rank}" if subject.would_rank else ""
            yield f"{name_of(subject)} is out by “{shortened(gate, TITLE)}”{would}"
        elif subject.status == "provisional" and is_contest:
            yield f"{name_of(subject)} has no rank, with {percent(subject.coverage)} answered"
        elif subject.status == "unscored":
            yield f"{name_of(subject)} has no answers"


def _path(results: Sequence[Result]) -> str:
    """Return how one subject ran from its first firm cycle to its newest; too early, nothing is claimed."""
    newest = results[-1]
    now = newest.subjects[0]
    what = "Maturity" if newest.rubric.purpose == "maturity" else name_of(now)
    known = [
        (r, s.score)
        for r in results
        if (s := r.subject(now.subject)) is not None and s.score is not None and not is_too_early(r.rubric, s)
    ]
    if is_too_early(newest.rubric, now):
        last = f" {what} was {number(known[-1][1], 0)} in {known[-1][0].cycle}." if known else ""
        return f"{stands(newest.rubric, now, None)}{last}"
    return _run(what, known)


def _run(what: str, known: Sequence[tuple[Result, float]]) -> str:
    if len(known) < 2:
        return f"{what} has one scored cycle so far."
    (first, start), (_, end) = known[0], known[-1]
    if len({r.rubric.sha256 for r, _ in known}) > 1:
        return f"{what} is {number(end, 0)}; the rubric changed on the way, so not all cycles compare."
    moved = end - start
    if abs(moved) < MOVED:
        return f"{what} is {number(end, 0)}, where it was in {first.cycle}."
    verb = "risen" if moved > 0 else "fallen"
    return f"{what} has {verb} from {number(start, 0)} to {number(end, 0)} since {first.cycle}."


def _overtaken(results: Sequence[Result], compared: Collection[str]) -> str:
    early = _early_leader(results[-1], compared)
    if early is not None:
        return _too_early(results[-1].rubric, early)
    now, then = (_leaders(result, compared) for result in (results[-1], results[-2]))
    if not now:
        return "Nobody has a rank in the newest cycle."
    if len(now) > 1:
        return f"{listed(now)} share first place."
    if then and now != then and now[0] not in then:
        return f"{now[0]} has overtaken {listed(then)}."
    return f"{now[0]} leads{' as before' if now == then else ''}."


def _early_leader(result: Result, compared: Collection[str]) -> SubjectResult | None:
    """Return who is first where it is too early to say so; the most answered where nobody has a rank."""
    contest = [s for s in result.subjects if s.subject not in compared and s.score is not None]
    ranked = [subject for subject in contest if subject.rank is not None]
    early = [subject for subject in contest if is_too_early(result.rubric, subject)]
    if ranked:
        return ranked[0] if ranked[0] in early else None
    return max(early, key=lambda subject: subject.coverage or 0.0, default=None)


def _leaders(result: Result, compared: Collection[str]) -> list[str]:
    ranked = [subject for subject in result.ranked if subject.subject not in compared]
    first = [subject for subject in ranked if subject.rank == ranked[0].rank]
    return [name_of(subject) for subject in first if not is_too_early(result.rubric, subject)]


def _movers(rubric: Rubric, changes: Sequence[Change], newest: Result) -> str:
    """Return what moved most since the cycle before; nothing where cycles do not compare."""
    last = [change for change in changes if change.to_cycle == newest.cycle and change.change is not None]
    if not last:
        return ""
    most = max(last, key=lambda change: abs(change.change or 0.0))
    if abs(most.change or 0.0) < MOVED:
        return f"Nothing moved since {most.from_cycle}."
    direction = "up" if (most.change or 0.0) > 0 else "down"
    brought = max(most.contributions.items(), key=lambda item: item[1] * (1 if direction == "up" else -1))
    criterion = rubric.criterion(brought[0])
    title = shortened(criterion.title if criterion else brought[0], TITLE)
    name = shortened(most.subject, NAME)
    moved = f"{direction} {number(abs(most.change or 0.0))}"
    return f"{name} moved most since {most.from_cycle}: {moved}, mostly “{title}”."


def _band(rubric: Rubric, subject: SubjectResult) -> str:
    return next((band.label for band in rubric.bands if band.id == subject.band), "")


def _is(subjects: Sequence[SubjectResult]) -> str:
    return "is" if len(subjects) == 1 else "are"

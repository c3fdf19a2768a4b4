"""The sentence above each result, computed from the data and from nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from cxmaturity.charts.formats import counted, listed, number, percent, shortened
from cxmaturity.domain.progress import Change
from cxmaturity.domain.results import Result, Robustness, SubjectResult
from cxmaturity.domain.rubric import Rubric

NAME = 40  # characters of a name inside a sentence
TITLE = 60  # characters of a criterion's title inside a sentence
MOVED = 0.05  # score points that one can see
TIED = 1e-9


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
    subject = result.subjects[0]
    return Headline(
        f"{_level(result.rubric, subject, before)} {_hold(result.rubric, subject)}".strip(),
        _around(result, assessors, compared),
    )


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
    if not others:
        band = _band(result.rubric, first)
        return f"{_name(first)} stands at {number(first.score, 0)} of 100{band and f': {band}'}."
    tied = [subject for subject in ranked if subject.rank == first.rank]
    if len(tied) > 1:
        return f"{listed(map(_name, tied))} share first place at {number(first.score, 0)}."
    return _lead(first, others[0], result.robustness)


def _lead(first: SubjectResult, second: SubjectResult, robustness: Robustness | None) -> str:
    verdict = robustness.verdict if robustness else None
    sure = percent(robustness.p_first.get(first.subject)) if robustness else ""
    match verdict:
        case "clear":
            return f"{_name(first)} leads clearly: {sure} sure."
        case "leaning":
            return f"{_name(first)} leads, though not safely: {sure} sure."
        case "too close":
            return f"{_name(first)} leads, but it is too close to call: {sure} sure."
    ahead = (first.score or 0.0) - (second.score or 0.0)
    return f"{_name(first)} leads with {number(first.score, 0)}, {number(ahead)} ahead of {_name(second)}."


def _no_rank(result: Result, compared: Collection[str]) -> str:
    out = [s for s in result.subjects if s.status == "excluded" and s.subject not in compared]
    if out:
        return f"Nobody has a rank: {listed(map(_name, out))} {_is(out)} knocked out."
    return "Nobody has a rank yet: too few answers."


def _range(result: Result) -> str:
    known = [subject for subject in result.subjects if subject.score is not None]
    if len(known) == 1:
        return (
            f"{_name(known[0])} stands at {number(known[0].score, 0)} of 100; the others have no answers yet."
        )
    best = max(known, key=lambda subject: (subject.score or 0.0, subject.subject))
    worst = min(known, key=lambda subject: (subject.score or 0.0, subject.subject))
    if (best.score or 0.0) - (worst.score or 0.0) < TIED:
        return f"All {len(known)} stand at {number(best.score, 0)} of 100."
    low, high = number(worst.score, 0), number(best.score, 0)
    return f"{_name(worst)} has most to gain at {low}; {_name(best)} is furthest at {high}."


def _level(rubric: Rubric, subject: SubjectResult, before: Result | None) -> str:
    what = "Maturity is" if rubric.purpose == "maturity" else f"{_name(subject)} stands at"
    return f"{what} {number(subject.score, 0)}{_since(rubric, subject, before)}."


def _since(rubric: Rubric, subject: SubjectResult, before: Result | None) -> str:
    earlier = before.subject(subject.subject) if before else None
    if before is None or earlier is None or earlier.score is None or subject.score is None:
        return ""
    if before.rubric.sha256 != rubric.sha256:
        return ", on a new version of the rubric"
    moved = subject.score - earlier.score
    if abs(moved) < MOVED:
        return ", unchanged"
    return f", {'up' if moved > 0 else 'down'} {number(abs(moved))}"


def _hold(rubric: Rubric, subject: SubjectResult) -> str:
    """Return what holds the next stage back; without stages, what is weakest."""
    if rubric.stages is not None:
        return _stage(rubric, subject)
    sections = [s for s in rubric.root.sections() if s is not rubric.root and s.id in subject.nodes]
    scores = {s.title: subject.nodes[s.id].score for s in sections}
    known = {title: score for title, score in scores.items() if score is not None}
    if len(known) < 2 or max(known.values()) - min(known.values()) < TIED:
        return ""
    weakest = min(known, key=lambda title: (known[title], title))
    return f"{shortened(weakest, TITLE)} holds it back, at {number(known[weakest], 0)}."


def _stage(rubric: Rubric, subject: SubjectResult) -> str:
    if subject.next_stage is None:
        return f"Stage {subject.stage}, the highest, is reached."
    titles = [c.title for c in map(rubric.criterion, subject.blockers) if c is not None]
    if not titles:
        return f"Stage {subject.next_stage} is next."
    cheapest = shortened(titles[0], TITLE)
    if len(titles) == 1:
        return f"One thing holds stage {subject.next_stage} back: {cheapest}."
    away = counted(max(subject.blockers_needed, 1), "step")
    return f"Stage {subject.next_stage} is {away} away, the cheapest first: {cheapest}."


def _around(result: Result, assessors: int, compared: Collection[str]) -> str:
    """Return what stands outside the sum: knock-outs, subjects without a rank, red flags, who rated."""
    parts = [*_outside(result, compared), *_flags(result), counted(assessors, "person rated", "people rated")]
    return " ".join(f"{part}." for part in parts)


def _outside(result: Result, compared: Collection[str]) -> Iterator[str]:
    for subject in result.subjects:
        if subject.subject in compared or subject.status not in {"excluded", "provisional", "unscored"}:
            continue
        if subject.status == "excluded":
            gate = next((gate.title for gate in subject.gates if gate.then == "exclude"), "a gate")
            would = f", and would be number {subject.would_rank}" if subject.would_rank else ""
            yield f"{_name(subject)} is out by “{shortened(gate, TITLE)}”{would}"
        elif subject.status == "provisional":
            yield f"{_name(subject)} has no rank, with {percent(subject.coverage)} answered"
        else:
            yield f"{_name(subject)} has no answers"


def _flags(result: Result) -> Iterator[str]:
    flagged = [subject for subject in result.subjects if subject.red_flags]
    if len(flagged) == 1:
        title = shortened(flagged[0].red_flags[0].title, TITLE)
        yield f"Red flag for {_name(flagged[0])}: {title}"
    elif flagged:
        yield f"Red flags for {listed(map(_name, flagged))}"


def _path(results: Sequence[Result]) -> str:
    name = results[-1].subjects[0].subject
    what = "Maturity" if results[-1].rubric.purpose == "maturity" else shortened(name, NAME)
    known = [(r, s.score) for r in results if (s := r.subject(name)) is not None and s.score is not None]
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
    now, then = (_leaders(result, compared) for result in (results[-1], results[-2]))
    if not now:
        return "Nobody has a rank in the newest cycle."
    if len(now) > 1:
        return f"{listed(now)} share first place."
    if then and now != then and now[0] not in then:
        return f"{now[0]} has overtaken {listed(then)}."
    return f"{now[0]} leads{' as before' if now == then else ''}."


def _leaders(result: Result, compared: Collection[str]) -> list[str]:
    ranked = [subject for subject in result.ranked if subject.subject not in compared]
    return [_name(subject) for subject in ranked if subject.rank == ranked[0].rank]


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


def _name(subject: SubjectResult) -> str:
    return shortened(subject.subject, NAME)

"""What a result says beside its charts, as plain sentences."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from cxmaturity.charts.cycles import subject_lines
from cxmaturity.charts.flag_words import raised_words
from cxmaturity.charts.formats import counted, listed, number, percent, shortened, signed
from cxmaturity.charts.words import slope_finding
from cxmaturity.domain.results import GateTrip, Result, ScoreFlip, SubjectResult, WeightFlip
from cxmaturity.domain.rubric import Rubric
from cxmaturity.domain.workshop.rounds import CellShift, Overall

MOST_FLIPS = 2
MOST_BLOCKERS = 4
SAME = 1e-9
NAME_FITS = 40  # characters of a name inside a sentence


def warnings(result: Result) -> tuple[str, ...]:
    """Return gates that tripped and red flags that are up, each as a sentence; an advice is given once."""
    named, advised = len(result.subjects) > 1, set[str]()
    asked = (subject for subject in result.subjects if subject.status != "compared")  # not today's own way
    return tuple(
        said for subject in asked for said in _warnings(result.rubric, subject, advised, named=named)
    )


def what_would_change(weights: Sequence[WeightFlip], scores: Sequence[ScoreFlip]) -> tuple[str, ...]:
    """Return the nearest weights and the smallest answers after which somebody else is first."""
    nearest = sorted(weights, key=lambda flip: abs(flip.flips_at - flip.weight))[:MOST_FLIPS]
    smallest = sorted(scores, key=lambda flip: flip.share_change)[:MOST_FLIPS]
    said = [
        f"With “{flip.title}” {_moved(flip.flips_at, flip.weight, percent)}, {flip.new_first} is first."
        for flip in nearest
    ]
    said += [
        f"With {change.subject} on “{change.title}” {_moved(change.flips_at, change.value, number)}, "
        f"{change.new_first} is first."
        for change in smallest
    ]
    return tuple(said) or ("No single weight and no single score changes who is first.",)


def _moved(to: float, now: float, shown: Callable[[float], str]) -> str:
    """Say where something moves; what looks the same in print lies just beside it."""
    if shown(to) == shown(now):
        return f"just {'above' if to > now else 'below'} {shown(now)}"
    return f"at {shown(to)}, not {shown(now)}"


def blockers(result: Result, subject: SubjectResult) -> tuple[str, ...]:
    """Return what holds the next stage back, cheapest first."""
    if subject.next_stage is None:
        return ()
    titles = [c.title for c in map(result.rubric.criterion, subject.blockers) if c is not None]
    left = len(titles) - MOST_BLOCKERS
    more = (f"And {left} more.",) if left > 0 else ()
    held = tuple(f"Holds stage {subject.next_stage} back: “{title}”." for title in titles[:MOST_BLOCKERS])
    return held + more


def agreement(result: Result) -> tuple[str, ...]:
    """Return how far people agree; nothing where that is undefined."""
    alpha = result.agreement.krippendorff_alpha_ordinal
    if alpha is None:
        return ()
    word = "agree well" if alpha >= 0.8 else "agree in part" if alpha >= 0.667 else "see it differently"
    return (
        f"The raters {word}: agreement {number(alpha, 2)}; 1 is full, 0 is chance (Krippendorff’s alpha).",
    )


def as_a_whole(final: Result, overall: Sequence[Overall]) -> str:
    """Return whom the silent judgement puts first, and whether the score does too."""
    ranked = {subject.subject for subject in final.ranked}
    means = {one.subject: one.mean for one in overall if one.subject in ranked and one.mean is not None}
    if not means:
        return "Judged as a whole"
    top = max(means.values())
    ahead = [name for name, mean in means.items() if mean >= top - SAME]
    verb = "is" if len(ahead) == 1 else "are"
    if set(ahead) == set(_first(final)):
        return f"Judged as a whole, {_names(ahead)} {verb} ahead too"
    if len(ahead) == len(means):
        return "Judged as a whole, nobody is ahead"
    return f"Judged as a whole, {_names(ahead)} {verb} ahead, not {_names(_first(final))}"


def over_rounds(rounds: Sequence[tuple[Result, int]]) -> str:
    """Return who moved most from the first round to the last; of a single round, who had not finished it."""
    if len(rounds) == 1:
        missing = rounds[0][1]
        return (
            f"{counted(missing, 'person', 'people')} had not finished"
            if missing
            else "Everybody had finished"
        )
    labels = [f"Round {place}" for place in range(1, len(rounds) + 1)]
    lines = subject_lines([(label, result) for label, (result, _) in zip(labels, rounds, strict=True)])
    if len(lines) > 1:
        return slope_finding(labels, lines)
    ends = [(name, row[0], row[-1]) for name, row in lines.items()]
    steps = [(name, now - then) for name, then, now in ends if now is not None and then is not None]
    return (
        "".join(f"{_names([name])} moved by {signed(step)} since Round 1" for name, step in steps) or "Rounds"
    )


def answers_moved(shifts: Iterable[CellShift]) -> str:
    """Return how many answers the talk moved, and which way."""
    shifts = tuple(shifts)
    up, down = sum(shift.up for shift in shifts), sum(shift.down for shift in shifts)
    return f"{counted(up + down, 'answer')} moved in the talk: {up} up, {down} down"


def counted_otherwise(final: Result, others: Iterable[Result]) -> str:
    """Return whether somebody else would be first if the same answers were counted in another way."""
    first, contest = _first(final), {subject.subject for subject in final.ranked}
    leaders = (_first(result, contest) for result in others)
    turned = next((now for now in leaders if now and set(now) != set(first)), None)
    if turned is None:
        return f"However it is counted, {_names(first)} {'comes' if len(first) == 1 else 'come'} first"
    return f"Counted otherwise, {_names(turned)} would be first, not {_names(first)}"


def _first(result: Result, contest: Collection[str] | None = None) -> list[str]:
    """Return who is first, of a contest where one is named: today's own way is never first in it."""
    ranked = [one for one in result.ranked if contest is None or one.subject in contest]
    return [subject.subject for subject in ranked if subject.rank == ranked[0].rank]


def _names(names: Iterable[str]) -> str:
    return listed(shortened(name, NAME_FITS) for name in names) or "nobody"


def _warnings(rubric: Rubric, subject: SubjectResult, advised: set[str], *, named: bool) -> Iterator[str]:
    who = f"{subject.subject}: " if named else ""
    for gate in subject.gates:
        yield f"Gate. {who}{_gate(gate, subject)}."
    for flag in subject.red_flags:
        said = f". {flag.say}" if flag.say and flag.say not in advised else "."
        advised.add(flag.say)
        figure = raised_words(rubric, subject, flag)
        yield f"Red flag, {flag.severity}. {who}{flag.title}: {figure}{said}"


def _gate(gate: GateTrip, subject: SubjectResult) -> str:
    bound = f"below {number(gate.below)}" if gate.below is not None else f"above {number(gate.above)}"
    reason = f"{gate.title} is {number(gate.value)}, {bound}"
    if gate.then == "exclude":
        would = f"; without the gate it would be number {subject.would_rank}" if subject.would_rank else ""
        return f"out, because {reason}{would}"
    if gate.then == "cap":
        return f"capped at {number(gate.cap, 0)}, because {reason}"
    return reason

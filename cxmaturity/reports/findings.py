"""What a result says beside its charts, as plain sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from cxmaturity.charts.formats import number, percent
from cxmaturity.domain.results import GateTrip, Result, ScoreFlip, SubjectResult, WeightFlip

MOST_FLIPS = 2
MOST_BLOCKERS = 4


def warnings(result: Result) -> tuple[str, ...]:
    """Return gates that tripped and red flags that are up, each as a sentence."""
    named = len(result.subjects) > 1
    asked = (subject for subject in result.subjects if subject.status != "compared")  # not today's own way
    return tuple(said for subject in asked for said in _warnings(subject, named=named))


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
    return (f"The raters {word} (Krippendorff’s alpha {number(alpha, 2)}).",)


def _warnings(subject: SubjectResult, *, named: bool) -> Iterator[str]:
    who = f"{subject.subject}: " if named else ""
    for gate in subject.gates:
        yield f"Gate. {who}{_gate(gate, subject)}."
    for flag in subject.red_flags:
        said = f". {flag.say}" if flag.say else "."
        yield f"Red flag, {flag.severity}. {who}{flag.title} at {number(flag.value)}{said}"


def _gate(gate: GateTrip, subject: SubjectResult) -> str:
    bound = f"below {number(gate.below)}" if gate.below is not None else f"above {number(gate.above)}"
    reason = f"{gate.title} is {number(gate.value)}, {bound}"
    if gate.then == "exclude":
        would = f"; without the gate it would be number {subject.would_rank}" if subject.would_rank else ""
        return f"out, because {reason}{would}"
    if gate.then == "cap":
        return f"capped at {number(gate.cap, 0)}, because {reason}"
    return reason

"""What each chart says: findings computed from the data, standings, and alt texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from cxmaturity.charts.formats import counted, listed, number, percent, shortened, signed
from cxmaturity.domain.provisional import answered_of, is_too_early
from cxmaturity.domain.results import CriterionScore, Result, Robustness, SubjectResult
from cxmaturity.domain.rubric import Criterion

MOST_IN_ALT = 12
NAME = 40  # characters of a name inside a sentence
TOUCHING = 1e-9
CAMP = 0.4  # share of the range that makes an end of it
MOVED = 0.5  # points of 100 that round to a change one can see
DRAWN = {"weights": "weights", "ratings": "people", "both": "weights and people"}


def ranking_finding(result: Result) -> str:
    """Return who is first and how safely."""
    ranked = result.ranked
    if not ranked:
        return "Nobody has a rank yet"
    if is_too_early(result.rubric, ranked[0]):
        done, asked = answered_of(result.rubric, ranked[0])
        return f"Too early to say: {_name(ranked[0].subject)} has {done} of {asked} answered"
    if len(ranked) == 1:
        return f"{_name(ranked[0].subject)} stands at {number(ranked[0].score)} of 100"
    first, second = ranked[0], ranked[1]
    if first.rank == second.rank:
        tied = [_name(s.subject) for s in ranked if s.rank == first.rank]
        return f"{listed(tied)} share first place"
    if result.robustness and result.robustness.verdict:
        return _by_verdict(_name(first.subject), _name(second.subject), result.robustness.verdict)
    if _may_still_change(first, ranked[1:]):
        return f"{_name(first.subject)} is first; missing answers could still change that"
    return f"{_name(first.subject)} is first, {_lead(first, second)} ahead of {_name(second.subject)}"


def _by_verdict(first: str, second: str, verdict: str) -> str:
    match verdict:
        case "clear":
            return f"{first} is clearly first"
        case "leaning":
            return f"{first} leans ahead of {second}"
        case _:
            return f"{first} and {second} cannot be told apart"


def _may_still_change(first: SubjectResult, others: Sequence[SubjectResult]) -> bool:
    floor = first.low if first.low is not None else 0.0
    return any(other.high is not None and other.high > floor + TOUCHING for other in others)


def _lead(first: SubjectResult, second: SubjectResult) -> str:
    ahead = (first.score or 0.0) - (second.score or 0.0)
    return "less than 0.1" if ahead < 0.1 else number(ahead, 0 if ahead >= 2 else 1)


def standing(subject: SubjectResult, robustness: Robustness | None) -> str:
    """Return the few words at the right of a subject's row: why it is where it is."""
    if subject.rank is None:
        return _without_rank(subject)
    capped = next((gate for gate in subject.gates if gate.then == "cap"), None)
    if capped is not None and subject.uncapped != subject.score:
        return f"capped at {number(capped.cap, 0)}: {shortened(capped.title, 16)}"
    if robustness is not None and subject.subject in robustness.p_first:
        return _share_of_firsts(robustness.p_first[subject.subject])
    return f"rank {subject.rank}"


def _without_rank(subject: SubjectResult) -> str:
    match subject.status:
        case "excluded":
            knocked = next((gate.title for gate in subject.gates if gate.then == "exclude"), "a gate")
            return f"out: {shortened(knocked, 24)}"
        case "provisional":
            return f"{percent(subject.coverage)} answered, no rank"
        case "compared":
            return "for comparison"
    return "no ratings yet"


def _share_of_firsts(share: float) -> str:
    return "never first" if share < 0.005 else f"first in {percent(share)} of draws"


def heat_finding(best_of: Mapping[str, Sequence[str]], word: str = "criteria") -> str:
    """Return who leads where; ``best_of`` maps each row's title to the subjects that are best in it."""
    wins = Counter(names[0] for names in best_of.values() if len(names) == 1)
    if not wins:
        return f"Nobody is alone in front on any of the {len(best_of)} {word}"
    (name, count), *rest = wins.most_common()
    leaders = [_name(n) for n, c in wins.items() if c == count]
    if count == len(best_of):
        return f"{_name(name)} is strongest on all {count} {word}"
    if len(leaders) > 2:
        return f"No one leads everywhere: {len(wins)} are best at something"
    if rest and rest[0][1] == count:
        return f"{listed(leaders)} lead on {count} of {len(best_of)} {word} each"
    return f"{_name(name)} is strongest on {count} of {len(best_of)} {word}"


def profile_finding(scores: Sequence[tuple[str, float | None]]) -> str:
    """Return the strongest and the weakest row of a profile."""
    known = [(title, score) for title, score in scores if score is not None]
    if not known:
        return "Nothing is answered yet"
    best, worst = max(known, key=lambda row: row[1]), min(known, key=lambda row: row[1])
    if best[1] - worst[1] < MOVED:
        return "Equally strong everywhere" if len(known) > 1 else f"{best[0]} stands at {number(best[1])}"
    return f"“{_name(best[0])}” is strongest, “{_name(worst[0])}” weakest"


def trend_finding(name: str, scores: Sequence[float | None]) -> str:
    """Return how one line runs: its last step, and for how long it has gone the same way."""
    known = [score for score in scores if score is not None]
    if len(known) < 2:
        return f"{name} has one cycle so far" if known else f"{name} has no score yet"
    steps = [0 if abs(b - a) < MOVED else (1 if b > a else -1) for a, b in pairwise(known)]
    run = _run(steps)
    if steps[-1] == 0:
        return f"{name} has not moved" + (f" for {run} cycles" if run > 1 else " since the cycle before")
    verb = "risen" if steps[-1] > 0 else "fallen"
    if run > 1:
        return f"{name} has {verb} {run} cycles in a row"
    return f"{name} has {verb} by {number(abs(known[-1] - known[-2]), 0)}"


def _run(steps: Sequence[int]) -> int:
    run = 0
    for step in reversed(steps):
        if step != steps[-1]:
            break
        run += 1
    return run


def slope_finding(cycles: Sequence[str], lines: Mapping[str, Sequence[float | None]]) -> str:
    """Return who gained or lost most over all cycles; for one line, how it runs."""
    if len(lines) == 1:
        name, scores = next(iter(lines.items()))
        return trend_finding(_name(name), scores)
    moved = {
        name: row[-1] - row[0] for name, row in lines.items() if row[0] is not None and row[-1] is not None
    }
    if len(cycles) < 2 or not moved:
        return (
            "One cycle so far; lines need two" if len(cycles) < 2 else "Nobody was rated from first to last"
        )
    name = max(moved, key=lambda each: abs(moved[each]))
    if abs(moved[name]) < MOVED:
        return f"Nobody has moved since {cycles[0]}"
    verb = "gained" if moved[name] > 0 else "lost"
    return f"{_name(name)} has {verb} most since {cycles[0]}: {signed(moved[name])}"


def moved_finding(changes: Sequence[tuple[str, float]]) -> str:
    """Return the largest rise and the largest fall among named changes."""
    up = max(changes, key=lambda row: row[1], default=("", 0.0))
    down = min(changes, key=lambda row: row[1], default=("", 0.0))
    rose, fell = up[1] >= MOVED, down[1] <= -MOVED
    if rose and fell:
        return (
            f"“{_name(up[0])}” moved up most ({signed(up[1])}), “{_name(down[0])}” fell ({signed(down[1])})"
        )
    if rose:
        return f"“{_name(up[0])}” moved up most: {signed(up[1])}"
    return f"“{_name(down[0])}” fell most: {signed(down[1])}" if fell else "Nothing moved"


def voices_finding(score: CriterionScore, criterion: Criterion) -> str:
    """Return how the room stands on one criterion: a split names its two camps, never a middle."""
    match score.flag:
        case "split":
            return _camps(score.tally, criterion)
        case "spread":
            return f"from {_raw(min(score.tally))} to {_raw(max(score.tally))}"
        case "lone":
            return _lone(score.tally)
    return f"agreed near {number(score.value)}" if score.n > 1 else counted(score.n, "answer")


def _lone(tally: Mapping[float, int]) -> str:
    """Name the one answer that lies farthest from the others, and how the others lie."""
    points = sorted(Counter(tally).elements())
    middle = points[len(points) // 2]
    apart = max(tally, key=lambda value: abs(value - middle))
    others = [value for value in tally if value != apart]
    low, high = min(others), max(others)
    where = _raw(low) if low == high else f"{_raw(low)} to {_raw(high)}"
    return f"one says {_raw(apart)}, the others {where}"


def _camps(tally: Mapping[float, int], criterion: Criterion) -> str:
    """Name the people in the highest and in the lowest 40 % of the range, and how many stand between."""
    edge = CAMP * criterion.scale.span
    high = {value: count for value, count in tally.items() if value >= criterion.maximum - edge}
    low = {value: count for value, count in tally.items() if value <= criterion.minimum + edge}
    between = sum(tally.values()) - sum(high.values()) - sum(low.values())
    middle = f", {between} between" if between else ", nobody between"
    return f"{_camp(high)}, {_camp(low)}{middle}"


def _camp(side: Mapping[float, int]) -> str:
    low, high = min(side, default=0.0), max(side, default=0.0)
    return f"{sum(side.values())} at {_raw(high) if low == high else f'{_raw(low)}–{_raw(high)}'}"


def _raw(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def rows_as_text(kind: str, rows: Sequence[str]) -> str:
    """Return an alt text: what kind of chart it is, then its rows, the first dozen in words."""
    left = len(rows) - MOST_IN_ALT
    tail = f"; and {left} more in the table" if left > 0 else ""
    return f"{kind} {'; '.join(rows[:MOST_IN_ALT])}{tail}."


def _name(text: str) -> str:
    return shortened(text, NAME)

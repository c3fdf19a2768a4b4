"""A slow, plain scorer written from the contract alone: exact fractions, loops, one subject at a time.

It shares no arithmetic with the product; where the contract is silent the reading taken is said in a comment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
import math
from typing import Literal

from cxmaturity.domain.expression import AllOf, AnyOf, Comparison, Expression, Holds, Not
from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.rubric import Aggregate, Criterion, Rubric, Section
from tests.domain.oracle_panel import Cell, decimal_half_up, exact, panel_of

Child = Criterion | Section
Missing = Literal["as scored", "worst", "best"]
NEARLY = Fraction(1, 10**9)
POLICY = {"exclude": None, "zero": Fraction(0), "full": Fraction(1)}
OPERATORS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


@dataclass
class Figures:
    """One node of one subject; None means no value."""

    share: Fraction | None = None
    points: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    coverage: Fraction | None = None
    also: dict[Aggregate, Fraction | None] = field(default_factory=dict)


@dataclass
class Book:
    """Everything known before a node is worked out, for all subjects."""

    rubric: Rubric
    subjects: list[str]
    cells: dict[tuple[str, str], Cell]
    missing: Missing = "as scored"
    excluded: frozenset[str] = frozenset()

    def read(self, missing: Missing, excluded: frozenset[str]) -> Book:
        """Return the same ratings, read otherwise."""
        return Book(self.rubric, self.subjects, self.cells, missing, excluded)

    def criterion(self, name: str) -> Criterion:
        return next(c for c in self.rubric.root.criteria() if c.id == name)


def book_of(rubric: Rubric, ratings: Sequence[Rating]) -> Book:
    subjects = sorted({r.subject for r in ratings})
    return Book(rubric, subjects, panel_of(rubric, ratings, subjects))


# which nodes apply


def applies(book: Book, node: Child, subject: str) -> bool:
    """A node leaves the tree where its own expression or one above it is false."""
    return all(holds(book, n.applies_if, subject) for n in path_to(book.rubric.root, node) if n.applies_if)


def path_to(top: Section, node: Child) -> list[Child]:
    if top is node:
        return [top]
    for child in top.children:
        if child is node:
            return [top, child]
        if isinstance(child, Section) and (below := path_to(child, node)):
            return [top, *below]
    return []


def holds(book: Book, expression: Expression | None, subject: str) -> bool:
    match expression:
        case Not(operand=inner):
            return not holds(book, inner, subject)
        case AllOf(operands=many):
            return all(holds(book, each, subject) for each in many)
        case AnyOf(operands=many):
            return any(holds(book, each, subject) for each in many)
        case Comparison(criterion=name, operator=operator, number=number):
            value = known_value(book, book.criterion(name), subject)
            return value is not None and OPERATORS[operator](value, exact(number))
        case Holds(criterion=name):
            criterion = book.criterion(name)
            if book.cells[name, subject].state == "not_applicable":
                return applies(book, criterion, subject) and criterion.not_applicable == "full"
            share = answered_share(book, criterion, subject)
            return share is not None and share > 0
    return True


def known_value(book: Book, criterion: Criterion, subject: str) -> Fraction | None:
    """A criterion that does not apply has no value for others (the contract: it left the tree)."""
    return book.cells[criterion.id, subject].value if applies(book, criterion, subject) else None


# criteria


def answered_share(book: Book, criterion: Criterion, subject: str) -> Fraction | None:
    raw = known_value(book, criterion, subject)
    if raw is None:
        return None
    low, high = exact(criterion.scale.minimum), exact(criterion.scale.maximum)
    if criterion.formula:
        offers = [known_value(book, criterion, s) for s in book.subjects if s not in book.excluded]
        lowest = min((offer for offer in offers if offer is not None), default=raw)
        return min(Fraction(1), lowest / raw)
    turned = criterion.reverse or criterion.scale.goal == "min"
    points = low + high - raw if turned else raw
    # a rounded panel value may lie outside a range such as 0–2.5; the score still is 0–100
    return min(Fraction(1), max(Fraction(0), (points - low) / (high - low)))


def leaf(book: Book, criterion: Criterion, subject: str) -> Figures:
    low, high = exact(criterion.scale.minimum), exact(criterion.scale.maximum)
    if not applies(book, criterion, subject):
        return Figures(low=low, high=high)
    state = book.cells[criterion.id, subject].state
    share, coverage = POLICY[criterion.not_applicable], None
    if state == "answered":
        share, coverage = answered_share(book, criterion, subject), Fraction(1)
    elif state == "unanswered":
        share, coverage = POLICY[criterion.unanswered], Fraction(0)
        if book.missing != "as scored":
            share = Fraction(int(book.missing == "best"))
    points = None if share is None else low + share * (high - low)
    return Figures(share, points, low, high, None if criterion.add else coverage)


# sections


def figures(book: Book, node: Child, subject: str) -> Figures:
    if isinstance(node, Criterion):
        return leaf(book, node, subject)
    result = combined(book, node, node.aggregate, subject)
    result.also = {kind: combined(book, node, kind, subject).share for kind in node.also}
    return with_added(book, result, subject) if node is book.rubric.root else result


def scored_children(section: Section) -> list[Child]:
    """No ``add``, nothing retired, no section without a criterion to score."""
    return [c for c in section.children if (any(True for _ in scored_leaves(c)))]


def scored_leaves(node: Child) -> Iterator[Criterion]:
    if isinstance(node, Section):
        for child in node.children:
            yield from scored_leaves(child)
    elif not node.add and not node.retired:
        yield node


def weighty_leaves(section: Section) -> Iterator[Criterion]:
    for child in section.children:
        if child.weight > 0:
            yield from weighty_leaves(child) if isinstance(child, Section) else scored_leaves(child)


def combined(book: Book, section: Section, kind: Aggregate, subject: str) -> Figures:
    pooled = kind is Aggregate.POOLED
    children = (
        list(weighty_leaves(section)) if pooled else [c for c in scored_children(section) if c.weight > 0]
    )
    family = [(exact(c.weight), figures(book, c, subject)) for c in children]
    coverage = mean_of([(cover_weight(kind, w), f.coverage) for w, f in family])
    counting = [(w, f) for w, f in family if f.share is not None]
    if not counting:
        bounds = full_range(section) if kind not in {Aggregate.SUM, Aggregate.POOLED} else (None, None)
        return Figures(low=bounds[0], high=bounds[1], coverage=coverage)
    if kind is Aggregate.SUM:
        return summed(section, counting, coverage)
    if pooled:
        spans = [(w * (known(f.high) - known(f.low)), known(f.share)) for w, f in counting]
        points, most = sum((w * s for w, s in spans), Fraction(0)), sum((w for w, _ in spans), Fraction(0))
        return Figures(points / most, points, Fraction(0), most, coverage)
    share = AGGREGATES[kind]([(w, known(f.share)) for w, f in counting])
    low, high = full_range(section)
    return Figures(share, low + share * (high - low), low, high, coverage)


def known(value: Fraction | None) -> Fraction:
    if value is None:
        raise AssertionError
    return value


def cover_weight(kind: Aggregate, weight: Fraction) -> Fraction:
    equal = {Aggregate.MEAN, Aggregate.MIN, Aggregate.MAX, Aggregate.MEDIAN}
    return Fraction(1) if kind in equal else weight


def mean_of(pairs: Sequence[tuple[Fraction, Fraction | None]]) -> Fraction | None:
    counting = [(w, v) for w, v in pairs if v is not None]
    if not counting:
        return None
    return sum((w * v for w, v in counting), Fraction(0)) / sum((w for w, _ in counting), Fraction(0))


def summed(section: Section, counting: list[tuple[Fraction, Figures]], coverage: Fraction | None) -> Figures:
    weighted = [w * known(f.points) for w, f in counting]
    if section.round is not None:
        weighted = [decimal_half_up(each, section.round) for each in weighted]
    points = sum(weighted, Fraction(0))
    low = sum((w * known(f.low) for w, f in counting), Fraction(0))
    high = sum((w * known(f.high) for w, f in counting), Fraction(0))
    # rounding may step out of the range; the score still is 0–100
    share = min(Fraction(1), max(Fraction(0), (points - low) / (high - low)))
    return Figures(share, points, low, high, coverage)


Pairs = list[tuple[Fraction, Fraction]]


def weighted(pairs: Pairs) -> Fraction:
    return known(mean_of([(w, s) for w, s in pairs]))


def middle(pairs: Pairs) -> Fraction:
    ordered = sorted(s for _, s in pairs)
    n = len(ordered)
    return (ordered[(n - 1) // 2] + ordered[n // 2]) / 2


def geometric(pairs: Pairs) -> Fraction:
    if any(s == 0 for _, s in pairs):
        return Fraction(0)
    total = sum(float(w) for w, _ in pairs)
    return Fraction(math.prod(float(s) ** (float(w) / total) for w, s in pairs))


AGGREGATES: dict[Aggregate, Callable[[Pairs], Fraction]] = {
    Aggregate.WEIGHTED_MEAN: weighted,
    Aggregate.MEAN: lambda pairs: weighted([(Fraction(1), s) for _, s in pairs]),
    Aggregate.MIN: lambda pairs: min(s for _, s in pairs),
    Aggregate.MAX: lambda pairs: max(s for _, s in pairs),
    Aggregate.MEDIAN: middle,
    Aggregate.GEOMETRIC_MEAN: geometric,
}


def full_range(node: Child) -> tuple[Fraction, Fraction]:
    """Judged once per rubric, whatever is missing; a weight of 0 has left."""
    if isinstance(node, Criterion):
        return exact(node.scale.minimum), exact(node.scale.maximum)
    if node.aggregate is Aggregate.POOLED:
        spans = [
            exact(c.weight) * (exact(c.scale.maximum) - exact(c.scale.minimum)) for c in weighty_leaves(node)
        ]
        return Fraction(0), sum(spans, Fraction(0))
    children = [c for c in scored_children(node) if c.weight > 0]
    ranges = [full_range(c) for c in children]
    if node.aggregate is Aggregate.SUM:
        lows = [exact(c.weight) * low for c, (low, _) in zip(children, ranges, strict=True)]
        highs = [exact(c.weight) * high for c, (_, high) in zip(children, ranges, strict=True)]
        return sum(lows, Fraction(0)), sum(highs, Fraction(0))
    return ranges[0] if len(set(ranges)) == 1 else (Fraction(0), Fraction(100))


def added(section: Section) -> Iterator[Criterion]:
    for child in section.children:
        if child.weight > 0:
            if isinstance(child, Section):
                yield from added(child)
            elif child.add and not child.retired:
                yield child


def with_added(book: Book, root: Figures, subject: str) -> Figures:
    """An unanswered one adds 0 and widens the range; not applicable and not applying ones are gone."""
    if root.share is None:
        return root
    points, low, high = known(root.points), known(root.low), known(root.high)
    extra = [c for c in added(book.rubric.root) if is_asked(book, c, subject)]
    for criterion in extra:
        weight, own = exact(criterion.weight), leaf(book, criterion, subject)
        low, high = low + weight * known(own.low), high + weight * known(own.high)
        if book.cells[criterion.id, subject].state == "answered":
            points += weight * known(own.points)
        elif book.missing == "worst":
            points += min(Fraction(0), weight * known(own.low))
        elif book.missing == "best":
            points += max(Fraction(0), weight * known(own.high))
    share = min(Fraction(1), max(Fraction(0), (points - low) / (high - low))) if extra else root.share
    return Figures(share, points, low, high, root.coverage, root.also)


def is_asked(book: Book, criterion: Criterion, subject: str) -> bool:
    cell = book.cells[criterion.id, subject]
    return applies(book, criterion, subject) and cell.state != "not_applicable"

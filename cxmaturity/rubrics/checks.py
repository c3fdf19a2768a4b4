"""Rules that look across a whole rubric: unique ids, weights, stages, and circles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from cxmaturity.domain.applicability import decided_by
from cxmaturity.domain.reading import ProblemList, shown
from cxmaturity.domain.rubric import Section
from cxmaturity.domain.structure import is_scored, scored_children
from cxmaturity.rubrics.known import placed_nodes
from cxmaturity.rubrics.records import Record
from cxmaturity.rubrics.tops import report_repeats

MOST_CIRCLES = 20  # taking one out shows the next


def check_rubric(record: Record, root: Section, problems: ProblemList) -> None:
    """Report every broken rule that needs more than one criterion or section to be seen."""
    _check_ids(record, problems)
    _check_nodes(record, root, problems)
    _check_stages(record, problems)
    _check_circles(record, root, problems)


def _check_ids(record: Record, problems: ProblemList) -> None:
    nodes = (placed.record for placed in placed_nodes(record))
    named = ((node, node.text("id")) for node in nodes if "id" in node)
    report_repeats(named, "criterion or section", problems.add)


def _check_nodes(record: Record, section: Section, problems: ProblemList) -> None:
    """Report, at every node, weights that are all zero and a ``round`` that has no sum."""
    _check_weights(record, section, problems)
    if "round" in record and section.aggregate != "sum":
        problems.add(record.line_of("round"), '"round" only goes with "aggregate: sum"; remove it')
    below = [child for child in section.children if isinstance(child, Section)]
    for child_record, child in zip(record.records("sections"), below, strict=True):
        _check_nodes(child_record, child, problems)


def _check_weights(record: Record, section: Section, problems: ProblemList) -> None:
    """Only children that take part in the aggregate count: retired and ``add`` criteria do not."""
    counted = scored_children(section)
    if counted and all(child.weight == 0 for child in counted):
        message = f"all weights under {shown(section.id)} are 0; give at least one a weight above 0"
        problems.add(record.line, message)


def check_has_criterion(record: Record, root: Section, problems: ProblemList) -> None:
    """Report a rubric in which nothing is scored."""
    if not is_scored(root):
        problems.add(record.line, "nothing is scored here; add a criterion that is neither retired nor add")


def _check_stages(record: Record, problems: ProblemList) -> None:
    """Report stages without criteria, criteria without stage, and stages that ask for later ones."""
    staged = _staged(record)
    stages = record.record("stages")
    if stages is None:
        for number, line in staged if "stages" not in record.broken else ():
            problems.add(line, f'"stage" is {number}, but the file has no "stages"; add them, or remove it')
        return
    rows = stages.table("require")
    asked = {int(other) for row in rows.values() for other in row.values}
    for number, line in staged if "require" not in stages.broken else ():
        if number not in asked:
            problems.add(line, f'no stage under "require" asks for stage {number}; add it there')
    for stage, row in rows.items():
        _check_row(int(stage), row, {number for number, _ in staged}, problems)


def _staged(record: Record) -> list[tuple[int, int]]:
    """Return stage and line of every criterion that has one and is asked."""
    criteria = (placed.record for placed in placed_nodes(record) if not placed.is_section)
    staged = (c for c in criteria if "stage" in c and "retired" not in c)
    return [(c.optional_whole("stage") or 0, c.line_of("stage")) for c in staged]


def _check_row(stage: int, row: Record, staged: set[int], problems: ProblemList) -> None:
    for other in row.values:
        if int(other) > stage:
            problems.add(row.line_of(other), f"stage {stage} cannot ask for the later stage {other}")
        if int(other) not in staged:
            cure = "give it to one, or remove it here"
            problems.add(row.line_of(other), f'no criterion has "stage: {other}"; {cure}')


def _check_circles(record: Record, root: Section, problems: ProblemList) -> None:
    records = {placed.record.text("id"): placed.record for placed in placed_nodes(record)}
    depends = {criterion.id: criterion.depends_on for criterion in root.criteria()}
    _report_circles(depends, "depends_on", records, problems)
    _report_circles(decided_by(root), "applies_if", records, problems)


def _report_circles(
    graph: Mapping[str, Sequence[str]], key: str, records: Mapping[str, Record], problems: ProblemList
) -> None:
    for circle in islice(circles(graph), MOST_CIRCLES):
        names = " → ".join([*circle[:8], "…"] if len(circle) > 8 else [*circle, circle[0]])
        record = records[circle[0]]
        problems.add(record.line_of(key), f'"{key}" runs in a circle ({names}); take one step out')


def circles(graph: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Yield circles of a graph, one for each step that closes one; without recursion."""
    done: set[str] = set()
    for start in graph:
        path: list[str] = []
        on_path: set[str] = set()
        waiting = [(start, False)]
        while waiting:
            name, leaving = waiting.pop()
            if leaving:
                path.pop()
                on_path.discard(name)
                done.add(name)
            elif name in on_path:
                yield path[path.index(name) :]
            elif name not in done:
                path.append(name)
                on_path.add(name)
                waiting.append((name, True))
                waiting.extend((other, False) for other in reversed(graph.get(name, ())))

"""Which scale a criterion has, and in which order nodes are walked."""

from cxmaturity.domain.reading import ProblemList
from cxmaturity.rubrics.known import gather, placed_nodes
from cxmaturity.rubrics.loader import read_structure
from cxmaturity.rubrics.records import Record
from cxmaturity.rubrics.yaml_nodes import compose
from tests.rubrics.builders import HEAD, SCALES, SMALL

NESTED = (
    HEAD
    + SCALES
    + "sections: [{id: s, title: S, criteria: [{id: b, title: B}]}]\ncriteria: [{id: a, title: A}]\n"
)


def record_of(text: str) -> Record:
    problems = ProblemList("r.yaml", 10)
    node = compose(text.encode(), problems)
    assert node is not None
    record = read_structure(node, problems)
    assert record is not None
    return record


def test_own_criteria_come_before_sections_whatever_the_order_of_the_keys() -> None:
    assert [placed.record.text("id") for placed in placed_nodes(record_of(NESTED))] == ["a", "s", "b"]


def test_a_criterion_knows_the_sections_above_it() -> None:
    placed = list(placed_nodes(record_of(NESTED)))[-1]
    assert [section.text("id") for section in placed.above] == ["s"]


def test_a_retired_criterion_exists_but_is_not_asked() -> None:
    text = SMALL.replace("title: Cost,", "title: Cost, retired: true,")
    known = gather(record_of(text), ProblemList("r.yaml", 10))
    assert ("cost" in known.criteria, "cost" in known.asked) == (True, False)

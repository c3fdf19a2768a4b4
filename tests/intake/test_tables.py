"""Headers, and cells that are parsed once."""

from cxmaturity.domain.reading import ProblemList, listed
from cxmaturity.intake.ratings_file import COLUMNS
from cxmaturity.intake.tables import RefusedCell, Table, parse_column
from tests.intake.builders import said


def test_every_problem_of_a_header_is_named_at_once() -> None:
    assert said("subject,criterion,levle,subject,,zzz\nA,field,weak,A,,\n") == [
        'f.csv:1: unknown column "levle"; did you mean "level"?',
        'f.csv:1: the column "subject" stands here twice; keep one',
        "f.csv:1: column 5 has no name; name it or remove it",
        f'f.csv:1: unknown column "zzz"; the columns are {listed(COLUMNS, "and")}',
        'f.csv:1: the column "level" is missing; subject, criterion and level must be there',
    ]


def test_a_header_far_too_long_is_one_problem() -> None:
    wide = ",".join(["subject", *(f"c{i}" for i in range(60))])
    assert said(f"{wide}\n")[0].startswith("f.csv:1: there are 61 columns, at most 50 are read")
    assert len(said(f"{wide}\n")) == 1


def test_refused_cells_beyond_the_limit_are_counted() -> None:
    def parse(cell: str) -> int:
        raise RefusedCell(f"no {cell}")

    problems = ProblemList("f", 2)
    parse_column(Table({"a": ["x", "y", "z", "x"]}, [2, 3, 4, 5]), "a", parse, 0, problems)
    assert [p.message for p in problems.found()] == ["no x", "no y", "… and 2 more"]


def test_a_refused_cell_is_reported_for_every_row_that_holds_it() -> None:
    def parse(cell: str) -> int:
        if cell != "1":
            raise RefusedCell(f"no {cell}")
        return 1

    problems = ProblemList("f", 10)
    found = parse_column(Table({"a": ["1", "x", " x"]}, [2, 3, 4]), "a", parse, 0, problems)
    assert (found, [p.line for p in problems.found()]) == ([1, 0, 0], [3, 4])


def test_an_absent_column_is_all_empty() -> None:
    assert parse_column(Table({}, [2, 3]), "a", len, 0, ProblemList("f", 10)) == [0, 0]


def test_a_table_is_as_long_as_its_lines() -> None:
    assert len(Table({}, [2, 3, 4])) == 3

"""Whole files of ratings."""

from tests.intake.builders import read, said

FULL = (
    "evaluation,cycle,cycle_start,round,subject,criterion,assessor,role,segment,level,note,evidence,confidence,rated_at\n"
    "E,Q1,2026-01-01,2,A,field,Ann,director,exec,weak,why,link,0.5,2026-01-02T03:04:05\n"
)


def test_a_row_with_every_column_is_read() -> None:
    rating = read(FULL)[0]
    assert (rating.evaluation, rating.cycle, rating.round, rating.assessor) == ("E", "Q1", 2, "Ann")
    assert (rating.role, rating.segment, rating.note, rating.evidence) == ("director", "exec", "why", "link")


def test_ratings_stand_in_file_order() -> None:
    ratings = read("subject,criterion,level\nB,field,weak\nA,cost,5\nA,field,NA\n")
    assert [(r.subject, r.criterion) for r in ratings] == [("B", "field"), ("A", "cost"), ("A", "field")]


def test_a_second_rating_for_the_same_thing_is_refused() -> None:
    assert said("subject,criterion,level,assessor\nA,field,weak,P\nA,field,none, P\n") == [
        'f.csv:3: a second rating for "A", "field", assessor "P" (first on line 2); keep one'
    ]


def test_another_round_is_another_rating() -> None:
    assert len(read("subject,criterion,level,round\nA,field,weak,1\nA,field,none,2\n")) == 2


def test_an_empty_round_is_round_one() -> None:
    assert "a second rating" in said("subject,criterion,level,round\nA,field,weak,\nA,field,none,1\n")[0]


def test_a_cycle_cannot_begin_on_two_days() -> None:
    rows = "A,field,1,Q1,2026-01-01\nB,field,1,Q1,\nC,field,1,Q1,2026-02-01\n"
    assert said(f"subject,criterion,level,cycle,cycle_start\n{rows}") == [
        'f.csv:4: the cycle "Q1" begins on 2026-02-01 here and on 2026-01-01 above; give it one day'
    ]


def test_two_evaluations_may_name_their_cycles_alike() -> None:
    rows = "A,field,1,E,Q1,2026-01-01\nA,field,1,F,Q1,2026-02-01\n"
    assert len(read(f"subject,criterion,level,evaluation,cycle,cycle_start\n{rows}")) == 2


def test_all_problems_are_listed_at_once_by_line() -> None:
    text = "subject,criterion,level,round\nA,field,zzz,1\n,field,weak,1\nA,feild,weak,1\nA,cost,5,0\n"
    assert [problem.split(":")[1] for problem in said(text)] == ["2", "3", "4", "5"]


def test_nothing_is_read_unless_all_is_right() -> None:
    assert len(said("subject,criterion,level\nA,field,weak\nA,cost,zzz\n")) == 1


def test_at_most_two_hundred_problems_are_listed_and_the_rest_counted() -> None:
    problems = said("subject,criterion,level\n" + "A,field,zzz\n" * 250)
    assert (len(problems), problems[-1]) == (201, "f.csv: … and 50 more")


def test_a_file_named_parquet_that_is_not_is_refused() -> None:
    assert said("subject,criterion,level\n", "f.parquet") == [
        "f.parquet: this is not a Parquet file; write it again, or name it .csv if it is CSV"
    ]


def test_a_second_rating_is_named_beside_other_problems() -> None:
    found = said("subject,criterion,level\nA,field,superb\nA,cost,5\nA,cost,5\n")
    assert [line.split(": ")[0] for line in found] == ["f.csv:2", "f.csv:4"]


def test_an_unknown_column_does_not_hide_what_is_wrong_in_the_rows() -> None:
    text = "subject,criterion,level,colour\nA,field,zzz,red\nA,feild,weak,red\n,field,weak,red\n"
    assert [problem.split(":")[1] for problem in said(text)] == ["1", "2", "3", "4"]


def test_a_misspelt_column_does_not_make_rows_look_like_repeats() -> None:
    text = "subject,criterion,level,asessor\nA,field,weak,Ann\nA,field,weak,Ben\n"
    assert said(text) == ['f.csv:1: unknown column "asessor"; did you mean "assessor"?']

from __future__ import annotations

from pathlib import Path

import pytest

from cxmaturity.domain.errors import AccessError, NotFoundError, ProblemsError, RatingsError
from cxmaturity.domain.ratings import Answer
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.cycles import open_next_cycle
from cxmaturity.services.evaluations import evaluation, evaluations
from cxmaturity.services.imports import commit_import, preview_import
from cxmaturity.services.results import progress, result
from cxmaturity.services.views import ImportPreview
from cxmaturity.store.tallies import ratings_as_of
from tests.services.builders import Room, form, somebody, vendors

GOOD = """subject,criterion,level,cycle,cycle_start,assessor,round,note,evidence
Alder,field,good,Q1,2026-01-01,Ines,1,Seen twice,report
Alder,field,weak,Q1,2026-01-01,Jo,1,Seen twice,
Alder,field,good,Q2,2026-04-01,Ines,1,,
Birch,cost,20.5,Q2,2026-04-01,Ines,1,,
Birch,field,NA,Q2,2026-04-01,Jo,1,,
Birch,drive,DK,Q2,2026-04-01,Jo,1,,
Birch,drive,,Q2,2026-04-01,Jo,2,,
Alder,_overall,good,Q2,2026-04-01,Jo,1,,
"""


def preview(app: App, owner: Viewer, text: str = GOOD) -> ImportPreview:
    return preview_import(app, owner, text.encode(), "ratings.csv", "partner")


def bring(app: App, owner: Viewer, text: str = GOOD, title: str = "Brought") -> str:
    return commit_import(app, owner, text.encode(), "ratings.csv", "partner", title)


def told(app: App, owner: Viewer, text: str) -> list[str]:
    return [str(problem) for problem in preview(app, owner, text).problems]


def test_a_preview_counts_what_would_come_and_stores_nothing(app: App, owner: Viewer) -> None:
    seen = preview(app, owner)
    assert (seen.rows, seen.cycles, seen.assessors, seen.criteria) == (8, ("Q1", "Q2"), 2, 4)
    assert evaluations(app, owner) == ()


def test_a_preview_tells_known_subjects_from_new_ones(app: App, owner: Viewer) -> None:
    Room.of(app, subjects=vendors("ALDER"))
    seen = preview(app, owner)
    assert (seen.subjects_known, seen.subjects_new) == (("Alder",), ("Birch",))


def test_a_preview_shows_the_first_rows_in_words(app: App, owner: Viewer) -> None:
    head, first, *_ = preview(app, owner).sample
    assert head == ("subject", "criterion", "level", "assessor", "cycle", "round")
    assert first == ("Alder", "Expert in its field", "Good", "Ines", "Q1", "1")


def test_a_preview_shows_numbers_and_missing_answers_as_in_the_file(app: App, owner: Viewer) -> None:
    rows = "subject,criterion,level\nAlder,cost,20.5\nAlder,field,NA\nAlder,drive,DK\nBirch,drive,\n"
    assert [row[2] for row in preview(app, owner, rows).sample[1:]] == ["20.5", "NA", "DK", ""]


def test_a_preview_lists_every_problem_with_its_line(app: App, owner: Viewer) -> None:
    seen = preview(app, owner, "subject,criterion,level\nAlder,nothing,good\nAlder,field,magic\n")
    assert [problem.line for problem in seen.problems] == [2, 3]
    assert (seen.rows, seen.sample) == (0, ())


def test_a_file_with_problems_brings_nothing(app: App, owner: Viewer) -> None:
    with pytest.raises(RatingsError):
        bring(app, owner, GOOD + "Alder,nothing,good,Q1,2026-01-01,Jo,1,,\n")
    assert evaluations(app, owner) == ()


def test_two_evaluations_in_one_file_are_told(app: App, owner: Viewer) -> None:
    rows = "subject,criterion,level,evaluation\nAlder,field,good,One\nAlder,field,good,Two\n"
    assert told(app, owner, rows) == [
        "ratings.csv: the file holds 2 evaluations (“One”, “Two”); import one at a time."
    ]


def test_two_spellings_of_one_subject_are_told(app: App, owner: Viewer) -> None:
    rows = "subject,criterion,level\nAlder,field,good\nALDER,drive,good\n"
    assert told(app, owner, rows) == ["ratings.csv: “ALDER” and “Alder” are one subject; write it one way."]


def test_two_spellings_of_one_cycle_are_told(app: App, owner: Viewer) -> None:
    rows = "subject,criterion,level,cycle\nAlder,field,good,Q1\nAlder,field,good,q1\n"
    assert told(app, owner, rows) == ["ratings.csv: “Q1” and “q1” are one cycle; write it one way."]


def test_a_name_that_is_too_long_is_told(app: App, owner: Viewer) -> None:
    rows = f"subject,criterion,level\n{'x' * 121},field,good\n"
    assert "has 121 characters; at most 120 fit" in told(app, owner, rows)[0]


def test_an_import_makes_an_evaluation_with_its_cycles(app: App, owner: Viewer) -> None:
    view = evaluation(app, owner, bring(app, owner))
    assert [(c.label, str(c.starts_on), str(c.ends_on), c.state) for c in view.cycles] == [
        ("Q1", "2026-01-01", "2026-04-01", "closed"),
        ("Q2", "2026-04-01", "None", "open"),
    ]


def test_imported_ratings_are_scored_like_typed_ones(app: App, owner: Viewer) -> None:
    found = progress(app, owner, bring(app, owner))
    first = found.results[0][1].subject("Alder")
    assert first is not None
    assert first.criteria["field"].value == 1.5


def test_every_row_comes_in_with_what_was_written_beside_it(app: App, owner: Viewer) -> None:
    view = evaluation(app, owner, bring(app, owner))
    ratings = ratings_as_of(app.store, view.id, view.cycles[0].id)
    assert sorted((r.value, r.note, r.evidence) for r in ratings) == [
        (1.0, "Seen twice", ""),
        (2.0, "Seen twice", "report"),
    ]


def test_missing_answers_keep_their_kinds(app: App, owner: Viewer) -> None:
    view = evaluation(app, owner, bring(app, owner))
    ratings = ratings_as_of(app.store, view.id, view.cycles[1].id)
    kinds = {(r.subject, r.criterion): r.answer for r in ratings if r.answer is not Answer.LEVEL}
    assert kinds == {("Birch", "field"): Answer.NOT_APPLICABLE, ("Birch", "drive"): Answer.DONT_KNOW}


def test_a_file_without_names_still_comes_in(app: App, owner: Viewer) -> None:
    created = bring(app, owner, "subject,criterion,level\nAlder,field,good\n")
    assert evaluation(app, owner, created).current_cycle.label == "First cycle"
    assert result(app, owner, created).assessors == 1


def test_known_subjects_are_the_same_subjects(app: App, owner: Viewer) -> None:
    room = Room.of(app, subjects=vendors("Alder"))
    view = evaluation(app, owner, bring(app, owner))
    assert room.subject_id("Alder") in {subject.id for subject in view.subjects}


def test_the_same_file_again_is_announced_and_makes_another_evaluation(app: App, owner: Viewer) -> None:
    first = bring(app, owner)
    assert preview(app, owner).imported_before == ("Brought",)
    assert bring(app, owner, title="Again") != first


def test_an_import_needs_a_title(app: App, owner: Viewer) -> None:
    with pytest.raises(ProblemsError, match="title: this is empty"):
        bring(app, owner, title="")


def test_an_import_needs_a_rubric_that_exists(app: App, owner: Viewer) -> None:
    with pytest.raises(NotFoundError):
        preview_import(app, owner, GOOD.encode(), "ratings.csv", "nothing")


def test_an_assessor_may_not_import(app: App) -> None:
    with pytest.raises(AccessError):
        bring(app, somebody(app, "Ines"))


def test_a_parquet_file_comes_in_too(app: App, owner: Viewer, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    path = tmp_path / "ratings.parquet"
    pandas.DataFrame({"subject": ["Alder"], "criterion": ["field"], "level": ["good"]}).to_parquet(path)
    created = commit_import(app, owner, path.read_bytes(), path.name, "partner", form().title)
    assert [s.name for s in evaluation(app, owner, created).subjects] == ["Alder"]


@pytest.mark.parametrize("written", ["Today’s way", "Today's way"])
def test_todays_way_stays_compared_and_the_preview_says_so(app: App, owner: Viewer, written: str) -> None:
    text = GOOD.replace("Birch", written)
    assert preview(app, owner, text).compared == (written,)
    made = bring(app, owner, text)
    statuses = {subject.name: subject.status for subject in evaluation(app, owner, made).subjects}
    assert statuses[written] == "comparator"


def test_nobody_is_told_that_answers_are_missing_where_all_came_from_a_file(app: App, owner: Viewer) -> None:
    made = bring(app, owner)
    assert evaluations(app, owner)[0].my_left == 0
    open_next_cycle(app, owner, made, "Q3")
    assert evaluations(app, owner)[0].my_left > 0

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from cxmaturity.domain.ratings import Answer
from cxmaturity.rubrics import read_rubric
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.cycles import open_next_cycle
from cxmaturity.services.evaluations import archive, create_evaluation, evaluation
from cxmaturity.services.rating import sheet
from cxmaturity.services.rubrics import add_rubric
from cxmaturity.services.views import NewEvaluation, NewSubject, OwnAnswer
from tests.pages.conftest import Visit

PRICE = b"""
schema: cxmaturity.rubric/1
id: price
version: "1.0.0"
title: "Price"
purpose: vendor
subject: vendor
scales: {price: {min: 0, max: 100, goal: min, unit: "EUR"}}
sections:
  - {id: cost, title: "Cost", criteria: [{id: yearly, title: "Yearly cost", scale: price}]}
"""


@pytest.fixture
def started(app: App, owner: Viewer) -> str:
    """Start an evaluation of two vendors and return its id."""
    subjects = (NewSubject("Northwind"), NewSubject("Contoso"))
    return create_evaluation(
        app, owner, NewEvaluation("Messaging", "innovation-partner", subjects, "Q4 2026")
    )


@pytest.fixture
def priced(app: App, owner: Viewer) -> str:
    """Start an evaluation whose one criterion is a number and return its id."""
    rubric, problems = read_rubric(PRICE, "price.yaml")
    assert rubric is not None, problems
    add_rubric(app, owner, rubric)
    return create_evaluation(app, owner, NewEvaluation("Costs", "price", (NewSubject("A"),), "Q4 2026"))


def first_answer(app: App, owner: Viewer, evaluation_id: str) -> OwnAnswer:
    view = evaluation(app, owner, evaluation_id)
    return sheet(app, owner, view.id, view.subjects[0].id).lines[0].mine


def first_question(visit: Visit, app: App, owner: Viewer, evaluation_id: str) -> AppTest:
    return visit("rate", e=evaluation_id, s=evaluation(app, owner, evaluation_id).subjects[0].id)


def test_a_tap_is_saved_at_once_and_shown_as_saved(
    app: App, owner: Viewer, started: str, visit: Visit
) -> None:
    page = first_question(visit, app, owner, started)
    page.radio[0].set_value("proven").run()
    assert first_answer(app, owner, started).level == "proven"
    assert any("Saved" in str(text.value) for text in page.markdown)


def test_answering_stays_on_the_question_until_next_is_tapped(
    app: App, owner: Viewer, started: str, visit: Visit
) -> None:
    page = first_question(visit, app, owner, started)
    asked = page.title[0].value
    page.radio[0].set_value("proven").run()
    assert page.title[0].value == asked
    page.button(key="next").click().run()
    assert page.title[0].value != asked


def test_every_level_shows_its_anchor(app: App, owner: Viewer, started: str, visit: Visit) -> None:
    page = first_question(visit, app, owner, started)
    captions = list(page.radio[0].proto.captions)
    assert len(captions) == 7
    assert all(captions[:5])


def test_not_sure_is_saved_as_its_own_answer(app: App, owner: Viewer, started: str, visit: Visit) -> None:
    page = first_question(visit, app, owner, started)
    page.radio[0].set_value("dk").run()
    assert first_answer(app, owner, started).answer is Answer.DONT_KNOW


def test_not_applicable_counts_only_once_its_reason_is_there(
    app: App, owner: Viewer, started: str, visit: Visit
) -> None:
    page = first_question(visit, app, owner, started)
    page.radio[0].set_value("na").run()
    assert first_answer(app, owner, started).answer is Answer.UNANSWERED
    page.text_area[0].set_value("They do not sell this.").run()
    saved = first_answer(app, owner, started)
    assert (saved.answer, saved.note) == (Answer.NOT_APPLICABLE, "They do not sell this.")


@pytest.mark.parametrize("button", ["next", "back"])
def test_nobody_leaves_a_question_that_does_not_apply_before_its_reason_is_there(
    button: str, app: App, owner: Viewer, started: str, visit: Visit
) -> None:
    page = first_question(visit, app, owner, started)
    asked = page.title[0].value
    page.radio[0].set_value("na").run()
    page.button(key=button).click().run()
    assert page.title[0].value == asked
    assert "why it does not apply" in page.error[0].value
    page.text_area[0].set_value("They do not sell this.").run()
    page.button(key=button).click().run()
    assert not [title for title in page.title if title.value == asked]
    assert first_answer(app, owner, started).note == "They do not sell this."


def test_a_reason_is_kept_with_the_level_it_explains(
    app: App, owner: Viewer, started: str, visit: Visit
) -> None:
    page = first_question(visit, app, owner, started)
    page.radio[0].set_value("shown").run()
    page.text_area[0].set_value("Two references, not called.").run()
    saved = first_answer(app, owner, started)
    assert (saved.level, saved.note) == ("shown", "Two references, not called.")


def test_last_cycles_own_level_is_marked(app: App, owner: Viewer, started: str, visit: Visit) -> None:
    page = first_question(visit, app, owner, started)
    page.radio[0].set_value("shown").run()
    open_next_cycle(app, owner, started, "Q1 2027")
    page = first_question(visit, app, owner, started)
    marked = [option for option in page.radio[0].options if "your Q4 2026" in option]
    assert len(marked) == 1
    assert "Shown in part" in marked[0]


def test_a_reload_comes_back_to_the_same_question_with_its_answer(
    app: App, owner: Viewer, started: str, visit: Visit
) -> None:
    page = first_question(visit, app, owner, started)
    page.radio[0].set_value("proven").run()
    page.button(key="next").click().run()
    again = visit("rate", **dict(page.query_params))
    assert again.title[0].value == page.title[0].value
    again.button(key="back").click().run()
    assert again.radio[0].value == "proven"


def test_a_finished_subject_leads_to_the_next_one(
    app: App, owner: Viewer, started: str, visit: Visit
) -> None:
    view = evaluation(app, owner, started)
    page = visit("rate", e=started, s=view.subjects[0].id, q="done")
    assert "7 answers missing" in page.title[0].value
    page.button(key="following").click().run()
    assert page.query_params["s"] == view.subjects[1].id


def test_a_number_is_typed_and_saved(app: App, owner: Viewer, priced: str, visit: Visit) -> None:
    page = first_question(visit, app, owner, priced)
    page.number_input[0].set_value(42.0).run()
    assert first_answer(app, owner, priced).value == 42.0


def test_not_sure_takes_back_a_typed_number(app: App, owner: Viewer, priced: str, visit: Visit) -> None:
    page = first_question(visit, app, owner, priced)
    page.number_input[0].set_value(42.0).run()
    page.segmented_control[0].set_value("dk").run()
    assert first_answer(app, owner, priced).answer is Answer.DONT_KNOW
    assert page.number_input[0].value is None


NOT_SAVED = "Not saved yet"


def marks(page: AppTest) -> str:
    return "\n".join(str(text.value) for text in page.markdown)


def test_a_tap_in_one_tab_leaves_the_note_of_another(
    app: App, owner: Viewer, started: str, visit: Visit
) -> None:
    first, second = (first_question(visit, app, owner, started) for _ in range(2))
    first.radio[0].set_value("shown").run()
    second.text_area[0].set_value("Two references.").run()
    first.radio[0].set_value("proven").run()
    saved = first_answer(app, owner, started)
    assert (saved.level, saved.note) == ("proven", "Two references.")
    assert first.text_area[0].value == "Two references."


def test_leaving_the_note_field_in_one_tab_does_not_bring_back_its_older_level(
    app: App, owner: Viewer, started: str, visit: Visit
) -> None:
    first, second = (first_question(visit, app, owner, started) for _ in range(2))
    first.radio[0].set_value("shown").run()
    second.radio[0].set_value("proven").run()
    first.text_area[0].set_value("Two references.").run()
    saved = first_answer(app, owner, started)
    assert (saved.level, saved.note) == ("proven", "Two references.")
    assert first.radio[0].value == "proven"


def test_not_applicable_over_a_stored_level_is_not_called_saved_before_its_reason_is_there(
    app: App, owner: Viewer, started: str, visit: Visit
) -> None:
    page = first_question(visit, app, owner, started)
    page.radio[0].set_value("proven").run()
    page.radio[0].set_value("na").run()
    assert (NOT_SAVED in marks(page), "Saved" in marks(page)) == (True, False)
    assert first_answer(app, owner, started).level == "proven"
    page.text_area[0].set_value("They do not sell this.").run()
    assert NOT_SAVED not in marks(page)


def test_the_reason_of_a_level_is_not_offered_as_why_it_does_not_apply(
    app: App, owner: Viewer, started: str, visit: Visit
) -> None:
    page = first_question(visit, app, owner, started)
    page.radio[0].set_value("proven").run()
    page.text_area[0].set_value("Two references.").run()
    page.radio[0].set_value("na").run()
    assert page.text_area[0].value == ""
    saved = first_answer(app, owner, started)
    assert (saved.level, saved.note) == ("proven", "Two references.")


def test_a_tap_back_on_the_level_that_is_stored_is_saved_again(
    app: App, owner: Viewer, started: str, visit: Visit
) -> None:
    page = first_question(visit, app, owner, started)
    for option in ("proven", "na", "proven"):
        page.radio[0].set_value(option).run()
    assert "Saved" in marks(page)


def test_what_was_not_saved_is_given_up_by_another_answer(
    app: App, owner: Viewer, started: str, visit: Visit
) -> None:
    page = first_question(visit, app, owner, started)
    page.radio[0].set_value("proven").run()
    page.radio[0].set_value("na").run()
    page.radio[0].set_value("proven").run()
    page.button(key="next").click().run()
    page.button(key="back").click().run()
    assert page.radio[0].value == "proven"
    assert NOT_SAVED not in marks(page)


def test_a_note_typed_before_any_level_is_still_there_after_next_and_back(
    app: App, owner: Viewer, started: str, visit: Visit
) -> None:
    page = first_question(visit, app, owner, started)
    page.text_area[0].set_value("Two references.").run()
    assert "text saved, no answer yet" in marks(page)
    page.button(key="next").click().run()
    page.button(key="back").click().run()
    assert page.text_area[0].value == "Two references."


def test_a_reason_that_was_taken_away_is_asked_for_again(
    app: App, owner: Viewer, started: str, visit: Visit
) -> None:
    page = first_question(visit, app, owner, started)
    page.radio[0].set_value("na").run()
    page.text_area[0].set_value("They do not sell this.").run()
    page.text_area[0].set_value("").run()
    assert "say in a few words why" in page.error[0].value
    assert first_answer(app, owner, started).note == "They do not sell this."


def test_a_number_that_is_refused_stays_to_be_put_right_and_is_not_called_saved(
    app: App, owner: Viewer, priced: str, visit: Visit
) -> None:
    page = first_question(visit, app, owner, priced)
    archive(app, owner, priced)
    page.number_input[0].set_value(42.0).run()
    assert (page.number_input[0].value, NOT_SAVED in marks(page)) == (42.0, True)


def test_a_number_stands_until_there_is_a_reason_why_it_does_not_apply(
    app: App, owner: Viewer, priced: str, visit: Visit
) -> None:
    page = first_question(visit, app, owner, priced)
    page.number_input[0].set_value(42.0).run()
    page.segmented_control[0].set_value("na").run()
    assert (first_answer(app, owner, priced).value, NOT_SAVED in marks(page)) == (42.0, True)
    page.text_area[0].set_value("It is free.").run()
    assert first_answer(app, owner, priced).answer is Answer.NOT_APPLICABLE


def test_the_list_of_subjects_says_how_far_each_is(
    app: App, owner: Viewer, started: str, visit: Visit
) -> None:
    first_question(visit, app, owner, started).radio[0].set_value("proven").run()
    page = visit("rate", e=started)
    assert "13 answers" in page.title[0].value
    assert "1 of 7 answered" in marks(page)

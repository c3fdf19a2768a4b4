"""The pages of a programme over the demo company, as the owner visits them."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import TextInput

from cxmaturity.domain.ratings import Answer
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.demo import load_demo
from cxmaturity.services.evaluations import create_evaluation, evaluation
from cxmaturity.services.loop.closing import freeze
from cxmaturity.services.loop.confirming import Changed, change
from cxmaturity.services.loop.drafts import Plan
from cxmaturity.services.loop.evidenced import evidence_view
from cxmaturity.services.loop.path import short_path
from cxmaturity.services.loop.plan_view import action_view, plan_view
from cxmaturity.services.loop.planning import propose, take_step
from cxmaturity.services.loop.programme import programme
from cxmaturity.services.loop.screening import Answers, answer_questions
from cxmaturity.services.views import GivenAnswer, NewEvaluation, NewSubject
from tests.pages.conftest import Visit
from tests.pages.test_screens import said

PAGES = ("programme", "confirm", "respondents", "evidence", "kpis", "close", "plan", "actions")


@pytest.fixture
def company(app: App, owner: Viewer) -> str:
    return load_demo(app, owner)[1]


def unit(app: App) -> str:
    ((subject,),) = app.store.read("select id from subjects where name = 'Customer service'")
    return str(subject)


def fine(page: AppTest) -> str:
    """Return what a page says; it said it without an exception."""
    assert not page.exception, page.exception
    return said(page)


@pytest.mark.parametrize(
    ("place", "title"),
    [
        ("programme", "Maturity is 60 so far: 15 of 16 people have confirmed"),
        ("confirm", "2 answers to look at, about 3 min"),
        ("respondents", "1 person of 16 has begun and not finished"),
        ("evidence", "60 is claimed, 57 is evidenced"),
        ("kpis", "1 of 3 objectives reached"),
        ("close", "Close Q4 2026 and sign it"),
        ("plan", "2 actions towards 2 goals"),
        ("actions", "1 action needs a decision"),
        ("progress", "Maturity is 60"),
    ],
)
def test_every_page_answers_its_question_in_its_first_line(
    place: str, title: str, company: str, visit: Visit
) -> None:
    page = visit(place, e=company)
    fine(page)
    assert page.title[0].value.replace("\\", "").startswith(title)


@pytest.mark.parametrize("place", [*PAGES, "action"])
@pytest.mark.usefixtures("owner")
def test_a_page_of_no_programme_leads_home(place: str, visit: Visit) -> None:
    assert visit(place).title[0].value == "Choose an evaluation first"


def test_the_programme_shows_what_is_due_and_each_alarm_with_its_rule(company: str, visit: Visit) -> None:
    words = fine(visit("programme", e=company))
    assert "Confirm 6 answers" in words
    assert "early sign missed: pivot or keep?" in words
    assert "An early indicator missed its threshold on its check date" in words


def test_still_so_confirms_one_answer(app: App, owner: Viewer, company: str, visit: Visit) -> None:
    page = visit("confirm", e=company)
    page.button("confirm-resolution").click().run()
    fine(page)
    assert short_path(app, owner, company, unit(app)).waiting == 5


def test_a_section_is_confirmed_together(app: App, owner: Viewer, company: str, visit: Visit) -> None:
    page = visit("confirm", e=company)
    page.button("section-plan").click().run()
    fine(page)
    assert short_path(app, owner, company, unit(app)).waiting == 4


def test_a_quarter_is_signed_and_the_next_one_opened(
    app: App, owner: Viewer, company: str, visit: Visit
) -> None:
    page = visit("close", e=company)
    page.text_input("sign").set_value("Dana Weiss")
    page.button("close-cycle").click().run()
    assert page.title[0].value == "Q4 2026 is closed and signed"
    assert "Signed by Dana Weiss on 22 Nov 2026" in fine(page)
    page.button("next-open").click().run()
    fine(page)
    assert programme(app, owner, company).cycle.label == "Q1 2027"


def test_a_signature_without_a_name_is_refused_in_a_sentence(company: str, visit: Visit) -> None:
    page = visit("close", e=company)
    page.button("close-cycle").click().run()
    assert "Signed by: this is empty" in page.error[0].value.replace("\\", "")


def test_reopening_keeps_what_was_signed(app: App, owner: Viewer, company: str, visit: Visit) -> None:
    page = visit("close", e=company)
    page.text_input("sign").set_value("Dana Weiss")
    page.button("close-cycle").click().run()
    page.text_input("reopen-why").set_value("One answer was late")
    page.button("reopen-cycle").click().run()
    assert "One answer was late" in fine(page)
    assert freeze(app, owner, company).is_open


def test_keeping_the_course_takes_the_decision_away(
    app: App, owner: Viewer, company: str, visit: Visit
) -> None:
    page = visit("action", e=company, a="call-back")
    page.button("decide-keep").click().run()
    page.text_input("keep-why").set_value("Two holidays in a row")
    page.button("keep").click().run()
    assert "Two holidays in a row" in fine(page)
    lines = plan_view(app, owner, company).actions
    assert not [line for line in lines if line.needs_decision]


def test_a_suggestion_becomes_an_action_once_it_is_saved(
    app: App, owner: Viewer, company: str, visit: Visit
) -> None:
    before = len(plan_view(app, owner, company).actions)
    page = visit("plan", e=company)
    page.button("suggest-accountable").click().run()
    fine(page)
    assert len(plan_view(app, owner, company).actions) == before
    page = visit("action", e=company, a="new", **{"for": "accountable"})
    page.button("plan-save").click().run()
    fine(page)
    assert len(plan_view(app, owner, company).actions) == before + 1


def test_a_missed_early_sign_asks_pivot_or_keep_before_it_offers_done(company: str, visit: Visit) -> None:
    page = visit("action", e=company, a="call-back")
    offered = [button.key for button in page.button if str(button.key).startswith(("decide", "step"))]
    assert offered[:3] == ["decide-pivot", "decide-keep", "step-done"]


def test_a_pivot_after_a_missed_sign_begins_with_an_empty_check_date(company: str, visit: Visit) -> None:
    page = visit("action", e=company, a="call-back")
    page.button("decide-pivot").click().run()
    (check,) = (field for field in page.date_input if str(field.key).startswith("plan-sign-check"))
    assert check.value is None


def test_a_refused_pivot_says_why_beside_its_button_and_keeps_its_form_open(
    company: str, visit: Visit
) -> None:
    page = visit("action", e=company, a="call-back")
    page.button("decide-pivot").click().run()
    page.button("plan-save").click().run()
    assert "Early indicator: say what is seen" in page.error[0].value.replace("\\", "")
    assert page.button("plan-save").label == "Pivot"


def test_a_target_is_set_on_the_plan(app: App, owner: Viewer, company: str, visit: Visit) -> None:
    page = visit("plan", e=company)
    page.selectbox("target-of").set_value("vision").run()
    page.button("target-set").click().run()
    fine(page)
    assert {gap.target.criterion for gap in plan_view(app, owner, company).gaps} >= {"vision"}


def test_the_four_questions_can_be_answered_on_the_action(company: str, visit: Visit) -> None:
    page = visit("action", e=company, a="messaging")
    for about in ("it", "today"):
        for name in ("customers", "team", "bottom-line", "freshness"):
            page.selectbox(f"question-{about}-{name}").set_value(
                "helps-some" if about == "it" else "no-change"
            )
    page.button("FormSubmitter:four-questions-Save").click().run()
    assert "no harm seen" in fine(page)


def test_somebody_is_invited_and_the_link_is_shown_once(company: str, visit: Visit) -> None:
    page = visit("respondents", e=company)
    page.text_input("invite-name").set_value("Priya Shah")
    page.button("FormSubmitter:invite-Make a personal link").click().run()
    assert page.title[0].value == "1 person of 17 has not answered yet"
    assert any("/l/" in block.value for block in page.code)
    page.button("invitation-copied").click().run()
    assert not any("/l/" in block.value for block in page.code)


def test_a_consensus_is_set_beside_what_people_said(company: str, visit: Visit) -> None:
    page = visit("respondents", e=company)
    page.selectbox("consensus-of").set_value("vision").run()
    page.radio("consensus-level-vision").set_value("repeated").run()
    page.text_input("consensus-reason").set_value("Read it together")
    page.button("consensus-set").click().run()
    assert "alone 3.0 on average" in fine(page).replace("\\", "")


def test_evidence_is_brought_and_counts_at_once(company: str, visit: Visit) -> None:
    page = visit("evidence", e=company)
    page.text_input("evidence-title").set_value("Training records")
    page.date_input("evidence-dated").set_value(date(2026, 11, 1))
    page.multiselect("evidence-criteria").set_value(["training"])
    page.button("FormSubmitter:evidence-Add it").click().run()
    assert "7 pieces of evidence" in fine(page)


def test_an_assumption_is_written_down(company: str, visit: Visit) -> None:
    page = visit("evidence", e=company)
    page.text_area("assume-text").set_value("Nobody reads our mails")
    page.text_input("assume-study").set_value("Ask fifty")
    page.text_input("assume-owner").set_value("Team lead")
    page.button("FormSubmitter:assumption-Write it down").click().run()
    assert "2 untested beliefs" in fine(page)


def test_a_figure_is_noted(company: str, visit: Visit) -> None:
    page = visit("kpis", e=company)
    page.number_input("figure-wait").set_value(40.0).run()
    page.button("note-wait").click().run()
    assert "**40 " in fine(page)


def test_the_organisation_is_named(company: str, visit: Visit) -> None:
    del company
    page = visit("organisation")
    page.text_input("organisation").set_value("Acme")
    page.selectbox("zone").set_value("Europe/Berlin")
    page.button("save-organisation").click().run()
    fine(page)
    assert visit("organisation").text_input("organisation").value == "Acme"


def test_rating_again_starts_from_last_times_answers(company: str, visit: Visit) -> None:
    assert visit("rate", e=company).title[0].value == "2 answers to look at, about 3 min"


def test_a_new_programme_says_what_will_be_here(app: App, owner: Viewer, visit: Visit) -> None:
    from cxmaturity.services.evaluations import create_evaluation  # noqa: PLC0415 - only this test starts one
    from cxmaturity.services.views import NewEvaluation, NewSubject  # noqa: PLC0415 - as above

    form = NewEvaluation("Ours", "progress-programme", (NewSubject("We", "unit"),), "Q4 2026")
    page = visit("programme", e=create_evaluation(app, owner, form))
    fine(page)
    assert page.title[0].value == "Nothing is rated yet"


def two_units(app: App, owner: Viewer) -> str:
    """Return a programme of two units of which the second was rated once."""
    units = (NewSubject("North", "unit"), NewSubject("South", "unit"))
    form = NewEvaluation("Two", "progress-programme", units, "Q4 2026", date(2026, 10, 1), date(2027, 1, 1))
    made = create_evaluation(app, owner, form)
    south = evaluation(app, owner, made).subjects[1].id
    answer(app, owner, made, south)
    return made


def answer(app: App, owner: Viewer, programme_id: str, subject_id: str) -> None:
    """Give the best level of everything."""
    for criterion in evaluation(app, owner, programme_id).rubric.criteria():
        level = criterion.scale.levels[-1].id
        change(app, owner, programme_id, subject_id, criterion.id, Changed(GivenAnswer(Answer.LEVEL, level)))


@pytest.mark.parametrize(
    "place", ["programme", "plan", "actions", "evidence", "kpis", "respondents", "progress"]
)
def test_each_page_of_two_units_shows_the_one_that_the_address_names_and_lets_the_other_be_picked(
    place: str, app: App, owner: Viewer, visit: Visit
) -> None:
    page = visit(place, e=two_units(app, owner), s="South")
    fine(page)
    picker = page.pills(f"{place}-subject")
    assert picker.value == "South"
    picker.set_value("North").run()
    fine(page)
    assert page.query_params["s"] == "North"


def test_an_action_planned_for_the_second_unit_is_about_it(app: App, owner: Viewer, visit: Visit) -> None:
    made = two_units(app, owner)
    page = visit("action", e=made, a="new", s="South")
    title_field(page).set_value("Farewell call")
    page.button("plan-save").click().run()
    (line,) = plan_view(app, owner, made, "South").actions
    assert line.action.subject == "South"


def test_a_goal_is_added_with_the_action_that_serves_it(
    app: App, owner: Viewer, company: str, visit: Visit
) -> None:
    page = visit("action", e=company, a="new")
    title_field(page).set_value("Answer at night")
    goal = next(field for field in page.text_input if field.label == "or a new goal")
    goal.set_value("Help at any hour")
    page.button("plan-save").click().run()
    view = plan_view(app, owner, company)
    (line,) = (line for line in view.actions if line.action.title == "Answer at night")
    assert line.action.goal in {goal.id for goal in view.goals if goal.title == "Help at any hour"}


def test_evidence_is_about_the_unit_shown_unless_all_are_chosen(
    app: App, owner: Viewer, visit: Visit
) -> None:
    made = two_units(app, owner)
    for name, choice in (("One study", "South"), ("Another", "")):
        page = visit("evidence", e=made, s="South")
        page.text_input("evidence-title").set_value(name)
        page.multiselect("evidence-criteria").set_value([page.multiselect("evidence-criteria").options[0]])
        page.radio("evidence-about-South").set_value(choice)
        page.button("FormSubmitter:evidence-Add it").click().run()
        fine(page)
    about = {item.title: item.subject for item in evidence_view(app, owner, made, "South").items}
    assert about == {"One study": "South", "Another": ""}


def test_an_expected_lift_is_chosen_in_the_words_of_each_criterions_own_scale(
    app: App, owner: Viewer, visit: Visit
) -> None:
    form = NewEvaluation("Moments", "three-moments", (NewSubject("North", "unit"),), "Q4 2026")
    made = create_evaluation(app, owner, form)
    action = propose(app, owner, made, Plan(subject="North", title="Farewell call"))
    page = visit("action", e=made, a=action)
    lifts = next(field for field in page.multiselect if str(field.key).startswith("plan-lifts-"))
    wanted = [one for one in lifts.options if "Told to others" in one or "Measured and improving" in one]
    assert len(wanted) > 1
    lifts.set_value([wanted[0], wanted[-1]])
    page.button("plan-save").click().run()
    fine(page)
    (line,) = plan_view(app, owner, made).actions
    assert len(line.action.promises) == 2


def test_a_figure_is_noted_with_its_source_its_n_and_another_way_of_measuring(
    company: str, visit: Visit
) -> None:
    page = visit("kpis", e=company)
    page.number_input("figure-wait").set_value(40.0)
    page.text_input("source-wait").set_value("Telephony")
    page.number_input("n-wait").set_value(900)
    page.text_input("method-wait").set_value("By hand")
    page.run()
    page.button("note-wait").click().run()
    assert "n = 900 · Telephony" in fine(page)
    assert "Method: By hand" in fine(page)


def title_field(page: AppTest) -> TextInput:
    return next(field for field in page.text_input if field.label == "What will be done")


def test_a_plan_that_somebody_else_changed_meanwhile_is_shown_anew_and_not_written_over(
    app: App, owner: Viewer, company: str, visit: Visit
) -> None:
    page = visit("action", e=company, a="messaging")
    take_step(app, owner, company, "messaging", "paused", "Holidays")
    title_field(page).set_value("Call-back by text first")
    page.text_input("pivot-why").set_value("Nobody answers unknown numbers")
    page.button("plan-save").click().run()
    assert "Somebody else saved first" in fine(page)
    assert title_field(page).value != "Call-back by text first"


def test_a_plan_is_saved_time_after_time(app: App, owner: Viewer, company: str, visit: Visit) -> None:
    page = visit("action", e=company, a="messaging")
    for title in ("Call-back by text first", "Call-back by text only"):
        title_field(page).set_value(title)
        page.text_input("pivot-why").set_value("Nobody answers unknown numbers")
        page.button("plan-save").click().run()
        assert action_view(app, owner, company, "messaging").action.title == title


def test_an_action_with_harm_says_so_and_never_that_nobody_screened_it(
    app: App, owner: Viewer, company: str, visit: Visit
) -> None:
    answer_questions(app, owner, company, "messaging", Answers({"team": "harms", "customers": "helps"}, {}))
    words = fine(visit("action", e=company, a="messaging")).replace("\\", "")
    assert "harm to “Team members' experience”: not answered yet" in words
    assert "not screened yet" not in words
    assert "Harm seen" in fine(visit("programme", e=company))
    assert "Somebody sees harm" in fine(visit("home"))


@pytest.mark.parametrize("place", [*PAGES, "result", "progress", "setup"])
def test_every_page_of_a_programme_is_one_tap_from_its_main_screens(
    place: str, company: str, visit: Visit
) -> None:
    page = visit(place, e=company)
    words = fine(page)
    links = {str(link.proto.label).strip("*") for link in page.get("page_link")} | set(words.split("\n"))
    screens = {"Programme", "Rate", "Result", "Progress", "Setup"}
    assert {name for name in screens if name in links or f"**{name}**" in words} == screens


def test_progress_shows_the_last_complete_quarter_while_the_next_one_runs(company: str, visit: Visit) -> None:
    page = visit("progress", e=company)
    shown = {metric.label: metric.value for metric in page.metric}
    assert shown["Quarter on quarter, Q3 2026"] != "–"
    assert "points a year" in fine(page) or "To be in time" not in fine(page)

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from cxmaturity.services.access import Viewer, viewer_for
from cxmaturity.services.application import App
from cxmaturity.services.audit import Asked, acts
from cxmaturity.services.demo import load_demo
from cxmaturity.services.evaluations import create_evaluation, evaluation, evaluations
from cxmaturity.services.links import NewLink, create_link, links
from cxmaturity.services.people import people
from cxmaturity.services.subjects import subjects
from cxmaturity.services.views import NewEvaluation, NewSubject
from cxmaturity.services.weighting import weighting
from cxmaturity.ui import session
from tests.pages.conftest import Visit
from tests.pages.test_screens import said

SCREENS = ("evaluations", "library", "links", "people", "subjects", "record", "health")
RUBRICS = ("innovation-partner", "progress-programme", "three-moments", "channel-audit")


@pytest.fixture
def choice(app: App, owner: Viewer) -> str:
    form = NewEvaluation(
        "Choice", "innovation-partner", (NewSubject("Northwind"), NewSubject("Contoso")), "Q4 2026"
    )
    return create_evaluation(app, owner, form)


def come_as(app: App, owner: Viewer, monkeypatch: pytest.MonkeyPatch, new: NewLink) -> Viewer:
    token = create_link(app, owner, new).path.removeprefix("/l/")
    monkeypatch.setattr(session, "token", lambda: token)
    viewer = viewer_for(app, token)
    assert viewer is not None
    return viewer


def refused(page: AppTest) -> str:
    return "\n".join(error.value for error in page.error)


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize(
    "place", ["evaluations", "library", "links", "people", "subjects", "record", "health"]
)
def test_a_screen_of_an_empty_store_says_what_will_be_there(place: str, visit: Visit) -> None:
    page = visit(place)
    assert not page.exception
    assert not page.error
    assert page.title[0].value


@pytest.mark.parametrize(
    "place", ["evaluations", "library", "links", "people", "subjects", "record", "health"]
)
def test_a_screen_of_a_full_store_shows_a_headline(place: str, app: App, owner: Viewer, visit: Visit) -> None:
    load_demo(app, owner)
    create_link(app, owner, NewLink("reader", "Ines"))
    page = visit(place)
    assert not page.exception
    assert page.title[0].value[0].isdigit() or place == "health"


def test_an_invitation_shows_its_link_once(app: App, owner: Viewer, visit: Visit) -> None:
    page = visit("links")
    page.text_input(key="invite-name").input("Ines Vidal")
    page.button(key="invite").click().run()
    assert "/l/" in page.code[0].value
    assert [line.name for line in links(app, owner)] == ["Ines Vidal"]
    page.button(key="made-done").click().run()
    assert len(page.code) == 0


@pytest.mark.usefixtures("owner")
def test_an_invitation_without_a_name_is_refused_in_place(visit: Visit) -> None:
    page = visit("links")
    page.button(key="invite").click().run()
    assert refused(page) == "Name\\: this is empty\\; give it a name\\."


def test_a_link_is_paused_resumed_and_revoked_from_its_row(app: App, owner: Viewer, visit: Visit) -> None:
    made = create_link(app, owner, NewLink("reader", "Ines"))
    page = visit("links")
    steps = ("pause", "paused"), ("resume", "active"), ("revoke", "active")
    for button, state in steps:
        page.button(key=f"{button}-{made.id}").click().run()
        assert [line.state for line in links(app, owner)] == [state]
    page.button(key=f"revoke-{made.id}-yes").click().run()
    assert [line.state for line in links(app, owner)] == ["revoked"]


def test_a_facilitator_of_one_evaluation_may_invite_to_that_one_only(
    app: App, owner: Viewer, choice: str, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    come_as(app, owner, monkeypatch, NewLink("facilitator", "Dana", evaluation_id=choice))
    page = visit("links")
    assert page.selectbox(key="invite-scope").options == ["Choice only"]
    assert [option.split(":")[0] for option in page.selectbox(key="invite-role").options] == [
        "Assessor",
        "Participant",
        "Reader",
    ]


def test_a_person_is_erased_only_once_one_is_sure(app: App, owner: Viewer, visit: Visit) -> None:
    create_link(app, owner, NewLink("reader", "Ines"))
    ines = next(one.id for one in people(app, owner) if one.name == "Ines")
    page = visit("people")
    assert page.button(key=f"erase-{ines}").disabled
    page.checkbox(key=f"sure-{ines}").check().run()
    page.button(key=f"erase-{ines}").click().run()
    assert "Ines" not in said(page)


def test_a_person_gets_a_contact(app: App, owner: Viewer, visit: Visit) -> None:
    page = visit("people")
    page.text_input(key=f"contact-{owner.person_id}").input("me@example.org")
    page.button(key=f"save-{owner.person_id}").click().run()
    assert people(app, owner)[0].contact == "me@example.org"


def test_two_subjects_are_merged_from_the_registry(
    app: App, owner: Viewer, choice: str, visit: Visit
) -> None:
    ids = {line.name: line.id for line in subjects(app, owner)}
    page = visit("subjects")
    page.selectbox(key=f"same-{ids['Contoso']}").select(ids["Northwind"]).run()
    page.button(key=f"merge-{ids['Contoso']}").click().run()
    assert [s.name for s in evaluation(app, owner, choice).subjects] == ["Northwind"]


@pytest.mark.usefixtures("choice")
def test_a_subject_is_renamed_and_a_taken_name_is_told(app: App, owner: Viewer, visit: Visit) -> None:
    ids = {line.name: line.id for line in subjects(app, owner)}
    page = visit("subjects")
    page.text_input(key=f"name-{ids['Contoso']}").input("northwind")
    page.button(key=f"rename-{ids['Contoso']}").click().run()
    assert "merge the two" in refused(page)


@pytest.mark.usefixtures("choice")
def test_the_record_is_filtered(app: App, owner: Viewer, visit: Visit) -> None:
    page = visit("record")
    page.selectbox(key="record-verb").select("create").run()
    assert len(page.dataframe[0].value) == len(acts(app, owner, Asked(verb="create")))


def test_an_evaluation_is_found_and_put_away(app: App, owner: Viewer, choice: str, visit: Visit) -> None:
    setup = visit("setup", e=choice)
    setup.button(key="archive").click().run()
    assert evaluations(app, owner) == ()
    page = visit("evaluations")
    page.toggle(key="archived").set_value(True).run()
    page.text_input(key="find").input("northwind").run()
    assert page.title[0].value == "1 archived evaluation with “northwind”"


def test_todays_way_is_added_with_one_click(app: App, owner: Viewer, choice: str, visit: Visit) -> None:
    page = visit("setup", e=choice)
    page.button(key="add-todays-way").click().run()
    assert [s.status for s in evaluation(app, owner, choice).subjects][-1] == "comparator"
    assert not [button for button in page.button if button.key == "add-todays-way"]


def test_weights_are_set_before_anybody_rates(app: App, owner: Viewer, choice: str, visit: Visit) -> None:
    page = visit("setup", e=choice)
    page.number_input(key="weight-business-expertise").set_value(40.0)
    page.button(key="weights-go").click().run()
    weights = {node.id: node.now for node in weighting(app, owner, choice).nodes}
    assert weights["business-expertise"] == 40
    page.button(key="weights-back").click().run()
    assert {n.id: n.now for n in weighting(app, owner, choice).nodes}["business-expertise"] != 40


def test_weights_of_a_rated_evaluation_are_shown_locked(app: App, owner: Viewer, visit: Visit) -> None:
    page = visit("setup", e=load_demo(app, owner)[0])
    assert "Locked since the first answer" in said(page)
    assert not page.number_input


def test_a_subject_is_added_and_withdrawn(app: App, owner: Viewer, choice: str, visit: Visit) -> None:
    page = visit("setup", e=choice)
    page.text_input(key="add-subject").input("Fabrikam")
    page.button(key="add-subject-go").click().run()
    fabrikam = next(s.id for s in evaluation(app, owner, choice).subjects if s.name == "Fabrikam")
    page.button(key=f"withdraw-{fabrikam}").click().run()
    assert [s.name for s in evaluation(app, owner, choice).subjects] == ["Northwind", "Contoso"]


def test_a_cycle_is_renamed_closed_and_reopened(app: App, owner: Viewer, choice: str, visit: Visit) -> None:
    cycle = evaluation(app, owner, choice).current_cycle.id
    page = visit("setup", e=choice)
    page.text_input(key=f"label-{cycle}").input("Winter")
    page.button(key=f"save-{cycle}").click().run()
    page.button(key="close-cycle").click().run()
    closed = evaluation(app, owner, choice).current_cycle
    page.button(key="reopen-cycle").click().run()
    assert (closed.label, closed.state, evaluation(app, owner, choice).current_cycle.state) == (
        "Winter",
        "closed",
        "open",
    )


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize(
    "rubric", ["innovation-partner", "progress-programme", "three-moments", "channel-audit"]
)
def test_a_rubric_reads_with_questions_scoring_and_versions(rubric: str, visit: Visit) -> None:
    page = visit("rubric", r=rubric)
    assert not page.exception
    assert [tab.label for tab in page.tabs] == ["Questions", "Scoring", "Sources", "Versions"]


@pytest.mark.usefixtures("owner")
def test_no_rubric_leads_to_the_library(visit: Visit) -> None:
    assert visit("rubric").title[0].value == "Choose a rubric first"


def test_who_only_reads_is_told_so_on_screens_that_are_not_theirs(
    app: App, owner: Viewer, choice: str, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    come_as(app, owner, monkeypatch, NewLink("reader", "Ines", evaluation_id=choice))
    for place in ("links", "people", "subjects", "record", "health", "library", "new"):
        page = visit(place)
        assert "Your link" in refused(page), place


def test_a_participant_reaches_the_questions_from_home(
    app: App, owner: Viewer, choice: str, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    come_as(app, owner, monkeypatch, NewLink("participant", "Ines", evaluation_id=choice))
    home, rate = visit("home"), visit("rate", e=choice)
    assert (len(home.error), len(rate.error), home.title[0].value) == (
        0,
        0,
        "14 answers of yours are missing in Choice",
    )


def test_somebody_new_without_work_is_told_that_they_are_in(
    app: App, owner: Viewer, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    come_as(app, owner, monkeypatch, NewLink("assessor", "Ines"))
    assert visit("home").title[0].value == "Nothing waits for you yet"


@pytest.mark.parametrize("screen", ["workshop", "organisation"])
def test_a_form_is_not_shown_to_who_may_not_send_it(
    app: App, owner: Viewer, visit: Visit, monkeypatch: pytest.MonkeyPatch, screen: str
) -> None:
    come_as(app, owner, monkeypatch, NewLink("reader", "Ines"))
    page = visit(screen)
    assert "Your link does not allow this" in page.error[0].value
    assert (len(page.text_input), len(page.button)) == (0, 0)

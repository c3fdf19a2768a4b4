from __future__ import annotations

import pytest

from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.demo import load_demo
from cxmaturity.services.evaluations import create_evaluation, evaluation, evaluations
from cxmaturity.services.loop.organisation import Organisation, set_organisation
from cxmaturity.services.views import NewEvaluation, NewSubject
from cxmaturity.ui.words import plain
from tests.pages.conftest import Visit


def test_a_vendor_evaluation_starts_from_names_alone(app: App, owner: Viewer, visit: Visit) -> None:
    page = visit("new", rubric="innovation-partner")
    page.text_area(key="subjects").set_value("Northwind\n\n  Contoso \n").run()
    page.button(key="start").click().run()
    view = evaluation(app, owner, evaluations(app, owner)[0].id)
    assert [subject.name for subject in view.subjects] == ["Northwind", "Contoso"]
    assert view.current_cycle.label == "Q4 2026"
    assert not page.exception


def test_the_first_cycle_is_this_quarter_to_the_day(app: App, owner: Viewer, visit: Visit) -> None:
    page = visit("new")
    page.text_area(key="subjects").set_value("Northwind").run()
    page.button(key="start").click().run()
    cycle = evaluation(app, owner, evaluations(app, owner)[0].id).current_cycle
    assert (str(cycle.starts_on), str(cycle.ends_on)) == ("2026-10-01", "2027-01-01")


def test_the_first_and_the_next_cycle_follow_the_fiscal_year(app: App, owner: Viewer, visit: Visit) -> None:
    set_organisation(app, owner, Organisation("Acme", "UTC", 4))
    assert visit("new").text_input(key="cycle").value == "FY27 Q3"
    page = visit("progress", e=load_demo(app, owner)[0])
    page.button(key="open-next-cycle").click().run()
    assert page.text_input(key="next-label").value == "FY27 Q4"


def test_a_subject_can_be_named_as_a_partner_already(app: App, owner: Viewer, visit: Visit) -> None:
    page = visit("new", rubric="innovation-partner")
    page.text_area(key="subjects").set_value("Northwind").run()
    page.segmented_control(key="status-0").set_value("partner").run()
    page.button(key="start").click().run()
    view = evaluation(app, owner, evaluations(app, owner)[0].id)
    assert view.subjects[0].status == "partner"


def test_todays_way_stands_beside_the_vendors_for_comparison(app: App, owner: Viewer, visit: Visit) -> None:
    page = visit("new", rubric="innovation-partner")
    page.text_area(key="subjects").set_value("Northwind").run()
    page.checkbox(key="todays-way").check().run()
    page.button(key="start").click().run()
    view = evaluation(app, owner, evaluations(app, owner)[0].id)
    assert {subject.status for subject in view.subjects} == {"none", "comparator"}


@pytest.mark.usefixtures("owner")
def test_everything_wrong_with_the_form_is_said_at_once(visit: Visit) -> None:
    page = visit("new")
    page.text_area(key="subjects").set_value("Northwind\nnorthwind\n" + "x" * 130).run()
    page.button(key="start").click().run()
    assert [line[:18] for line in page.error[0].value.splitlines()] == [
        "- Subjects\\, line ",
        "- Subjects\\, line ",
    ]


@pytest.mark.usefixtures("owner")
def test_no_subject_is_refused_in_one_sentence(visit: Visit) -> None:
    page = visit("new")
    page.button(key="start").click().run()
    assert page.error[0].value.count("\n") == 0


HOSTILE = ["**bold** ![i](http://x/y.png)", "<script>alert(1)</script>", ":red[x] $y$ `z`", "a_b_ :smile:"]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("place", ["home", "rate", "result", "progress"])
def test_a_name_full_of_markup_shows_as_typed(
    name: str, place: str, app: App, owner: Viewer, visit: Visit
) -> None:
    made = create_evaluation(
        app, owner, NewEvaluation(name, "innovation-partner", (NewSubject(name),), "Q4 2026")
    )
    page = visit(place) if place == "home" else visit(place, e=made)
    shown = "\n".join(str(element.value) for element in (*page.markdown, *page.title, *page.caption))
    assert not page.exception
    assert plain(name)[:12] in shown
    assert name not in shown

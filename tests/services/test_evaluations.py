from __future__ import annotations

from datetime import date

import pytest

from cxmaturity.domain.errors import AccessError, NotFoundError, ProblemsError, RefusedError
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.cycles import open_next_cycle
from cxmaturity.services.evaluations import create_evaluation, evaluation, evaluations
from cxmaturity.services.rating import sheet
from cxmaturity.services.taking_part import add_subject, withdraw_subject
from cxmaturity.services.views import EvaluationCard, NewSubject
from cxmaturity.store.subjects import name_key
from tests.services.builders import Room, form, owner_of, somebody, vendors


def refused(app: App, **changed: object) -> list[str]:
    with pytest.raises(ProblemsError) as caught:
        create_evaluation(app, owner_of(app), form(**changed))
    return [str(problem) for problem in caught.value.problems]


def names(room: Room) -> list[str]:
    return [subject.name for subject in evaluation(room.app, room.owner, room.id).subjects]


def test_a_new_evaluation_has_its_subjects_and_one_open_cycle(room: Room) -> None:
    view = evaluation(room.app, room.owner, room.id)
    assert ([s.name for s in view.subjects], view.rubric.id) == (["Alder", "Birch"], "partner")
    assert [(cycle.label, cycle.state) for cycle in view.cycles] == [("Q4 2026", "open")]


def test_names_are_stored_without_white_space_around_them(app: App) -> None:
    room = Room.of(app, title="  Spring\tchoice ", subjects=vendors(" Alder  GmbH "))
    view = evaluation(app, room.owner, room.id)
    assert (view.title, view.subjects[0].name) == ("Spring choice", "Alder GmbH")


def test_all_problems_of_a_form_are_told_at_once(app: App) -> None:
    told = refused(
        app,
        title=" ",
        rubric_id="nothing",
        subjects=(),
        cycle="",
        starts_on=date(2026, 10, 1),
        ends_on=date(2026, 10, 1),
    )
    assert [line.split(":")[0] for line in told] == ["rubric", "title", "subjects", "cycle", "ends_on"]


def test_a_subject_named_twice_is_told_with_its_line(app: App) -> None:
    assert refused(app, subjects=vendors("Alder", "Birch", " ALDER")) == [
        "subjects:3: “ALDER” stands in line 1 already."
    ]


def test_an_empty_line_among_subjects_is_told(app: App) -> None:
    assert refused(app, subjects=vendors("Alder", "")) == ["subjects:2: this is empty; give it a name."]


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("x" * 10_000, "title: this has 10000 characters; at most 120 fit."),
        ("bell\x07", "title: this holds a control character that cannot be shown; type the name anew."),
    ],
)
def test_a_title_that_cannot_be_shown_is_refused(app: App, title: str, told: str) -> None:
    assert refused(app, title=title) == [told]


@pytest.mark.parametrize("title", ["🚀 Launch", "<b>bold</b>", "Übergröße – Ⅳ", "';drop table ratings"])
def test_a_title_in_any_script_is_kept_as_typed(app: App, title: str) -> None:
    room = Room.of(app, title=title)
    assert evaluation(app, room.owner, room.id).title == title


def test_more_subjects_than_fit_are_refused(app: App) -> None:
    many = vendors(*(f"Vendor {number}" for number in range(501)))
    assert refused(app, subjects=many) == ["subjects: there are 501; at most 500 fit."]


def test_a_subject_of_the_registry_is_shared_by_evaluations(app: App, room: Room) -> None:
    other = Room.of(app, subjects=vendors("ALDER"))
    assert other.subject_id("Alder") == room.subject_id("Alder")


def test_a_status_said_later_replaces_the_earlier_one(app: App, room: Room) -> None:
    Room.of(app, subjects=(NewSubject("Alder", "vendor", "partner"),))
    found = evaluation(app, room.owner, room.id).subjects[0]
    assert (found.name, found.status) == ("Alder", "partner")


def test_two_names_of_one_subject_are_refused(app: App, room: Room) -> None:
    with app.store.write() as transaction:
        transaction.run(
            "insert into subject_aliases values ('vendor', $1, $2, 'Old name', timestamp '2026-01-01')",
            [name_key("Old name"), room.subject_id("Alder")],
        )
    assert refused(app, subjects=vendors("Alder", "Old name")) == [
        "subjects:2: “Old name” and “Alder” are one subject."
    ]


def test_a_refused_form_leaves_nothing_behind(app: App) -> None:
    refused(app, subjects=vendors("Alder", "Alder"))
    assert app.store.read("select count(*) from evaluations, subjects") == [(0,)]


def test_an_assessor_may_not_start_an_evaluation(app: App) -> None:
    with pytest.raises(AccessError):
        create_evaluation(app, somebody(app, "Ines"), form())


def test_an_unknown_evaluation_is_not_found(app: App, owner: Viewer) -> None:
    with pytest.raises(NotFoundError):
        evaluation(app, owner, "nothing")


def test_the_next_cycle_closes_the_one_before(room: Room) -> None:
    open_next_cycle(room.app, room.owner, room.id, "Q1 2027")
    view = evaluation(room.app, room.owner, room.id)
    assert [(c.label, c.state) for c in view.cycles] == [("Q4 2026", "closed"), ("Q1 2027", "open")]
    assert view.current_cycle.label == "Q1 2027"


def test_a_cycle_needs_a_name_of_its_own_and_dates_in_order(room: Room) -> None:
    with pytest.raises(ProblemsError) as caught:
        open_next_cycle(room.app, room.owner, room.id, " q4  2026", date(2027, 1, 1), date(2026, 12, 1))
    assert [problem.path for problem in caught.value.problems] == ["ends_on", "cycle"]


def test_a_subject_can_join_later(room: Room) -> None:
    add_subject(room.app, room.owner, room.id, NewSubject("Cedar"))
    assert names(room) == ["Alder", "Birch", "Cedar"]


def test_a_subject_that_takes_part_cannot_join_again(room: Room) -> None:
    with pytest.raises(ProblemsError, match="takes part already"):
        add_subject(room.app, room.owner, room.id, NewSubject("alder"))


def test_a_withdrawn_subject_leaves_and_comes_back_with_its_answers(room: Room) -> None:
    room.rate("Alder", "field", "good")
    alder = room.subject_id("Alder")
    withdraw_subject(room.app, room.owner, room.id, alder)
    assert names(room) == ["Birch"]
    assert add_subject(room.app, room.owner, room.id, NewSubject("Alder")) == alder
    assert sheet(room.app, room.owner, room.id, alder).done == 1


def test_the_last_subject_cannot_be_withdrawn(room: Room) -> None:
    withdraw_subject(room.app, room.owner, room.id, room.subject_id("Alder"))
    with pytest.raises(RefusedError, match="last subject"):
        withdraw_subject(room.app, room.owner, room.id, room.subject_id("Birch"))


def test_a_stranger_to_the_evaluation_cannot_be_withdrawn(room: Room) -> None:
    with pytest.raises(NotFoundError):
        withdraw_subject(room.app, room.owner, room.id, "nobody")


def cards(room: Room, viewer: Viewer | None = None) -> tuple[EvaluationCard, ...]:
    return evaluations(room.app, viewer or room.owner)


def test_a_card_says_what_is_left_for_me(room: Room) -> None:
    room.rate("Alder", "field", "good")
    room.rate("Alder", "drive", "good", viewer=somebody(room.app, "Ines"))
    assert [(card.title, card.my_left) for card in cards(room)] == [("Spring choice", 7)]


def test_the_newest_evaluation_stands_first(room: Room) -> None:
    Room.of(room.app, title="Autumn choice")
    assert [card.title for card in cards(room)] == ["Autumn choice", "Spring choice"]


def test_a_cards_headline_is_of_the_newest_cycle_that_has_ratings(room: Room) -> None:
    room.rate("Alder", "field", "good")
    room.rate("Alder", "drive", "good")
    open_next_cycle(room.app, room.owner, room.id, "Q1 2027")
    (card,) = cards(room)
    assert card.cycle == "Q1 2027"
    assert card.headline.startswith("Q4 2026: Alder ")


def test_a_card_of_one_answer_says_that_it_is_too_early(room: Room) -> None:
    room.rate("Alder", "field", "good")
    (card,) = cards(room)
    assert card.headline.startswith("Too early to say: Alder has 1 of 4 answered")


def test_a_link_for_one_evaluation_shows_that_card_only(room: Room) -> None:
    Room.of(room.app, title="Autumn choice")
    guest = somebody(room.app, "Ines", "reader", only=room.id)
    assert [card.id for card in cards(room, guest)] == [room.id]

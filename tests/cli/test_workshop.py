from __future__ import annotations

from pathlib import Path

import pytest

from cxmaturity.services.application import open_app
from cxmaturity.services.rooms import console_view
from cxmaturity.services.workshop_screens import ConsoleView
from cxmaturity.web.side_door import open_for_commands
from tests.cli.conftest import RUBRIC, Desk, Said
from tests.services.builders import owner_of


@pytest.fixture
def place(tmp_path: Path) -> str:
    return str(tmp_path / "cx.duckdb")


def create(desk: Desk, place: str, *words: str, rubric: str = "innovation-partner") -> Said:
    named = ("workshop", "create", rubric, "--subjects", "Northwind, Southgate", "--database", place)
    return desk.run(*named, *words)


def room(place: str, workshop_id: str) -> ConsoleView:
    app = open_app(place)
    try:
        return console_view(app, owner_of(app), workshop_id)
    finally:
        app.close()


def test_a_workshop_is_printed_with_its_four_fields_and_nothing_else(desk: Desk, place: str) -> None:
    said = create(desk, place, "--json", "--base-url", "https://cx.example.org")
    doors = said.json
    assert list(doors) == ["id", "code", "join_url", "host_url"]
    assert doors["join_url"] == f"https://cx.example.org/j/{doors['code']}"
    assert doors["host_url"].startswith("https://cx.example.org/h/")


def test_it_is_in_its_lobby_under_the_rubrics_title(desk: Desk, place: str) -> None:
    head = room(place, create(desk, place, "--json").json["id"]).head
    assert (head.title, head.phase, head.is_anonymous) == ("Innovation partner", "lobby", False)
    assert [subject.name for subject in head.subjects] == ["Northwind", "Southgate"]


def test_it_can_be_anonymous_have_a_title_and_be_open_at_once(desk: Desk, place: str) -> None:
    said = create(desk, place, "--json", "--anonymous", "--open", "--title", "🚀 Choice")
    head = room(place, said.json["id"]).head
    assert (head.title, head.phase, head.is_anonymous, head.round) == ("🚀 Choice", "score", True, 1)


def test_a_rubric_can_be_a_file(desk: Desk, place: str) -> None:
    said = create(desk, place, "--json", rubric=desk.file("small.yaml", RUBRIC))
    assert room(place, said.json["id"]).head.rubric.id == "small"


def test_people_read_the_code_and_both_links(desk: Desk, place: str) -> None:
    said = create(desk, place)
    assert [line.split()[0] for line in said.out.splitlines()[:3]] == ["Code", "Join", "Host"]
    assert "http://127.0.0.1:8501/j/" in said.out


def test_the_address_is_the_one_that_the_app_is_known_by(
    desk: Desk, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CXMATURITY_BASE_URL", "http://192.168.1.20:8501")
    assert "http://192.168.1.20:8501/j/" in create(desk, place).out


def test_it_works_through_a_running_app(desk: Desk, place: str) -> None:
    app = open_app(place)
    with open_for_commands(app):
        said = create(desk, place, "--json")
        found = console_view(app, owner_of(app), said.json["id"])
    app.close()
    assert (said.code, found.head.title) == (0, "Innovation partner")


def test_todays_way_and_masked_names_can_be_asked_for(desk: Desk, place: str) -> None:
    said = create(desk, place, "--json", "--todays-way", "--masked")
    subjects = room(place, said.json["id"]).head.subjects
    assert {subject.name: bool(subject.mask) for subject in subjects} == {
        "Northwind": True,
        "Southgate": True,
        "Today’s way": True,
    }


def test_a_link_that_no_phone_can_follow_is_warned_of(desk: Desk, place: str) -> None:
    assert "works on this computer only" in create(desk, place, "--json").err
    assert create(desk, place, "--json", "--base-url", "https://cx.example.org").err == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--base-url", "somewhere"), "--base-url: “somewhere” is no address; it begins with http://."),
        (("--base-url", "http://["), "--base-url: “http://[” is no address; it begins with http://."),
        (("--subjects", "A\nB"), "--subjects: write the names in one line, with commas between them."),
        (("--title", "x" * 200), "title: this has 200 characters; at most 120 fit."),
        (("--subjects", "A,,A"), "subjects:2: this is empty; give it a name."),
    ],
)
def test_what_is_wrong_is_told_one_a_line(desk: Desk, place: str, words: tuple[str, ...], said: str) -> None:
    told = create(desk, place, *words)
    assert (told.code, told.out, told.err.splitlines()[0]) == (1, "", said)


def test_an_unknown_rubric_is_told(desk: Desk, place: str) -> None:
    assert create(desk, place, rubric="nothing").err == "There is no rubric “nothing”.\n"


@pytest.mark.parametrize("words", [("workshop",), ("workshop", "create", "innovation-partner")])
def test_wrong_usage_ends_with_2(desk: Desk, words: tuple[str, ...]) -> None:
    assert desk.run(*words).code == 2

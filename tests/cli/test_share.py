from __future__ import annotations

import io
from pathlib import Path

import pytest

from cxmaturity.services.application import open_app
from cxmaturity.services.shared import look
from tests.cli.conftest import RATINGS, RUBRIC, Desk, Said

Database = str


@pytest.fixture
def database(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Return a database with one evaluation, imported as a person would."""

    path = str(tmp_path / "cx.duckdb")
    monkeypatch.setenv("CXMATURITY_DATABASE", path)
    rubric, ratings = desk.file("small.yaml", RUBRIC), desk.file("small.csv", RATINGS)
    assert desk.run("import", ratings, "--rubric", rubric, "--title", "Spring").code == 0
    return path


def made(desk: Desk, *words: str) -> Said:
    return desk.run("share", "create", "Spring", "--for", "Board", "--files", "csv", *words)


def answer(database: Database, token: str) -> str:
    app = open_app(database)
    try:
        return look(app, token).answer
    finally:
        app.close()


def test_a_link_is_printed_once_and_opens(desk: Desk, database: Database) -> None:
    link = made(desk, "--json", "--base-url", "https://cx.example.org").json
    assert link["url"].startswith("https://cx.example.org/s/")
    assert answer(database, link["url"].rpartition("/")[2]) == "open"


@pytest.mark.parametrize(("verb", "state"), [("pause", "ended"), ("revoke", "ended"), ("resume", "open")])
def test_a_link_is_changed_by_its_id(desk: Desk, database: Database, verb: str, state: str) -> None:
    link = made(desk, "--json").json
    assert desk.run("share", verb, link["id"]).code == 0
    assert answer(database, link["url"].rpartition("/")[2]) == state


def test_a_list_names_links_and_never_their_tokens(desk: Desk, database: Database) -> None:
    del database
    link = made(desk, "--json", "--masked").json
    said = desk.run("share", "list", "Spring", "--json")
    assert [(one["id"], one["for"], one["masked"]) for one in said.json] == [(link["id"], "Board", True)]
    assert link["url"].rpartition("/")[2] not in said.out


def test_a_list_for_people_says_what_opens_may_be(desk: Desk, database: Database) -> None:
    del database
    made(desk)
    assert "opened 0 times (may include mail scanners)" in desk.run("share", "list").out


def test_a_password_comes_by_standard_input(
    desk: Desk, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse\n"))
    link = made(desk, "--password", "--json").json
    assert answer(database, link["url"].rpartition("/")[2]) == "locked"


def test_a_new_edition_is_published(desk: Desk, database: Database) -> None:
    del database
    link = made(desk, "--kind", "edition", "--json").json
    assert desk.run("share", "publish", link["id"]).out == "Edition 2 is published.\n"


def test_a_link_is_extended(desk: Desk, database: Database) -> None:
    del database
    link = made(desk, "--json").json
    said = desk.run("share", "extend", link["id"], "--until", "2020-01-01")
    assert (said.code, "is over" in said.err) == (1, True)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--page", "people"], "--page: “people” is none of result, progress"),
        (["--kind", "open"], "--kind: “open” is none of"),
        (["--parts", "answers"], "--parts: “answers” is none of"),
        (["--until", "tomorrow"], "--until: “tomorrow” is no day"),
        (["--masked", "--comments"], "--masked: comments may name"),
        (["--names"], "--names: people are named"),
        (["--cycle", "Q9"], "has no cycle “Q9”; it has Q1, Q2"),
        (["--base-url", "cx.example.org"], "is no address"),
        (["--base-url", "http://["], "is no address"),
    ],
)
def test_what_is_wrong_with_a_link_is_one_sentence(
    desk: Desk, database: Database, words: list[str], says: str
) -> None:
    del database
    said = made(desk, *words)
    assert said.code == 1
    assert says in said.err


def test_an_evaluation_that_is_not_there_is_said(desk: Desk, database: Database) -> None:
    del database
    said = desk.run("share", "create", "Autumn", "--for", "Board")
    assert (said.code, "No evaluation is called “Autumn”" in said.err) == (1, True)


def test_two_evaluations_of_one_name_are_told_apart_by_their_ids(desk: Desk, database: Database) -> None:
    desk.run("import", str(desk.folder / "small.csv"), "--rubric", str(desk.folder / "small.yaml"))
    app = open_app(database)
    with app.store.write() as transaction:
        transaction.run("update evaluations set title = 'Spring'")
    app.close()
    assert "2 evaluations are called “Spring”" in made(desk).err


def test_a_link_that_is_not_there_is_said(desk: Desk, database: Database) -> None:
    del database
    assert "There is no such share link" in desk.run("share", "revoke", "nothing").err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--page", "workshop"), "has no workshop"),
        (("--page", "programme", "--subject", "Nobody"), "has no “Nobody”"),
        (("--page", "programme", "--masked"), "may name what is masked"),
        (("--page", "everything"), "none of result, progress, workshop, programme"),
    ],
)
def test_a_page_that_cannot_be_shared_is_refused_in_a_sentence(
    desk: Desk, database: Database, words: tuple[str, ...], said: str
) -> None:
    del database
    refused = made(desk, *words)
    assert (refused.code, said in refused.err) == (1, True)

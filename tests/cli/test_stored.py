"""Commands that touch stored data, with the app stopped and running: the same words either way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
import socket
from threading import Thread

import pytest

from cxmaturity.services.application import open_app
from cxmaturity.services.orders import Door
from cxmaturity.store.evaluations import all_evaluations
from cxmaturity.web.side_door import open_for_commands
from tests.cli.conftest import RATINGS, RUBRIC, Desk


@pytest.fixture(params=["stopped", "running"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Return a database that is named by the environment, once with an app running on it."""
    place = str(tmp_path / "cx.duckdb")
    monkeypatch.setenv("CXMATURITY_DATABASE", place)
    with ExitStack() as stack:
        if request.param == "running":
            app = open_app(place)
            stack.callback(app.close)
            stack.enter_context(open_for_commands(app))
        yield place


@pytest.fixture
def stocked(desk: Desk, place: str) -> Desk:
    """Return a desk whose store holds one evaluation."""
    rubric, ratings = desk.file("small.yaml", RUBRIC), desk.file("small.csv", RATINGS)
    said = desk.run("import", ratings, "--rubric", rubric)
    assert said.code == 0, said.err
    assert place
    return desk


def test_an_import_says_what_it_made(stocked: Desk) -> None:
    rubric, ratings = stocked.file("small.yaml", RUBRIC), stocked.file("small.csv", RATINGS)
    said = stocked.run("import", ratings, "--rubric", rubric, "--title", "Spring")
    assert said.out == f"Imported {ratings} as “Spring”.\n"


def test_an_import_with_problems_lists_them_and_brings_nothing(desk: Desk, place: str) -> None:
    rubric = desk.file("small.yaml", RUBRIC)
    ratings = desk.file("bad.csv", "subject,criterion,level\nNorth,field,huge\nNorth,nothing,fair\n")
    said = desk.run("import", ratings, "--rubric", rubric, "--database", place)
    assert (said.code, len(said.err.splitlines())) == (1, 2)
    assert "bad.csv:2: " in said.err


PROGRAMME = (
    RUBRIC.replace("purpose: vendor", "purpose: maturity")
    + "kpis:\n  - {id: fcr, title: Solved at once, unit: percent, direction: up}\n"
)


@pytest.fixture
def programme(desk: Desk, place: str) -> Desk:
    """Return a desk whose store holds a programme of one unit with one KPI."""
    rows = [line for line in RATINGS.splitlines() if not line.startswith("South")]
    ratings = desk.file("small.csv", "\n".join(rows))
    said = desk.run("import", ratings, "--rubric", desk.file("kpis.yaml", PROGRAMME), "--title", "Care")
    assert said.code == 0, said.err
    assert place
    return desk


def test_kpi_figures_of_a_file_are_noted_in_a_programme(programme: Desk) -> None:
    figures = programme.file("figures.csv", "kpi,period,value\nfcr,Q1 2025,60\nfcr,Q2 2025,64\n")
    said = programme.run("import-kpis", figures, "--evaluation", "Care")
    assert (said.code, said.out) == (0, f"2 figures of {figures} noted in “Care”.\n")


def test_kpi_figures_with_problems_are_all_told_and_none_is_noted(programme: Desk, place: str) -> None:
    figures = programme.file("figures.csv", "kpi,period,value\nfcr,Q1 2025,60\nnps,Q2 2025,much\n")
    said = programme.run("import-kpis", figures, "--evaluation", "Care")
    assert (said.code, [line.split(": ")[0] for line in said.err.splitlines()]) == (1, [f"{figures}:3"] * 2)
    assert programme.run("import-kpis", figures, "--evaluation", "Cure", "--database", place).code == 1


def test_kpi_figures_must_say_of_which_programme(desk: Desk, place: str) -> None:
    assert desk.run("import-kpis", "figures.csv", "--database", place).code == 2


def test_an_exported_file_gives_the_scores_of_the_imported_one(stocked: Desk) -> None:
    out = str(stocked.folder / "out.csv")
    assert stocked.run("export", "--ratings", out).out == f"Exported to {out}.\n"
    rubric = stocked.file("small.yaml", RUBRIC)
    before = stocked.run("progress", rubric, stocked.file("small.csv", RATINGS), "--json").json
    assert stocked.run("progress", rubric, out, "--json").json == before


def test_everything_can_be_written_to_a_folder(stocked: Desk) -> None:
    said = stocked.run("export", "--all", str(stocked.folder / "all"))
    assert said.code == 0
    assert (stocked.folder / "all" / "README.md").exists()


def test_an_export_must_say_of_what(desk: Desk, place: str) -> None:
    assert desk.run("export", "--database", place).code == 2


def test_an_export_to_where_nothing_can_be_written_is_told(stocked: Desk) -> None:
    said = stocked.run("export", "--ratings", str(stocked.folder / "no" / "out.csv"))
    assert (said.code, "cannot be written" in said.err) == (1, True)


def test_a_backup_is_brought_back_into_a_new_store_and_verifies(stocked: Desk) -> None:
    safe, other = str(stocked.folder / "safe"), str(stocked.folder / "other.duckdb")
    codes = [
        stocked.run("backup", safe).code,
        stocked.run("restore", safe, "--database", other).code,
        stocked.run("verify", "--database", other).code,
    ]
    assert codes == [0, 0, 0]


def test_a_store_that_is_not_empty_is_not_restored_into(stocked: Desk) -> None:
    safe = str(stocked.folder / "safe")
    stocked.run("backup", safe)
    said = stocked.run("restore", safe)
    assert (said.code, "not empty" in said.err) == (1, True)


def test_a_backup_twice_into_one_folder_is_refused(stocked: Desk) -> None:
    safe = str(stocked.folder / "safe")
    assert [stocked.run("backup", safe).code for _ in range(2)] == [0, 1]


def test_the_demo_is_loaded_once(desk: Desk, place: str) -> None:
    first, second = (desk.run("demo", "--database", place).out for _ in range(2))
    assert first == second
    assert "demo evaluations are loaded" in first


def test_the_owners_key_stays_until_a_new_one_is_wanted(desk: Desk, place: str) -> None:
    words = ("owner-key", "--database", place)
    first, again, new = desk.run(*words), desk.run(*words), desk.run(*words, "--new")
    assert first.out == again.out != new.out
    assert "/o/" in new.out


def test_an_app_that_has_ended_without_a_word_is_not_waited_for(desk: Desk, tmp_path: Path) -> None:
    Door(1, 1, "secret", str(tmp_path / "cx.duckdb")).keep(tmp_path / "cx.duckdb.running")
    assert desk.run("demo", "--database", str(tmp_path / "cx.duckdb")).code == 0


def test_another_program_on_the_port_of_an_app_that_has_ended_is_recognised(
    desk: Desk, tmp_path: Path
) -> None:
    """The other one is an app on another store: it does not know the secret and says so."""
    app = open_app(str(tmp_path / "other.duckdb"))
    with open_for_commands(app) as door:
        assert door is not None
        Door(door.port, 1, "old secret", str(tmp_path / "cx.duckdb")).keep(tmp_path / "cx.duckdb.running")
        said = desk.run("demo", "--database", str(tmp_path / "cx.duckdb"))
    app.close()
    assert said.code == 0


def test_a_command_never_writes_into_the_running_app_of_another_database(desk: Desk, tmp_path: Path) -> None:
    rubric, ratings = desk.file("small.yaml", RUBRIC), desk.file("small.csv", RATINGS)
    with closing(open_app(str(tmp_path / "team.duckdb"))) as running, open_for_commands(running):
        said = desk.run("import", ratings, "--rubric", rubric, "--database", str(tmp_path / "team.db"))
        assert (said.code, all_evaluations(running.store)) == (0, ())
    assert (tmp_path / "team.db").exists()


def test_a_door_to_another_database_is_not_knocked_at(desk: Desk, tmp_path: Path) -> None:
    """Somebody copied or renamed the file while the app was running."""
    place = tmp_path / "copy.duckdb"
    with closing(open_app(str(tmp_path / "cx.duckdb"))) as running, open_for_commands(running) as door:
        assert door is not None
        door.keep(tmp_path / "copy.duckdb.running")
        said = desk.run("demo", "--database", str(place))
    assert (said.code, place.exists()) == (0, True)


def test_a_damaged_file_is_told_in_one_line(desk: Desk) -> None:
    said = desk.run("verify", "--database", desk.file("cx.duckdb", b"hello" * 5000))
    assert (said.code, said.err.count("\n")) == (1, 1)


def hang_up(listener: socket.socket) -> None:
    listener.accept()[0].close()


def test_an_app_that_ends_in_the_middle_is_told(desk: Desk, tmp_path: Path) -> None:
    """Something listens and hangs up without a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        Door(listener.getsockname()[1], 1, "secret", str(tmp_path / "cx.duckdb")).keep(
            tmp_path / "cx.duckdb.running"
        )
        Thread(target=hang_up, args=(listener,), daemon=True).start()
        said = desk.run("verify", "--database", str(tmp_path / "cx.duckdb"))
    assert (said.code, "Look whether it was done" in said.err) == (1, True)


def test_erasing_a_person_leaves_numbers_and_no_name(stocked: Desk) -> None:
    out = stocked.folder / "out.csv"
    said = stocked.run("erase", "ANN")
    assert (said.code, said.out.split(" is all")[0].startswith("Erased person ")) == (0, True)
    stocked.run("export", "--ratings", str(out))
    assert (
        ",ann," in out.read_text(encoding="utf-8"),
        len(out.read_text(encoding="utf-8").splitlines()) > 1,
    ) == (
        False,
        True,
    )


def test_erasing_nobody_is_one_sentence(stocked: Desk) -> None:
    said = stocked.run("erase", "Ghost")
    assert (said.code, said.err) == (
        1,
        "Nobody here is called “Ghost”. Write the name as the app shows it, or the id.\n",
    )


@pytest.mark.parametrize("words", [("verify",), ("backup", "b"), ("export", "--all", "x"), ("share", "list")])
def test_a_mistyped_database_is_not_made(desk: Desk, words: tuple[str, ...]) -> None:
    place = desk.folder / "typo" / "cx.duckdb"
    said = desk.run(*words, "--database", str(place))
    assert (said.code, "There is no database at" in said.err) == (1, True)
    assert not place.parent.exists()


def test_a_restore_from_a_folder_that_is_not_there_makes_no_database(desk: Desk, tmp_path: Path) -> None:
    said = desk.run("restore", str(tmp_path / "nothing"), "--database", str(tmp_path / "new.duckdb"))
    assert (said.code, "is not a backup" in said.err) == (1, True)
    assert not (tmp_path / "new.duckdb").exists()


def test_the_owners_link_begins_with_the_address_that_the_app_was_started_with(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = str(tmp_path / "cx.duckdb")
    monkeypatch.setenv("CXMATURITY_BASE_URL", "http://192.168.1.20:9000")
    with closing(open_app(place)) as app, open_for_commands(app):
        monkeypatch.delenv("CXMATURITY_BASE_URL")
        said = desk.run("owner-key", "--database", place)
    assert "Open  http://192.168.1.20:9000/o/" in said.out

"""What only a server can do to us, and addresses."""

from __future__ import annotations

from collections.abc import Iterator
import sys

import psycopg
import pytest

from cxmaturity.domain.errors import ConflictError, StoreError
from cxmaturity.store.addresses import shown
from cxmaturity.store.opening import open_store
from cxmaturity.store.postgres import Postgres, open_postgres
from cxmaturity.store.postgres_errors import translated
from tests.databases import Server
from tests.store.builders import Rater, new_store

ADDRESS = "postgresql://ines:secret@db.example:5433/cx?sslmode=require"


@pytest.fixture
def place(postgres: Server) -> str:
    return postgres.fresh()


@pytest.fixture
def store(place: str) -> Iterator[Postgres]:
    opened = open_postgres(place)
    yield opened
    opened.close()


def cut_off_everybody(place: str) -> None:
    with psycopg.connect(place, autocommit=True) as link:
        link.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )


def test_both_ways_of_writing_the_scheme_are_understood(place: str) -> None:
    open_store(place.replace("postgresql://", "postgres://")).close()


def test_an_address_is_shown_without_user_password_and_options() -> None:
    assert shown(ADDRESS) == "postgresql://db.example:5433/cx"
    assert shown("postgresql:///cx?password=secret&host=/run") == "postgresql:///cx?host=/run"
    assert shown("/data/cx.duckdb") == "/data/cx.duckdb"


def test_a_question_over_a_connection_that_was_cut_off_is_asked_again(store: Postgres, place: str) -> None:
    assert store.read("select 1") == [(1,)]
    cut_off_everybody(place)
    assert store.read("select 1") == [(1,)]


def test_a_write_after_the_server_was_away_finds_a_new_connection(store: Postgres, place: str) -> None:
    with store.write() as transaction:
        transaction.run("create table kept (n integer)")
    cut_off_everybody(place)
    with store.write() as transaction:
        transaction.run("insert into kept values (1)")
    assert store.read("select n from kept") == [(1,)]


def cut_off_in_the_middle(store: Postgres, place: str) -> None:
    with store.write() as transaction:
        transaction.run("insert into settings values ('half', 'done')")
        cut_off_everybody(place)
        transaction.run("insert into settings values ('whole', 'done')")


def test_a_write_that_is_cut_off_in_the_middle_leaves_nothing_and_says_so(place: str) -> None:
    engine = new_store(place)
    store = open_postgres(place)
    with pytest.raises(StoreError, match="cannot be reached"):
        cut_off_in_the_middle(store, place)
    store.close()
    assert engine.read("select * from settings") == []
    engine.close()


def test_two_processes_on_one_store_see_each_others_answers(place: str) -> None:
    one, other = new_store(place), open_store(place)
    Rater(one, "p1").gives(3)
    Rater(other, "p2").gives(1)
    counts = [engine.read("select count(*) from rating_events") for engine in (one, other)]
    one.close()
    other.close()
    assert counts == [[(2,)], [(2,)]]


def test_a_server_that_is_not_there_is_told_without_a_secret() -> None:
    with pytest.raises(StoreError, match=r"postgresql://127\.0\.0\.1:1/cx cannot be reached") as caught:
        open_postgres("postgresql://ines:secret@127.0.0.1:1/cx")
    assert "secret" not in str(caught.value)


def test_a_database_that_does_not_exist_is_told(postgres: Server) -> None:
    with pytest.raises(StoreError, match="no database or user as named by"):
        open_postgres(postgres.address("nowhere"))


def test_a_text_that_cannot_be_stored_is_told(store: Postgres) -> None:
    with pytest.raises(StoreError, match="character that cannot be stored"):
        store.read("select $1::text", ["a\0b"])


def test_a_user_without_the_right_is_told(store: Postgres, place: str) -> None:
    with store.write() as transaction:
        transaction.run("create role reader login")
    reader = open_postgres(place.replace("cx@", "reader@"))
    with (
        pytest.raises(StoreError, match="may not do this"),
        reader.write() as transaction,
    ):
        transaction.run("create table mine (n integer)")
    reader.close()


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (psycopg.errors.DiskFull(), "The disk of the database server is full"),
        (psycopg.errors.TooManyConnections(), "takes no more connections"),
        (psycopg.errors.ReadOnlySqlTransaction(), "can only be read"),
        (psycopg.OperationalError("password authentication failed"), "refuses this user or password"),
        (psycopg.OperationalError("could not translate host name"), "is not known"),
    ],
)
def test_what_the_server_says_becomes_one_sentence_for_people(error: psycopg.Error, told: str) -> None:
    with pytest.raises(StoreError, match=told), translated(ADDRESS):
        raise error


@pytest.mark.parametrize("error", [psycopg.errors.DeadlockDetected(), psycopg.errors.SerializationFailure()])
def test_what_a_retry_mends_is_a_conflict(error: psycopg.Error) -> None:
    with pytest.raises(ConflictError), translated(ADDRESS):
        raise error


def test_without_the_driver_one_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "cxmaturity.store.postgres", raising=False)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install 'psycopg\[binary,pool\]'"):
        open_store("postgresql://db.example/cx")

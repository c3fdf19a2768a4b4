"""What every engine promises, asked of each."""

from __future__ import annotations

from datetime import date

import duckdb
import numpy as np
import psycopg
import pyarrow as pa
import pytest

from cxmaturity.domain.errors import ConflictError
from cxmaturity.store.engine import Engine, query
from tests.store.builders import NOW, Rater

KINDS = """create table kinds (
    name text primary key, whole integer, many bigint, part double precision, yes boolean, at_day date,
    at_time timestamp)"""
FULL = ("ä “b”\n,;\\N", 1, 2**40, 1.25, True, date(2026, 11, 30), NOW)
EMPTY = ("", None, None, None, None, None, None)


def half_done(engine: Engine) -> None:
    with engine.write() as transaction:
        transaction.run("insert into settings values ('half', 'done')")
        raise ValueError("stop")


def test_an_error_inside_a_write_leaves_nothing_behind(engine: Engine) -> None:
    with pytest.raises(ValueError, match="stop"):
        half_done(engine)
    assert engine.read("select * from settings") == []


def test_a_transaction_reads_what_it_wrote_and_others_do_not_yet(engine: Engine) -> None:
    with engine.write() as transaction:
        transaction.run("insert into settings values ('zone', 'UTC')")
        inside = transaction.read("select count(*) from settings")
        assert (inside, engine.read("select count(*) from settings")) == ([(1,)], [(0,)])


def test_a_key_that_exists_already_is_a_conflict(engine: Engine) -> None:
    with pytest.raises(ConflictError, match="Somebody else saved first"), engine.write() as transaction:
        transaction.run("insert into settings values ('zone', 'UTC'), ('zone', 'CET')")


def test_a_missing_number_is_nan_in_columns(engine: Engine) -> None:
    columns = engine.columns("select 1.5::double precision as a, null::double precision as b")
    assert columns["a"][0] == 1.5
    assert np.isnan(columns["b"][0])


def test_columns_can_be_read_inside_a_transaction(engine: Engine) -> None:
    with engine.write() as transaction:
        assert transaction.columns("select 2 as n")["n"].tolist() == [2]


def test_a_wrong_sql_text_is_a_bug_and_not_an_error_for_people(engine: Engine) -> None:
    with pytest.raises((duckdb.ProgrammingError, psycopg.ProgrammingError)):
        engine.read("select nothing from nowhere")


def test_whole_numbers_and_texts_are_arrays_of_their_kind(engine: Engine) -> None:
    columns = engine.columns("select 2::integer as n, 'a'::text as t, true as b")
    assert [columns[name].dtype.kind for name in "nb"] == ["i", "b"]
    assert columns["t"].tolist() == ["a"]


def test_an_answer_without_rows_still_has_its_columns(engine: Engine) -> None:
    columns = engine.columns("select 2::integer as n, 1.5::double precision as x where 1 = 2")
    assert {name: column.size for name, column in columns.items()} == {"n": 0, "x": 0}


def test_a_row_that_is_held_is_read_as_it_is(engine: Engine) -> None:
    with engine.write(beside=True) as transaction:
        assert transaction.read_held("select label from cycles where id = $1", ["c1"]) == [("2026 Q4",)]


def test_text_is_in_the_order_of_its_symbols_on_every_engine(engine: Engine) -> None:
    words = [[word] for word in ("b", "B", "a", "é", "Z")]
    with engine.write() as transaction:
        for word in words:
            transaction.run("insert into settings values ($1, 'x')", word)
    found = engine.read('select name from settings order by name collate "C"')
    assert found == [("B",), ("Z",), ("a",), ("b",), ("é",)]


def test_tables_and_their_columns_are_known(engine: Engine) -> None:
    assert ("rating_events",) in engine.read(query("tables"))
    assert [name for name, _ in engine.read(query("columns_of"), ["settings"])] == ["name", "value"]


def test_every_kind_of_value_comes_back_from_a_snapshot_and_can_be_filled_in_again(engine: Engine) -> None:
    with engine.write() as transaction:
        transaction.run(KINDS)
        for row in (FULL, EMPTY):
            transaction.run("insert into kinds values ($1, $2, $3, $4, $5, $6, $7)", row)
    with engine.snapshot() as snapshot:
        rows = snapshot.batches("kinds").read_all()
    with engine.write() as transaction:
        transaction.run("delete from kinds")
        transaction.fill("kinds", rows.select(rows.column_names[::-1]))
    assert engine.read("select * from kinds order by name") == [EMPTY, FULL]


def test_a_table_without_rows_has_its_columns_in_a_snapshot(engine: Engine) -> None:
    with engine.snapshot() as snapshot:
        rows = snapshot.batches("settings").read_all()
    assert rows.schema == pa.schema([("name", pa.string()), ("value", pa.string())])
    assert rows.num_rows == 0


def test_a_snapshot_stays_at_its_moment(engine: Engine, rater: Rater) -> None:
    with engine.snapshot() as snapshot:
        before = snapshot.read("select count(*) from rating_events")
        rater.gives(3)
        after = snapshot.read("select count(*) from rating_events")
    assert (before, after) == ([(0,)], [(0,)])

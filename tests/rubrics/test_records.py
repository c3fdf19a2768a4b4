"""Records: defaults for what is absent, and plain data for the canonical form."""

from cxmaturity.rubrics.records import Record, plain

RECORD = Record(
    3, {"weight": 2.0, "half": 0.5, "tags": ["a"], "gate": Record(4, {"then": "flag"})}, {"weight": 5}
)


def test_an_absent_key_stands_on_the_line_of_its_group() -> None:
    assert (RECORD.line_of("weight"), RECORD.line_of("absent")) == (5, 3)


def test_absent_keys_give_the_default() -> None:
    assert (RECORD.number("absent", 1.0), RECORD.text("absent", "x"), RECORD.texts("absent")) == (
        1.0,
        "x",
        (),
    )


def test_a_table_of_an_absent_key_is_empty() -> None:
    assert dict(RECORD.table("absent")) == {}


def test_whole_numbers_become_ints_in_plain_data() -> None:
    assert plain(RECORD) == {"weight": 2, "half": 0.5, "tags": ["a"], "gate": {"then": "flag"}}
    assert isinstance(plain(2.0), int)

"""CSV as it comes: line ends, quotes, encodings, ragged rows."""

import pytest

from tests.intake.builders import read, said

HEADER = "subject,criterion,level\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_ends_are_welcome(end: str) -> None:
    assert len(read(f"subject,criterion,level{end}A,field,weak{end}B,field,weak{end}")) == 2


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_numbers_are_right_under_any_line_ends(end: str) -> None:
    assert said(f"subject,criterion,level{end}A,field,weak{end}B,field,zzz{end}")[0].startswith("f.csv:3: ")


def test_a_byte_order_mark_is_welcome() -> None:
    assert len(read(b"\xef\xbb\xbf" + HEADER.encode() + b"A,field,weak\n")) == 1


def test_a_row_is_named_by_the_line_on_which_it_begins() -> None:
    text = 'subject,criterion,level,note\nA,field,weak,"one\ntwo\nthree"\nB,field,zzz,"x\ny"\n'
    assert said(text)[0].startswith("f.csv:5: ")


def test_the_last_line_needs_no_end() -> None:
    assert len(read(HEADER + "A,field,weak")) == 1


@pytest.mark.parametrize("blank", ["\n", ",,\n", " , ,\n"])
def test_empty_rows_are_skipped(blank: str) -> None:
    assert len(read(HEADER + blank + "A,field,weak\n" + blank)) == 1


def test_columns_may_stand_in_any_order() -> None:
    assert read("level,subject,criterion\nweak,A,field\n")[0].subject == "A"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("A,field", "f.csv:2: this row has 2 cells, the header has 3; check commas and quotes"),
        ("A,field,weak,x", "f.csv:2: this row has 4 cells, the header has 3; check commas and quotes"),
    ],
)
def test_ragged_rows_are_named(row: str, sentence: str) -> None:
    assert said(f"{HEADER}{row}\nB,field,weak\n") == [sentence]


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "f.csv: the file is empty"),
        (b"\n\n", "f.csv: the file is empty"),
        (HEADER.encode(), "f.csv: the file has a header and no rows"),
        (HEADER.encode() + b"caf\xe9,field,weak\n", "f.csv:2: this is not UTF-8 text"),
        (HEADER.encode("utf-16"), "f.csv:1: this is not UTF-8 text"),
        (HEADER.encode() + b"A\0,field,weak\n", "f.csv:2: a NUL character"),
        (
            HEADER.encode() + b'"A,field,weak\n',
            "f.csv:2: this row cannot be read (a quote is opened and never closed)",
        ),
        (HEADER.encode() + b'"A"x,field,weak\n', "f.csv:2: this row cannot be read"),
        (HEADER.encode() + b"A" * 200_000 + b",field,weak\n", "f.csv:2: a cell here is longer"),
        (b'"subject"x,criterion,level\n', "f.csv:1: this row cannot be read"),
        (b"subject;criterion;level\nA;field;weak\n", "f.csv:1: the columns are separated by semicolons"),
        (b"subject\tcriterion\tlevel\n", "f.csv:1: the columns are separated by tabs"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(data: bytes, part: str) -> None:
    problems = said(data)
    assert len(problems) == 1
    assert problems[0].startswith(part)


def test_a_cell_that_is_too_long_is_told_to_be_shortened() -> None:
    long = "x" * 140_000
    assert said(f'{HEADER.strip()},note\nA,field,weak,"{long}"\n') == [
        "f.csv:2: a cell here is longer than 131,072 characters; shorten it"
    ]

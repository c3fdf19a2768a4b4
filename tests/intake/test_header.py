"""The columns of a file."""

from cxmaturity.intake import columns
from tests.intake.test_parquet_file import parquet


def test_the_columns_of_a_csv_are_its_first_row_that_holds_anything() -> None:
    assert columns(b"\xef\xbb\xbf\n subject ,level\nA,weak\n") == ("subject", "level")


def test_the_columns_of_a_parquet_file_are_read_from_its_schema() -> None:
    assert columns(parquet(level=["weak"])) == ("subject", "criterion", "level")

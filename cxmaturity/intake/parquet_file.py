"""Parquet bytes → a table of text, row numbers in the place of lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
import io

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from cxmaturity.domain.reading import ProblemList, shown
from cxmaturity.intake.tables import MOST_PROBLEMS, Table, can_be_checked, check_header

MAGIC = b"PAR1"
MOST_ROWS = 20_000_000


def read_parquet(
    data: bytes, required: Sequence[str], allowed: Sequence[str], problems: ProblemList
) -> Table | None:
    """Return the table, or None where the file has no usable columns or no rows; problems say why."""
    try:
        file = pq.ParquetFile(io.BytesIO(data))
        names = list(file.schema_arrow.names)
        _check_size(file.metadata.num_rows, problems)
        is_sized = not problems
        check_header(names, required, allowed, problems)
        known = [name for name in allowed if names.count(name) == 1]
        arrow = file.read(columns=known) if is_sized and can_be_checked(names, required) else None
    except (pa.ArrowException, OSError, ValueError) as error:  # ValueError: names that are not UTF-8
        said = " ".join(str(error).split())
        problems.add(0, f"this Parquet file cannot be read ({said[:100]}); write it again, or use CSV")
        return None
    return _table(arrow, problems) if arrow is not None else None


def _check_size(rows: int, problems: ProblemList) -> None:
    if rows == 0:
        problems.add(0, "the file has no rows; add a row for each rating")
    elif rows > MOST_ROWS:
        problems.add(0, f"the file has {rows:,} rows; split it into files of at most {MOST_ROWS:,}")


def _table(arrow: pa.Table, problems: ProblemList) -> Table | None:
    is_whole, known = not problems, ProblemList(problems.path, MOST_PROBLEMS)
    _check_size(arrow.num_rows, known)  # a damaged file may announce other rows than it holds
    columns = {name: _column(name, arrow.column(name), known) for name in arrow.column_names}
    for problem in known.found():
        problems.add(problem.line, problem.message)
    return None if known else Table(columns, range(1, arrow.num_rows + 1), is_whole=is_whole)


def _column(name: str, column: pa.ChunkedArray, problems: ProblemList) -> list[str]:
    """Return the cells as text; each distinct value is converted once."""
    try:
        coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        coded = coded.unify_dictionaries().combine_chunks()
        coded = coded.chunk(0) if isinstance(coded, pa.ChunkedArray) else coded
        single = pa.types.is_float32(coded.dictionary.type) or pa.types.is_float16(coded.dictionary.type)
        words = [_text(value, single=single) for value in coded.dictionary.to_pylist()]
        places = coded.indices.fill_null(len(words)).to_pylist()
    except (pa.ArrowException, OSError, ValueError, OverflowError):
        problems.add(0, f"the column {shown(name)} holds {column.type}; it must hold text, numbers or dates")
        return []
    words.append("")
    return [words[place] for place in places]


def _text(value: object, *, single: bool) -> str:
    """Return a value as a CSV would hold it; whole floats as ints, midnight as its date, NaN as empty."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, float):
        return _number(np.float32(value) if single else value)
    if isinstance(value, datetime):
        is_date = value.tzinfo is None and value.time() == time()
        return value.date().isoformat() if is_date else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value.decode() if isinstance(value, bytes) else str(value)


def _number(value: float | np.float32) -> str:
    """Return the shortest plain decimal, without an exponent."""
    if np.isnan(value):
        return ""
    return format(Decimal(str(value)).normalize(), "f") if np.isfinite(value) else str(value)

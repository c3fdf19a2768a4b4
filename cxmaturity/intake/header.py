"""Which columns a file that can be read has."""

from __future__ import annotations

import csv
import io

import pyarrow.parquet as pq

from cxmaturity.intake.parquet_file import MAGIC


def columns(data: bytes) -> tuple[str, ...]:
    """Return the column names of a ratings file that `read_ratings` accepts."""
    if data.startswith(MAGIC):
        return tuple(pq.read_schema(io.BytesIO(data)).names)
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    header = next((row for row in rows if any(map(str.strip, row))), [])
    return tuple(name.strip() for name in header)

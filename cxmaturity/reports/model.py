"""The report that every format is made of: what it says, shows, and stands on.

Plain data, made once. Formats add layout and nothing else, so that a page, its slides and its spreadsheet
cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256
import json
from typing import Any, Literal

from cxmaturity.charts.theme import LIGHT
from cxmaturity.domain.sharing import Part

Cell = str | int | float | None
"""A text, a count (never with decimals), a measure, or no value."""
PLAIN_ACCENT = LIGHT.accent


@dataclass(frozen=True, slots=True)
class Table:
    """Every value behind something, numbers unrounded.

    ``as_typed``: people typed its measures, so each column is read with up to two decimals of its own.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    as_typed: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """One line of values over a native chart's categories; None where there is no value.

    ``beside``: it is there to compare with, so it is drawn grey and behind the others. Parts of one line,
    which breaks at a new version of the rubric, share its ``hue``.
    """

    name: str
    values: tuple[float | None, ...]
    beside: bool = False
    hue: int = 0


@dataclass(frozen=True, slots=True)
class Native:
    """What an office program draws by itself, so that people can edit it.

    ``bars`` lie, the first category on top; ``stacked`` are bars of shares; ``lines`` run over categories.
    ``note`` says what its marks mean, which are not those of our own drawing. ``spans`` are the lowest and
    the highest value of the first series, category by category; ``beside`` are the places of categories that
    only stand beside the others.
    """

    kind: Literal["bars", "stacked", "lines"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    minimum: float
    maximum: float
    note: str = "Score of 100"
    number_format: str = "0.0"
    spans: tuple[tuple[float, float] | None, ...] = ()
    beside: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A chart with its finding, its scale, its words and its table.

    ``spec`` is Vega-Lite whose width is open; ``native`` is None where office programs have no such chart.
    """

    part: Part
    title: str
    note: str
    alt: str
    spec: Mapping[str, Any]
    table: Table
    native: Native | None = None


@dataclass(frozen=True, slots=True)
class Aside:
    """A table that stands for itself, without a chart; ``name`` is what a sheet is called."""

    part: Part
    name: str
    note: str
    table: Table


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with what it is measured on."""

    label: str
    value: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody wrote beside a rating; ``by`` is empty where people are not named."""

    subject: str
    criterion: str
    text: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the report stands on. ``rated`` of ``asked`` are in; times are naive UTC.

    ``counts`` says what those are: every single answer, or scores, for which one answer is enough.
    ``weights`` says whose they are, ``round`` which one was counted.
    """

    rubric: str
    version: str
    sha256: str
    cycle: str
    round: str
    people: int
    rated: int
    asked: int
    weights: str
    last_rated_at: datetime | None
    made_at: datetime
    counts: Literal["scores", "answers"] = "scores"


@dataclass(frozen=True, slots=True)
class Brand:
    """Whose report it is. ``logo`` is a picture as a ``data:`` address, empty for none."""

    company: str = ""
    accent: str = PLAIN_ACCENT
    logo: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A report. ``title`` states the finding and is computed from the tables below it; ``detail`` follows it.

    ``warnings`` stand outside every sum; ``notes`` say what would change the finding. ``questions`` is None
    where what was asked is not shown.
    """

    about: str
    title: str
    detail: str
    figures: tuple[Figure, ...]
    warnings: tuple[str, ...]
    exhibits: tuple[Exhibit, ...]
    notes: tuple[str, ...]
    comments: tuple[Comment, ...]
    questions: Table | None
    provenance: Provenance
    brand: Brand = field(default_factory=Brand)
    asides: tuple[Aside, ...] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        """Return every table in it."""
        shown = (*(exhibit.table for exhibit in self.exhibits), *(aside.table for aside in self.asides))
        return shown if self.questions is None else (*shown, self.questions)

    @property
    def content_hash(self) -> str:
        """Return the SHA-256 of everything it says, so that two prints can be told apart.

        Drawings are left out: they follow from the tables.
        """
        said = asdict(self)
        for exhibit in said["exhibits"]:
            del exhibit["spec"]
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
        return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

"""Reading the files that commands name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cxmaturity.domain.errors import Problem, ProblemsError, RatingsError
from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.rubric import Rubric
from cxmaturity.intake import columns, read_ratings, read_weights


def content(path: str) -> bytes:
    """Return a file's bytes.

    Raises:
        ProblemsError: there is no such file, or it cannot be read.
    """
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        reason = "there is no such file; check the name and the folder."
    except IsADirectoryError:
        reason = "this is a folder; name a file."
    except OSError as error:
        reason = f"it cannot be read ({error.strerror or 'unknown reason'})."
    except ValueError:
        reason = "this is no file name."
    raise ProblemsError([Problem(path, 0, reason)])


@dataclass(frozen=True, slots=True)
class RatingsFile:
    """The ratings of one file; ``has_rounds`` says whether it has a ``round`` column."""

    path: str
    rows: tuple[Rating, ...]
    has_rounds: bool


def ratings(path: str, rubric: Rubric) -> RatingsFile:
    """Return the ratings of a CSV or Parquet file that holds one evaluation.

    Raises:
        RatingsError: the file has problems; all of them are listed.
    """
    data = content(path)
    rows, problems = read_ratings(data, path, rubric)
    names = sorted({row.evaluation for row in rows})
    if len(names) > 1:
        listed = ", ".join(f"“{name}”" for name in names[:5])
        sentence = f"it holds {len(names)} evaluations ({listed}); give each its own file to score it."
        problems = (Problem(path, 0, sentence),)
    if problems:
        raise RatingsError(problems)
    return RatingsFile(path, rows, "round" in columns(data))


def weighted(path: str | None, rubric: Rubric) -> Rubric:
    """Return the rubric with the weights of a CSV file in place of its own; unchanged without a file."""
    if path is None:
        return rubric
    weights, problems = read_weights(content(path), path, rubric)
    if problems:
        raise ProblemsError(problems)
    return rubric.with_weights(weights)

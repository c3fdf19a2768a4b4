"""A small rubric and ratings on disk, and the command line as a function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
import json
from pathlib import Path
from typing import Any

import pytest

from cxmaturity.cli.main import main

RUBRIC = """\
schema: cxmaturity.rubric/1
id: small
version: "1.0.0"
title: Small
purpose: vendor
subject: vendor
scales:
  four: {levels: [{value: 0, id: none, label: "None"}, {value: 2, id: fair, label: "Fair"},
                  {value: 4, id: great, label: "Great"}]}
defaults: {scale: four}
criteria:
  - {id: field, title: Field, weight: 3}
  - {id: goals, title: Goals}
"""
RATINGS = """\
subject,criterion,level,assessor,cycle
North,field,great,ann,Q1
North,goals,fair,ann,Q1
South,field,fair,ann,Q1
South,goals,great,ann,Q1
North,field,fair,ann,Q2
North,goals,fair,ann,Q2
South,field,great,ann,Q2
South,goals,great,ann,Q2
"""


@dataclass(frozen=True)
class Said:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Desk:
    """A folder with files, and commands run in it."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def file(self, name: str, text: str | bytes) -> str:
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    def run(self, *words: str) -> Said:
        self.capsys.readouterr()
        try:
            code = main(words)
        except SystemExit as end:  # argparse ends wrong usage itself
            code = int(end.code or 0)
        said = self.capsys.readouterr()
        return Said(code, said.out, said.err)

    def score(self, *words: str, rubric: str = RUBRIC, ratings: str | bytes = RATINGS) -> Said:
        return self.run("score", self.file("small.yaml", rubric), self.file("small.csv", ratings), *words)


MakeDesk = Callable[[], Desk]


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)

"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
import os
from pathlib import Path

from hypothesis import is_hypothesis_test, settings
import pytest

from tests.databases import Server, programs, running

settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")

TRUTH = Path(__file__).resolve().parents[2] / "shared" / "truth"

Truth = Callable[[str], Path]


@pytest.fixture
def truth() -> Truth:
    """Return the path of a published case; skip where the cases are not beside the project."""

    def path(name: str) -> Path:
        if not (TRUTH / name).exists():
            pytest.skip(f"the published case {name} is not beside this copy of the project")
        return TRUTH / name

    return path


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what only repeats more often, except where time does not matter.

    Property tests are left out of the coverage: what random examples happen to reach proves nothing, and
    watching each line of thousands of them doubles their time.
    """
    for item in items:
        if is_hypothesis_test(getattr(item, "obj", None)):
            item.add_marker(pytest.mark.no_cover)
    if os.environ.get("CI") or "thorough" in config.option.markexpr:
        return
    left_out = pytest.mark.skip(reason="repeats what another test does; run with CI=1 or -m thorough")
    for item in items:
        if "thorough" in item.keywords:
            item.add_marker(left_out)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """Return a PostgreSQL server of this test run; skip where PostgreSQL is not installed."""
    folder = programs()
    if folder is None:
        pytest.skip("PostgreSQL is not installed (Debian: the package 'postgresql')")
    with running(folder) as server:
        yield server

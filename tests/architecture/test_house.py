from __future__ import annotations

import ast
from pathlib import Path
import re

import pytest

from cxmaturity.ui.places import PLACES

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted([*(ROOT / "cxmaturity").rglob("*.py"), *(ROOT / "pages").rglob("*.py")])
LONGEST_MODULE = 300
LONGEST_PAGE = 80
SQL = re.compile(r"\s*(select|insert into|update \w+ set|delete from|with \w+ as)\s")


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_screen_lies_directly_in_pages() -> None:
    """Streamlit would serve such a file without the router, past every guard."""
    assert [path.name for path in (ROOT / "pages").glob("*.py")] == ["__init__.py"]


def test_no_pages_folder_lies_beside_the_main_script() -> None:
    assert not (ROOT / "cxmaturity" / "ui" / "pages").exists()


def test_the_launcher_stays_a_launcher() -> None:
    launcher = ROOT / "app.py"
    if not launcher.exists():
        pytest.skip("app.py is not there yet")
    assert len(launcher.read_text(encoding="utf-8").splitlines()) <= 30


def test_the_router_knows_every_screen_and_every_screen_exists() -> None:
    files = {path.as_posix() for path in (ROOT / "pages").rglob("*.py") if path.name != "__init__.py"}
    assert {Path(place.path).as_posix() for place in PLACES} == files


def test_every_screen_has_its_own_address() -> None:
    assert len({place.name for place in PLACES}) == len(PLACES)


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_no_module_outgrows_its_limit(path: Path) -> None:
    limit = LONGEST_PAGE if path.is_relative_to(ROOT / "pages") else LONGEST_MODULE
    assert len(path.read_text(encoding="utf-8").splitlines()) <= limit


@pytest.mark.parametrize(
    "path", [p for p in SOURCES if "pages" in p.parts and p.name != "__init__.py"], ids=relative
)
def test_a_page_makes_its_four_moves_only(path: Path) -> None:
    """No try, no SQL and no chart grammar in a page; it ends with a bare main()."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Try)]
    assert ast.unparse(tree.body[-1]) == "main()"


@pytest.mark.parametrize("path", [p for p in SOURCES if "store" not in p.parts], ids=relative)
def test_only_the_store_knows_sql(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    assert [text for text in texts if isinstance(text, str) and SQL.match(text)] == []


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_nobodys_text_is_handed_on_as_html(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "unsafe_allow_html" not in text
    assert "st.html(" not in text or path.name == "style.py"


def test_every_environment_variable_is_documented() -> None:
    named = {
        name for path in SOURCES for name in re.findall(r"\bCXMATURITY_[A-Z_]+\b", path.read_text("utf-8"))
    }
    written = "\n".join(
        path.read_text("utf-8") for path in [*(ROOT / "docs").glob("*.md"), *ROOT.glob("*.md")]
    )
    assert {name for name in named if name not in written} == set()


def test_the_bundled_fonts_carry_their_licence() -> None:
    static = ROOT / "cxmaturity" / "ui" / "static"
    assert list(static.glob("*.woff2"))
    assert "SIL Open Font License" in (static / "IBMPlexSans-LICENSE.txt").read_text(encoding="utf-8")


def test_the_configuration_names_no_remote_address() -> None:
    assert "http" not in (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")

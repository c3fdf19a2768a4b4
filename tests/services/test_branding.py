from __future__ import annotations

from pathlib import Path

from PIL import Image
import pytest

from cxmaturity.charts.colour import contrast
from cxmaturity.domain.errors import ProblemsError
from cxmaturity.reports.model import PLAIN_ACCENT, Brand
from cxmaturity.services.branding import ACCENT, COMPANY, LARGEST_LOGO, LOGO, brand_in

PNG = b"\x89PNG\r\n\x1a\n"


def refused(environ: dict[str, str]) -> str:
    with pytest.raises(ProblemsError) as error:
        brand_in(environ)
    return str(error.value)


def test_without_configuration_a_report_is_plain() -> None:
    assert brand_in({}) == Brand("", PLAIN_ACCENT, "")


def test_a_brand_is_taken_from_the_environment(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    Image.new("RGB", (8, 8), "#7A1F5C").save(logo)
    found = brand_in({COMPANY: " Example  Ltd ", ACCENT: "#7A1F5C", LOGO: str(logo)})
    assert (found.company, found.accent) == ("Example Ltd", "#7A1F5C")
    assert found.logo.startswith("data:image/png;base64,")


@pytest.mark.parametrize(("colour", "ratio"), [("#000000", 21.0), ("#FFFFFF", 1.0), ("#767676", 4.54)])
def test_contrast_is_what_the_guideline_says(colour: str, ratio: float) -> None:
    """The three ratios stand in WCAG 2.2's own examples and checkers."""
    assert contrast(colour, "#FFFFFF") == pytest.approx(ratio, abs=0.01)


def test_our_own_accent_can_be_read() -> None:
    assert contrast(PLAIN_ACCENT, "#FFFFFF") >= 4.5


def test_a_colour_that_is_too_pale_is_refused_with_its_contrast() -> None:
    assert "contrast of 1.3" in refused({ACCENT: "#F0E442"})


@pytest.mark.parametrize("colour", ["blue", "#12345", "0072B2", "#0072B2;}body{", "#GGGGGG"])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    assert "is no colour" in refused({ACCENT: colour})


def test_every_flaw_is_named_at_once(tmp_path: Path) -> None:
    text = tmp_path / "logo.svg"
    text.write_text("<svg onload='alert(1)'/>")
    said = refused({COMPANY: "x" * 81, ACCENT: "red", LOGO: str(text)})
    assert [name in said for name in (COMPANY, ACCENT, LOGO)] == [True] * 3


def test_a_logo_that_would_make_pages_heavy_is_refused(tmp_path: Path) -> None:
    heavy = tmp_path / "logo.png"
    heavy.write_bytes(PNG + b"x" * LARGEST_LOGO)
    assert f"at most {LARGEST_LOGO}" in refused({LOGO: str(heavy)})


def test_a_file_that_only_begins_like_a_picture_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "logo.png"
    broken.write_bytes(PNG + b"rubbish")
    assert "can be shown" in refused({LOGO: str(broken)})


def test_a_logo_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "cannot be read" in refused({LOGO: str(tmp_path / "nothing.png")})

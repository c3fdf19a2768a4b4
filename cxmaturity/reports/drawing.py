"""Charts as pictures: SVG for pages and PDF, PNG where nothing else is taken. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
import json
from pathlib import Path
import re
from threading import Lock
from typing import Any, Final
from xml.etree import ElementTree as ET

import vl_convert as vlc

from cxmaturity.charts.theme import FONT

FONTS: Final = Path(__file__).with_name("fonts")
WIDE, NARROW = 680, 330  # px a chart takes on a desk or on paper, and on a phone
KEPT = 48  # drawings, of some 30 KB each
SHARP = 3.0  # pixels of a PNG for each px
SVG = "{http://www.w3.org/2000/svg}"
USELESS = ("pointer-events", "class", "aria-hidden", "aria-roledescription", "role", "aria-label")
MEASURES = {"d", "transform", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "font-size", "points"}
LONG_NUMBER: Final = re.compile(r"-?\d+\.\d{2,}(?:e-?\d+)?")
DEFAULTS = {"opacity": "1", "stroke-miterlimit": "10", "fill-opacity": "1", "font-family": None}

_one_at_a_time = Lock()  # the renderer works on one chart at a time anyway
ET.register_namespace("", SVG[1:-1])


def svg(spec: Mapping[str, Any], alt: str, width: int = WIDE) -> str:
    """Return a chart as SVG with its words for those who do not see it.

    The renderer drops a chart's description and repeats the font at every label; both are put right. What was
    drawn last is kept: a page and its PDFs show the same drawings.
    """
    return _tidied(json.dumps(spec, sort_keys=True), alt, width)


@lru_cache(maxsize=KEPT)
def _tidied(written: str, alt: str, width: int) -> str:
    spec: Mapping[str, Any] = json.loads(written)
    root = ET.fromstring(_drawn(spec, width))  # noqa: S314 - our own renderer's text, not a visitor's
    for element in root.iter():
        _tidy(element)
    root.set("font-family", f"{FONT}, sans-serif")
    root.set("role", "img")
    root.set("aria-label", alt)
    return ET.tostring(root, encoding="unicode")


def png(spec: Mapping[str, Any], width: int = WIDE) -> bytes:
    """Return a chart as a sharp PNG on white."""
    _fonts()
    with _one_at_a_time:
        return vlc.vegalite_to_png(
            _sized(spec, width) | {"background": "white"}, scale=SHARP, allowed_base_urls=[]
        )


def _drawn(spec: Mapping[str, Any], width: int) -> str:
    _fonts()
    with _one_at_a_time:
        return vlc.vegalite_to_svg(_sized(spec, width), allowed_base_urls=[])


def _sized(spec: Mapping[str, Any], width: int) -> dict[str, Any]:
    config = {**spec.get("config", {}), "aria": False}
    return {**spec, "width": width, "config": config, "autosize": {"type": "fit-x", "contains": "padding"}}


def _tidy(element: ET.Element) -> None:
    for name in USELESS:
        element.attrib.pop(name, None)
    for name, usual in DEFAULTS.items():
        if usual is None or element.get(name) == usual:
            element.attrib.pop(name, None)
    for name in MEASURES.intersection(element.attrib):
        element.set(name, LONG_NUMBER.sub(lambda found: f"{float(found[0]):.1f}", element.get(name, "")))
    if element.tag == f"{SVG}path" and not element.get("d"):
        element.attrib.clear()


@cache
def _fonts() -> None:
    """Give the renderer the one family that charts are drawn in; an unknown family draws no text at all."""
    vlc.register_font_directory(str(FONTS))

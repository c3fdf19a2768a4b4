"""Take a picture of every screen: a fresh database with demo data, a real server, a real browser.

`make screenshots` writes them to docs/screenshots; `python docs/screenshots.py FOLDER` writes them elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
import re
import shutil
import socket
import subprocess
import sys
from tempfile import TemporaryDirectory

from demo_rooms import demo_rooms
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from cxmaturity.services.access import owner_key, viewer_for
from cxmaturity.services.application import open_app
from cxmaturity.services.demo import load_demo
from cxmaturity.services.evaluations import evaluation

HERE = Path(__file__).resolve().parent
WIDTHS = {"desktop": (1440, 900), "phone": (390, 844)}
MODES = ("light", "dark")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
COLOURS = 128  # enough for flat pages, and a third of the size
STEADY = 900  # ms after the last element before a picture is taken


def screens(vendors: str, maturity: str, vendor: str) -> dict[str, str]:
    """Return every screen's name with its address; the ids are the demo's evaluations and one vendor."""
    return {
        "home": "/",
        "new": "/new",
        "import": "/imports",
        "rate-list": f"/rate?e={vendors}",
        "rate": f"/rate?e={vendors}&s={vendor}&q=field",
        "result": f"/result?e={vendors}",
        "maturity": f"/result?e={maturity}",
        "progress": f"/progress?e={maturity}",
        "progress-vendors": f"/progress?e={vendors}",
        "programme": f"/programme?e={maturity}",
        "confirm": f"/confirm?e={maturity}",
        "plan": f"/plan?e={maturity}",
        "actions": f"/actions?e={maturity}",
        "action": f"/action?e={maturity}&a=call-back",
        "evidence": f"/evidence?e={maturity}",
        "kpis": f"/kpis?e={maturity}",
        "respondents": f"/respondents?e={maturity}",
        "close": f"/close?e={maturity}",
        "organisation": "/organisation",
        "evaluations": "/evaluations",
        "setup": f"/setup?e={vendors}",
        "library": "/library",
        "rubric": "/rubric?r=innovation-partner",
        "links": "/links",
        "people": "/people",
        "subjects": "/subjects",
        "record": "/record",
        "health": "/health",
    }


def demo_database(path: Path) -> dict[str, str]:
    """Fill a new database with the demo and three workshops; return every screen's name with its address."""
    app = open_app(str(path))
    try:
        viewer = viewer_for(app, owner_key(app))
        if viewer is None:
            raise SystemExit("The owner's key does not open the new database.")
        vendors, maturity, *_ = load_demo(app, viewer)
        vendor = evaluation(app, viewer, vendors).subjects[0].id
        rooms: dict[str, str] = demo_rooms(app, viewer)
        return screens(vendors, maturity, vendor) | rooms
    finally:
        app.close()


@contextmanager
def serving(database: Path) -> Iterator[str]:
    """Run the product on a free port and yield the owner's link."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "cxmaturity", "run", "--no-browser", "--port", str(port)]
    command += ["--database", str(database)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE.parent)  # noqa: S603 - our own words
    try:
        lines = iter(server.stdout.readline, "") if server.stdout else iter(())
        yield next(line.strip() for line in lines if re.search(r"/o/\S+", line))
    finally:
        server.terminate()
        server.wait(timeout=20)


def open_page(browser: Browser, device: str, mode: str, link: str) -> Page:
    """Return a page of one device in one mode, let in by the owner's link."""
    width, height = WIDTHS[device]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if mode == "dark" else "light",
        device_scale_factor=1.5 if device == "phone" else 1,
        has_touch=device == "phone",
        is_mobile=device == "phone",
    )
    page = context.new_page()
    page.goto(link)
    return page


def settle(page: Page) -> None:
    """Wait until the screen has its headline and has stopped working."""
    page.locator("[data-testid=stMainBlockContainer] h1").first.wait_for()
    page.locator("[data-testid=stStatusWidget]").wait_for(state="detached")
    page.wait_for_timeout(STEADY)


def picture(page: Page, path: Path) -> None:
    """Save the whole screen, however long it is."""
    size = page.viewport_size or {"width": 1440, "height": 900}
    long = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], long)})
    page.wait_for_timeout(STEADY)
    page.screenshot(path=path)
    page.set_viewport_size(size)
    with Image.open(path) as drawn:
        drawn.convert("RGB").quantize(COLOURS).save(path, optimize=True)


def main(folder: Path) -> None:
    """Take every screen on every device in every mode."""
    folder.mkdir(parents=True, exist_ok=True)
    executable = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    with TemporaryDirectory() as place, sync_playwright() as playwright:
        database = Path(place) / "demo.duckdb"
        addresses = demo_database(database)
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        with serving(database) as link:
            origin = link.split("/o/")[0]
            for device in WIDTHS:
                for mode in MODES:
                    page = open_page(browser, device, mode, link)
                    for name, address in addresses.items():
                        if device == "phone" and name.startswith("projector"):
                            continue  # the wall is no phone
                        page.goto(origin + address)
                        settle(page)
                        picture(page, folder / f"{name}-{device}-{mode}.png")
                    page.context.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "screenshots")

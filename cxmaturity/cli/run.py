"""``run`` and ``owner-key``: start the app, and get in."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
import os
from pathlib import Path
import signal
import socket
import subprocess
import sys
from time import sleep
from urllib.error import URLError
from urllib.request import urlopen
import webbrowser

from cxmaturity.cli import errand
from cxmaturity.cli.grammar import Commands
from cxmaturity.cli.stored import add_database
from cxmaturity.domain.errors import RefusedError
from cxmaturity.services.access import owner_key
from cxmaturity.services.orders import Order
from cxmaturity.services.places import AT_HOME, BASE_URL, VARIABLE, database_url, full_place
from cxmaturity.store.addresses import shown

LAUNCHER = Path(__file__).resolve().parents[2] / "app.py"
FIRST_PORT, PORTS = 8501, 50
PATIENCE, STEP = 120.0, 0.2
WILDCARDS = {"0.0.0.0", "::"}  # noqa: S104 — recognised, not chosen
LOOPBACK, EVERYWHERE = "127.0.0.1", "0.0.0.0"  # noqa: S104 — only when --lan asks for it


def add_commands(commands: Commands) -> None:
    """Add ``run`` and ``owner-key``."""
    run = commands.add_parser("run", help="start the app, print and open the owner's link")
    run.add_argument("--host", default=None, help="the address to listen on (127.0.0.1)")
    run.add_argument("--port", type=_port, default=None, help="the port (8501, or the next free one)")
    run.add_argument("--lan", action="store_true", help="let other devices on this network in")
    run.add_argument("--no-browser", action="store_true", help="only print the link")
    add_database(run)
    run.set_defaults(command=run_app)
    key = commands.add_parser("owner-key", help="show how to get in, or replace a lost key")
    key.add_argument("--new", action="store_true", help="make a new key; earlier ones stop working")
    add_database(key)
    key.set_defaults(command=show_key)


def show_key(chosen: argparse.Namespace) -> int:
    """Print the owner's key and where it goes."""
    said = errand.done(Order("owner-key", {"new": "yes"} if chosen.new else {}), chosen.database)
    if said.code:
        return errand.told(said)
    address = errand.address_of(chosen.database)
    where = f"{address.rstrip('/') or AT_HOME}/o/{said.out}"
    print(f"The owner's key: {said.out}\nOpen  {where}{'' if address else '  (your own address and port).'}")
    return 0


def run_app(chosen: argparse.Namespace) -> int:
    """Start the app, wait until it answers, print and open the owner's link, and stay until it ends."""
    database = database_url(chosen.database, os.environ)
    host = chosen.host or (EVERYWHERE if chosen.lan else LOOPBACK)
    port = chosen.port or _free_port(host)
    _refuse_taken(host, port)
    with errand.opened(database) as app:
        key, place = owner_key(app), _place(app.place)
    print(f"Database: {shown(place)}\nStarting …", flush=True)
    signal.signal(signal.SIGTERM, _end)
    address = _own_address(chosen, host)
    environment = _environment(place, _url(address, port))
    server = subprocess.Popen(_command(host, port), env=environment, cwd=LAUNCHER.parent)  # noqa: S603 — our own words
    try:
        _wait(server, LOOPBACK if host in WILDCARDS else host, port)
        _tell(address, port, key, is_shown=not chosen.no_browser)
        return server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(server)


def _place(place: str) -> str:
    """Return an address as it is, and the whole path of a file, since the app runs in its own folder.

    Raises:
        RefusedError: the database is in memory, where the app could not find it.
    """
    if place == ":memory:":
        raise RefusedError("The app needs a database file; name one with --database.")
    return full_place(place)


def _command(host: str, port: int) -> list[str]:
    arguments = ["--server.address", host, "--server.port", str(port), "--server.headless", "true"]
    return [sys.executable, "-m", "streamlit", "run", str(LAUNCHER), *arguments]


def _environment(place: str, base_url: str) -> Mapping[str, str]:
    """Return what the app is told: its database and, unless it was said already, how people find it."""
    return {BASE_URL: base_url, **os.environ, VARIABLE: place}


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 1 to 65535")
    return int(text)


def _free_port(host: str) -> int:
    free = (port for port in range(FIRST_PORT, FIRST_PORT + PORTS) if not _is_taken(host, port))
    port = next(free, None)
    if port is None:
        raise RefusedError(
            f"No port from {FIRST_PORT} to {FIRST_PORT + PORTS - 1} is free; name one with --port."
        )
    return port


def _refuse_taken(host: str, port: int) -> None:
    if _is_taken(host, port):
        raise RefusedError(f"Port {port} on {host} cannot be used; another program may hold it. Try --port.")


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _is_taken(host: str, port: int) -> bool:
    try:
        with socket.create_server((host, port), family=_family(host)):
            return False
    except OSError:
        return True


def _family(host: str) -> socket.AddressFamily:
    """Return whether a host is reached by IPv4 or IPv6.

    Raises:
        RefusedError: it is no address of this machine.
    """
    try:
        family = socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM)[0][0]
        with socket.create_server((host, 0), family=family):
            return family
    except (OSError, UnicodeError) as error:
        sentence = f"“{host}” is no address of this machine; leave --host out, or use --lan."
        raise RefusedError(sentence) from error


def _wait(server: subprocess.Popen[bytes], host: str, port: int) -> None:
    """Wait until the app answers.

    Raises:
        RefusedError: it ended first, or did not answer in two minutes.
    """
    for _ in range(int(PATIENCE / STEP)):
        if server.poll() is not None:
            raise RefusedError("The app could not start; the lines above say why.")
        try:
            with urlopen(f"{_url(host, port)}/healthz", timeout=2) as answer:  # noqa: S310 - our own http address
                if answer.status == 200:
                    return
        except (URLError, OSError):
            sleep(STEP)
    raise RefusedError(f"The app did not answer on port {port} in {PATIENCE:.0f} seconds.")


def _own_address(chosen: argparse.Namespace, host: str) -> str:
    """Return the address that a browser can reach: on a LAN the one that leads out of this machine."""
    if host not in WILDCARDS:
        return host
    return lan_address() if chosen.lan else LOOPBACK


def lan_address() -> str:
    """Return this machine's address on its network, 127.0.0.1 where it has none. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address (RFC 5737): only picks the route
            return str(probe.getsockname()[0])
        except OSError:
            return LOOPBACK


def _tell(address: str, port: int, key: str, *, is_shown: bool) -> None:
    link = f"{_url(address, port)}/o/{key}"
    print(f"\nYour link (keep it to yourself):\n\n    {link}\n\nStop with Ctrl+C.", flush=True)
    has_screen = sys.platform in {"win32", "darwin"} or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    if is_shown and has_screen:
        webbrowser.open(link)


def _end(*_: object) -> None:
    """End as by Ctrl+C, so that the app ends too when a service manager stops this process."""
    raise KeyboardInterrupt


def _stop(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()

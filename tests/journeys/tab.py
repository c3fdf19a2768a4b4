"""One browser tab without a browser: it speaks Streamlit's websocket protocol to a running server.

It keeps what a browser would show (the elements by their place), sends taps, runs the page's own timed
fragments and remembers every message, so that a test can read all that was sent and a benchmark can time what
a person waits for.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
import time
from typing import Any, Self
from urllib.parse import urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

Place = tuple[int, ...]
EARLY = ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN
WHOLE = ForwardMsg.ScriptFinishedStatus.FINISHED_SUCCESSFULLY
PATIENCE = 120.0  # seconds for one answer of the server


@dataclass(frozen=True, slots=True)
class Shown:
    """One element as sent: its kind, its protobuf, the fragment that drew it, the run it came with."""

    kind: str
    proto: Any
    fragment: str
    run: int


@dataclass(eq=False)
class Tab:
    """A tab: its cookies, its websocket and what stands on its page."""

    origin: str
    cookies: CookieJar = field(default_factory=CookieJar)
    elements: dict[Place, Shown] = field(default_factory=dict)
    timers: dict[str, tuple[float, int]] = field(default_factory=dict)
    received: list[bytes] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    keeps_messages: bool = False

    def __post_init__(self) -> None:
        self._values: dict[str, tuple[str, Any]] = {}
        self._turn = asyncio.Lock()
        self._run = 0
        self._page, self._query, self._script = "", "", ""
        self._socket: ClientConnection | None = None

    async def open(self, path: str) -> float:
        """Follow an address as a browser does; return the seconds until its page is complete."""
        begun = time.perf_counter()
        opener = build_opener(HTTPCookieProcessor(self.cookies))
        response = await asyncio.to_thread(opener.open, self.origin + path)
        final = urlsplit(response.geturl())
        response.close()
        self._page, self._query, self._script = final.path.strip("/"), final.query, ""
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.cookies)
        self._socket = await connect(
            f"ws://{final.netloc}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]  # a new type of str in the library
            max_size=None,
            open_timeout=PATIENCE,
            ping_interval=None,
            additional_headers={"Cookie": cookies} if cookies else None,
        )
        await self.run()
        return time.perf_counter() - begun

    async def __aenter__(self) -> Self:
        """Hold the tab open."""
        return self

    async def __aexit__(self, *error: object) -> None:
        """Close the tab."""
        await self.close()

    async def close(self) -> None:
        """Close the tab."""
        if self._socket is not None:
            await self._socket.close()

    async def choose(self, option_index: int, place: int = 0) -> float:
        """Tap an option of the page's radio at this place; return the seconds until it is answered."""
        radio = self.all("radio")[place]
        chosen = list(radio.proto.options)[option_index]
        self._values[radio.proto.id] = ("string_value", chosen)
        return await self.run(radio.fragment)

    async def write(self, key: str, text: str) -> float:
        """Type into the field with this key and leave it."""
        field_ = next(shown for shown in self.all("text_input") if shown.proto.id.endswith(f"-{key}"))
        self._values[field_.proto.id] = ("string_value", text)
        return await self.run(field_.fragment)

    async def press(self, key: str) -> float:
        """Press the button with this key."""
        button = next(shown for shown in self.all("button") if shown.proto.id.endswith(f"-{key}"))
        return await self.run(button.fragment, trigger=button.proto.id)

    async def poll(self) -> float:
        """Run every timed fragment of the page once."""
        return sum([await self.run(fragment, timed=True) for fragment in list(self.timers)])

    async def poll_until(self, deadline: float, chance: float) -> list[float]:
        """Run the timed fragments at their own pace; ``chance`` (0–1) says how far the first is off."""
        waits, due = [], dict[str, float]()
        while (now := time.perf_counter()) < deadline:
            for fragment, (interval, _) in list(self.timers.items()):
                if due.setdefault(fragment, now + interval * chance) <= now:
                    due[fragment] = now + interval
                    waits.append(await self.run(fragment, timed=True))
            await asyncio.sleep(0.05)
        return waits

    def all(self, kind: str) -> list[Shown]:
        """Return the elements of a kind, in the order of the page."""
        return [shown for _, shown in sorted(self.elements.items()) if shown.kind == kind]

    def has_button(self, key: str) -> bool:
        """Return whether a button with this key stands on the page."""
        return any(shown.proto.id.endswith(f"-{key}") for shown in self.all("button"))

    def texts(self) -> list[str]:
        """Return what is written on the page: headings, text, captions and notices."""
        return [
            str(getattr(s.proto, "body", "")) for k in ("heading", "markdown", "alert") for s in self.all(k)
        ]

    async def run(self, fragment: str = "", *, timed: bool = False, trigger: str = "") -> float:
        """Ask the server for a run of the page, or of one fragment; return the seconds until it is done."""
        async with self._turn:
            self._run += 1
            begun = time.perf_counter()
            await self._connected().send(self._asked(fragment, timed, trigger).SerializeToString())
            while True:
                data = await asyncio.wait_for(self._connected().recv(), PATIENCE)
                if isinstance(data, bytes) and self._read(data, fragment):
                    return time.perf_counter() - begun

    def _connected(self) -> ClientConnection:
        if self._socket is None:
            raise RuntimeError("open a page first")
        return self._socket

    def _asked(self, fragment: str, timed: bool, trigger: str) -> BackMsg:
        message = BackMsg()
        rerun = message.rerun_script
        rerun.query_string, rerun.page_script_hash = self._query, self._script
        rerun.page_name = "" if self._script else self._page
        rerun.context_info.url = f"{self.origin}/{self._page}"
        rerun.fragment_id, rerun.is_auto_rerun = fragment, timed
        for widget, (kind, value) in self._values.items():
            setattr(rerun.widget_states.widgets.add(id=widget), kind, value)
        if trigger:
            rerun.widget_states.widgets.add(id=trigger).trigger_value = True
        return message

    def _read(self, data: bytes, fragment: str) -> bool:
        """Take one message in; return True where it ends the run."""
        message = ForwardMsg()
        message.ParseFromString(data)
        if self.keeps_messages:
            self.received.append(data)
        match message.WhichOneof("type"):
            case "delta":
                self._keep(message)
            case "auto_rerun":
                self.timers[message.auto_rerun.fragment_id] = message.auto_rerun.interval, self._run
            case "navigation":
                self._script = message.navigation.page_script_hash
            case "page_info_changed":
                self._query = message.page_info_changed.query_string
            case "script_finished":
                return self._finished(message.script_finished, fragment)
        return False

    def _keep(self, message: ForwardMsg) -> None:
        place = tuple(message.metadata.delta_path)
        if message.delta.WhichOneof("type") != "new_element":
            self.elements.pop(place, None)
            return
        element = message.delta.new_element
        kind = element.WhichOneof("type") or ""
        proto = getattr(element, kind) if kind else None
        self.elements[place] = Shown(kind, proto, message.delta.fragment_id, self._run)
        if kind == "exception" and proto is not None:
            self.errors.append(f"{proto.type}: {proto.message}")

    def _finished(self, status: int, fragment: str) -> bool:
        """Forget what this run did not draw again, as a browser does; one that starts over is no end."""
        if status == EARLY:
            return False
        whole = status == WHOLE
        self.elements = {
            place: shown
            for place, shown in self.elements.items()
            if shown.run == self._run or not (whole or shown.fragment == fragment)
        }
        there = {getattr(shown.proto, "id", "") for shown in self.elements.values()}
        self._values = {widget: value for widget, value in self._values.items() if widget in there}
        if whole:
            self.timers = {name: timer for name, timer in self.timers.items() if timer[1] == self._run}
        return True

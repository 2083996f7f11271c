"""People of a deployment's tests: sessions over HTTP, and sockets that come back as the browser does."""

from __future__ import annotations

import asyncio
import json
import ssl
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

Json = dict[str, Any]

#: Seconds that something which happens at once may take on a machine that does other things.
PATIENCE = 90


class Person:
    """A session of their own on `address`; `verify` as for httpx."""

    def __init__(self, address: str, verify: ssl.SSLContext | bool = True) -> None:
        self.address = address
        self.verify = verify
        self.http = httpx.Client(base_url=address, verify=verify, timeout=PATIENCE, headers={"Referer": f"{address}/"})
        self.http.get("/").raise_for_status()

    def cookie(self, name: str) -> tuple[str, str]:
        """A cookie by the end of its name: over https it has a prefix."""
        found = [(cookie.name, cookie.value or "") for cookie in self.http.cookies.jar if cookie.name.endswith(name)]
        return found[0] if found else (name, "")

    def post(self, path: str, body: Json) -> Json:
        answer = self.http.post(path, json=body, headers={"X-CSRFToken": self.cookie("csrftoken")[1]})
        answer.raise_for_status()
        made: Json = answer.json()
        return made

    def new_board(self) -> str:
        return str(self.post("/api/v1/boards/", {"source": "blank", "name": "Shared"})["id"])

    def invited(self, board: str, role: str = "editor") -> Person:
        """Somebody else who came to this person's board by a link."""
        link = self.post(f"/api/v1/boards/{board}/links/", {"role": role})["url"]
        guest = Person(self.address, self.verify)
        guest.http.get(urlsplit(link).path, follow_redirects=True).raise_for_status()
        return guest

    def socket(self, board: str, origin: str = "", **options: Any) -> connect:
        url = f"{self.address.replace('http', 'ws', 1)}/ws/boards/{board}/"
        encryption = {"ssl": self.verify} if isinstance(self.verify, ssl.SSLContext) else {}
        headers = {"Cookie": "=".join(self.cookie("sessionid"))}
        # What nobody reads is kept, not left on the wire: the closing code would wait behind it.
        options = {"origin": origin or self.address, "proxy": None, "max_queue": None, **encryption, **options}
        return connect(url, additional_headers=headers, **options)

    def log(self, board: str) -> list[Json]:
        """All entries of the board's log."""
        entries: list[Json] = []
        while True:
            since = entries[-1]["revision"] if entries else 0
            answer = self.http.get(f"/api/v1/boards/{board}/operations/?since={since}")
            answer.raise_for_status()
            if not (page := answer.json()["operations"]):
                return entries
            entries += page


def eventually(holds: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)


def note(identity: str, label: str = "") -> Json:
    element = {"id": identity, "kind": "command", "label": label or identity, "x": 0, "y": 0}
    return {"op": "add_elements", "elements": [element]}


async def say(wire: ClientConnection, kind: str, **parts: Any) -> None:
    await wire.send(json.dumps({"type": kind, **parts}))


async def hear(wire: ClientConnection, *kinds: str) -> Json:
    """The next frame of one of these types; others are passed over."""
    async with asyncio.timeout(PATIENCE):
        while True:
            frame: Json = json.loads(await wire.recv())
            if frame["type"] in kinds:
                return frame


async def enter(wire: ClientConnection, revision: int | None = 0) -> Json:
    known = {} if revision is None else {"revision": revision}
    await say(wire, "hello", protocol=1, **known)
    return await hear(wire, "hello")


async def closing_code(wire: ClientConnection) -> int:
    """The code with which the server closes; frames before it are passed over."""
    async with asyncio.timeout(PATIENCE):
        try:
            while True:
                await wire.recv()
        except ConnectionClosed:
            return wire.close_code or 0


class Writer:
    """Pushes one note after the other, and what was not acknowledged again after coming back, as the browser does."""

    def __init__(self, person: Person, board: str, name: str) -> None:
        self.person = person
        self.board = board
        self.name = name
        self.acknowledged: list[str] = []
        self.codes: list[int] = []  # with which sockets were closed
        self._waiting: dict[str, Json] = {}
        self._made = 0

    async def write_until(self, stop: asyncio.Event) -> None:
        """Writes until `stop`, then goes on until all is acknowledged."""
        while not stop.is_set() or self._waiting:
            try:
                async with self.person.socket(self.board) as wire:
                    await enter(wire)
                    for identity, operation in self._waiting.items():
                        await say(wire, "push", id=identity, operations=[operation])
                    await self._write(wire, stop)
            except ConnectionClosed as closed:
                self.codes.append(closed.rcvd.code if closed.rcvd else 1006)
            except (InvalidHandshake, OSError, TimeoutError):
                self.codes.append(0)
            await asyncio.sleep(0.05)

    async def _write(self, wire: ClientConnection, stop: asyncio.Event) -> None:
        while not stop.is_set() or self._waiting:
            if not stop.is_set():
                identity = f"{self.name}-{self._made}"
                self._made += 1
                self._waiting[identity] = note(identity)
                await say(wire, "push", id=identity, operations=[self._waiting[identity]])
            while len(self._waiting) > 3 or (stop.is_set() and self._waiting):
                frame = await hear(wire, "ack", "operations", "refuse")
                assert frame["type"] != "refuse", frame
                await say(wire, "received", bytes=len(json.dumps(frame)))
                if frame["type"] == "ack":
                    self._waiting.pop(frame["id"], None)
                    self.acknowledged.append(frame["id"])
            await asyncio.sleep(0.01)

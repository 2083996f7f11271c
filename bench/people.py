"""Twenty people on one board, each with two changes and four cursors a second."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx
from websockets.asyncio.client import ClientConnection, connect

from bench.running import Running, server
from bench.table import Row

PEOPLE = 20
SECONDS = 15.0
CHANGES = 2.0  # a second and person
CURSORS = 4.0


@dataclass
class Measured:
    """Moments of sending by push id; seconds from sending to arriving at each other person, and to the ack."""

    sent: dict[str, float] = field(default_factory=dict)
    delays: list[float] = field(default_factory=list)
    acks: list[float] = field(default_factory=list)
    arrived: dict[int, set[str]] = field(default_factory=dict)

    def delivered(self) -> float:
        """The share of (push, person) pairs that arrived."""
        expected = len(self.sent) * PEOPLE
        return sum(len(seen) for seen in self.arrived.values()) / expected if expected else 0.0


def rows() -> Iterator[Row]:
    with server() as running:
        before = running.memory_mib()
        cpu = _cpu_seconds(running.pid)
        measured = asyncio.run(storm(running))
        used = (_cpu_seconds(running.pid) - cpu) / (SECONDS + 1)
        delays = sorted(measured.delays)
        half, most = statistics.median(delays), delays[int(len(delays) * 0.95)]
        yield Row("changes delivered to everybody", measured.delivered() * 100, "%", 100, "all of them")
        yield Row("hand to the others' eyes, p50", half * 1000, "ms", 35, "aim")
        yield Row("hand to the others' eyes, p95", most * 1000, "ms", half * 1000, "p50")
        yield Row("hand to “saved”, p50", statistics.median(measured.acks) * 1000, "ms", half * 1000, "p50 to eyes")
        yield Row("server's share of a core", used * 100, "%", 100, "a core")
        yield Row("server's memory", running.memory_mib(), "MiB", before, "before they came")


def _cpu_seconds(pid: int) -> float:
    with open(f"/proc/{pid}/stat") as stat:
        parts = stat.read().rsplit(")", 1)[1].split()
    return (int(parts[11]) + int(parts[12])) / 100


async def storm(running: Running) -> Measured:
    """Everybody joins, works for `SECONDS`, and waits a second for what is on its way."""
    board, cookies = await asyncio.to_thread(_people, running.address)
    measured = Measured()
    host = urlsplit(running.address).netloc
    sockets = [
        await connect(
            f"ws://{host}/ws/boards/{board}/",
            additional_headers={"Cookie": cookie},
            origin=f"http://{host}",  # type: ignore[arg-type]
            max_size=None,
            compression=None,
        )
        for cookie in cookies
    ]
    listeners = [asyncio.create_task(_listen(socket, number, measured)) for number, socket in enumerate(sockets)]
    await asyncio.gather(*(_work(socket, number, measured) for number, socket in enumerate(sockets)))
    await asyncio.sleep(1)
    for listener in listeners:
        listener.cancel()
    for socket in sockets:
        await socket.close()
    return measured


def _people(address: str) -> tuple[str, list[str]]:
    """A new board's id, and the cookies of everybody on it."""
    with httpx.Client(base_url=address) as owner:
        owner.get("/")
        token = {"X-CSRFToken": owner.cookies["csrftoken"], "Referer": address}
        board = owner.post("/api/v1/boards/", json={"name": "Storm"}, headers=token).json()["id"]
        link = owner.post(f"/api/v1/boards/{board}/links/", json={"role": "editor"}, headers=token).json()["url"]
    cookies = []
    for _ in range(PEOPLE):
        with httpx.Client(base_url=address) as guest:
            guest.get(urlsplit(link).path)
            cookies.append(f"sessionid={guest.cookies['sessionid']}")
    return str(board), cookies


async def _listen(socket: ClientConnection, number: int, measured: Measured) -> None:
    taken = 0
    async for text in socket:
        now = time.perf_counter()
        taken += len(text)
        frame: dict[str, Any] = json.loads(text)
        if frame["type"] == "operations":
            for entry in frame["entries"]:
                if entry["push"] in measured.sent:
                    measured.arrived.setdefault(number, set()).add(entry["push"])
                    if not entry["push"].startswith(f"{number}-"):
                        measured.delays.append(now - measured.sent[entry["push"]])
        elif frame["type"] == "ack":
            measured.acks.append(now - measured.sent[frame["id"]])
        if taken > 64 * 1024:
            await socket.send(json.dumps({"type": "received", "bytes": taken}))
            taken = 0


async def _work(socket: ClientConnection, number: int, measured: Measured) -> None:
    await socket.send(json.dumps({"type": "hello", "protocol": 1, "revision": 0}))
    await asyncio.sleep(0.5 + number / PEOPLE / CHANGES)
    begin = time.perf_counter()
    change = cursor = 0
    while (elapsed := time.perf_counter() - begin) < SECONDS:
        if change <= elapsed * CHANGES:
            await _change(socket, f"{number}-{change}", measured)
            change += 1
        if cursor <= elapsed * CURSORS:
            await socket.send(json.dumps({"type": "presence", "cursor": {"x": cursor, "y": number}}))
            cursor += 1
        await asyncio.sleep(max(0.0, min(change / CHANGES, cursor / CURSORS) - (time.perf_counter() - begin)))


async def _change(socket: ClientConnection, identity: str, measured: Measured) -> None:
    note = {"id": f"n{identity}", "kind": "domain_event", "label": f"Event {identity}", "x": 0, "y": 0}
    measured.sent[identity] = time.perf_counter()
    push = {"type": "push", "id": identity, "operations": [{"op": "add_elements", "elements": [note]}]}
    await socket.send(json.dumps(push))

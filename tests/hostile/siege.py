"""Attackers on sockets: each sends hostile frames as fast as the server lets them, and reads everything it is told."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from dataclasses import dataclass, field

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.hostile.besieged import SECRET, Besieged
from tests.hostile.frames import Grammar

_TYPES = frozenset({"hello", "operations", "snapshot", "ack", "refuse", "presence", "pong"})
_UNANSWERED = 100  # pushes that an attacker has under way


@dataclass
class Tally:
    """What was sent and what came back; `judged`: pushes that got past the envelope's parser."""

    sent: int = 0
    judged: int = 0
    acknowledged: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    closed: Counter[int] = field(default_factory=Counter)
    leaks: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


class Attacker:
    """One session; its connection is opened again whenever the server has closed it."""

    def __init__(self, besieged: Besieged, cookie: str, name: str, seed: int, tally: Tally) -> None:
        self._url = f"ws://127.0.0.1:{besieged.web.port}/ws/boards/{besieged.attacked}/"
        self._origin = besieged.web.address
        self._cookie = cookie
        self._grammar = Grammar(name, seed)
        self._tally = tally
        self._name = name
        self._free = asyncio.Semaphore(_UNANSWERED)

    async def attack(self, frames: int) -> None:
        """Sends so many frames, over as many connections as it takes."""
        left = frames
        while left > 0:
            try:
                async with connect(
                    self._url,
                    origin=self._origin,  # type: ignore[arg-type]
                    additional_headers={"Cookie": self._cookie},
                    max_size=None,
                    ping_timeout=None,
                    open_timeout=120,
                    compression=None,
                ) as socket:
                    left = await self._storm(socket, left)
            except InvalidStatus as error:
                if error.response.status_code >= 500:
                    raise
                await asyncio.sleep(0.5)

    async def _storm(self, socket: ClientConnection, left: int) -> int:
        self._free = asyncio.Semaphore(_UNANSWERED)
        await socket.send('{"type":"hello","protocol":1}')
        reading = asyncio.create_task(self._read(socket))
        try:
            while left > 0:
                await asyncio.wait_for(self._free.acquire(), 120)
                frame = self._grammar.frame()
                await socket.send(frame)
                self._tally.sent += 1
                left -= 1
                if not (isinstance(frame, str) and frame.startswith('{"type": "push"')):
                    self._free.release()
            await asyncio.sleep(1)  # for the last answers
        except ConnectionClosed:
            self._tally.closed[socket.close_code or 0] += 1
            await asyncio.sleep(0.5)
        finally:
            await socket.close()
            await reading
        return left

    async def _read(self, socket: ClientConnection) -> None:
        taken = 0
        try:
            async for text in socket:
                taken += len(text)
                self._hear(str(text))
                if taken > 64 * 1024:
                    await socket.send(json.dumps({"type": "received", "bytes": taken}))
                    taken = 0
        except ConnectionClosed:
            pass
        for _ in range(_UNANSWERED):  # nobody will answer those any more
            self._free.release()

    def _hear(self, text: str) -> None:
        if SECRET in text:
            self._tally.leaks.append(text[:300])
        frame = json.loads(text)
        if frame["type"] not in _TYPES or not text.isascii():
            self._tally.unknown.append(text[:300])
        if frame["type"] == "ack":
            self._tally.judged += 1
            self._tally.acknowledged += 1
            self._free.release()
        elif frame["type"] == "refuse":
            self._tally.refused[frame["where"] if frame["where"] == "frame" else frame["reason"][:60]] += 1
            self._tally.judged += frame["where"] != "frame"
            self._free.release()


async def storm(besieged: Besieged, attackers: int, frames: int, seed: int) -> Tally:
    """All attack at once until each has sent its part; the server is weighed all along."""
    tally = Tally()
    cookies = [besieged.guest().cookie for _ in range(attackers)]
    attacks = [
        Attacker(besieged, cookie, f"a{number}", seed, tally).attack(frames // attackers)
        for number, cookie in enumerate(cookies)
    ]
    running = asyncio.gather(*attacks)
    while not running.done():
        besieged.weigh()
        await asyncio.wait([running], timeout=0.5)
    await running
    return tally

"""The adaptive tick (rule 8): at once while a board is quiet, gathered into ticks when many people work."""

from __future__ import annotations

import asyncio
import math
from contextlib import suppress

QUIET = 200.0  # frames per second to all clients that need no gathering
BUSY = 8_000.0
SHORTEST, LONGEST = 0.020, 0.028  # seconds
USUAL = 0.002  # seconds by which a process that has breath wakes late
LENIENT = 2.0
LATEST = 0.100  # seconds; where the process is out of breath
EARLY = 0.7  # of the time between two ticks, after which news of another process begins the next one


class Pace:
    """Estimates how many frames a second the room would send without ticks, over about the last second."""

    def __init__(self) -> None:
        self._load = 0.0
        self._at = 0.0
        self._late = 0.0

    def heard(self, messages: int, clients: int, now: float) -> None:
        """`messages` that go to `clients` each came in; `now` in seconds of any steady clock."""
        self._load = self._load * math.exp(self._at - now) + messages * clients
        self._at = now

    def woke(self, late: float) -> None:
        """The room was woken `late` seconds after its time: the process has more to do than it can, which all its rooms
        feel alike. Ticks further apart are fewer transactions and fuller frames, so that it gets its breath back."""
        self._late += (late - self._late) / 8

    def pause(self) -> float:
        """Seconds from one tick to the next."""
        if self._load <= QUIET:
            return 0.0
        share = min(1.0, (self._load - QUIET) / (BUSY - QUIET))
        return min(LATEST, SHORTEST + share * (LONGEST - SHORTEST) + LENIENT * max(0.0, self._late - USUAL))


class Rhythm:
    """When a room's writer works and when it rests."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._pace = Pace()
        self._bell = asyncio.Event()
        self._news = asyncio.Event()
        self._began = loop.time()

    def ring(self) -> None:
        """There is something to do."""
        self._bell.set()

    def heard(self, clients: int) -> None:
        """Something came that is to be told to so many."""
        self._pace.heard(1, clients, self._loop.time())
        self._bell.set()

    def hurry(self) -> None:
        """Another process stored something. It has waited for that one's tick: rooms of one board that follow upon each
        other spare it the wait for another."""
        self._news.set()

    def begin(self) -> None:
        """A tick begins; what comes from now on is for the next."""
        self._began = self._loop.time()
        self._bell.clear()
        self._news.clear()

    async def rest(self) -> None:
        """Until the next tick may begin."""
        pause = self._pace.pause()
        early = self._began + EARLY * pause
        if (wait := early - self._loop.time()) > 0:
            await asyncio.sleep(wait)
            self._pace.woke(self._loop.time() - early)
        await self._until(self._news, self._began + pause)

    async def wait(self, due: float) -> None:
        """Until there is something to do, or the loop's time is `due`."""
        await self._until(self._bell, due)

    async def _until(self, event: asyncio.Event, due: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout_at(max(due, self._loop.time())):
                await event.wait()

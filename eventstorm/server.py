"""uvicorn with a farewell: what was received is stored and acknowledged before the process ends."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType

import uvicorn

from eventstorm import draining

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Farewell:
    """Seconds of each step of ending; rooms drain for `rooms` at most.

    `linger`: kept connections are still answered, each answer saying that it is the last. Longer than a proxy keeps an
    idle connection (deploy/nginx.conf: 2 s), so that none is closed at the moment when a request is sent on it.
    `requests`: those under way may finish. `hasty`: nobody waits for an analysis.
    """

    rooms: float = 10.0
    linger: float = 3.0
    requests: int = 20
    hasty: bool = False

    @property
    def longest(self) -> float:
        return self.rooms + self.linger + self.requests + 5.0


#: On a machine of one's own, Ctrl-C is to be quick.
QUICK = Farewell(linger=0.0, requests=5, hasty=True)


def run_server(listening: socket.socket, farewell: Farewell, started: Callable[[], None] = lambda: None) -> None:
    """Serves on the bound socket until SIGTERM or SIGINT; `started` is called when it answers."""
    from boards.protocol import TRANSPORT_BYTES

    config = uvicorn.Config(
        "eventstorm.asgi:application",
        log_level="warning",
        access_log=False,
        ws="eventstorm.websocket:DirectWebSocket",  # type: ignore[arg-type]
        ws_max_size=TRANSPORT_BYTES,
        # Compressing a frame for every browser anew would cost more than all the rest of sending it.
        ws_per_message_deflate=False,
        ws_ping_timeout=60,  # seconds; a machine that is out of breath is not to lose everybody at once
        # Longer than a proxy keeps an idle connection, for the same reason as `linger`.
        timeout_keep_alive=30,
        timeout_graceful_shutdown=farewell.requests,
        lifespan="off",
        proxy_headers=False,  # eventstorm.forwarded does it, for daphne too
    )
    _collect_less_often()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with suppress(KeyboardInterrupt):  # uvicorn sends its signals again once everything is closed
        _Server(config, farewell, started).run(sockets=[listening])


def _collect_less_often() -> None:
    """A live board is tens of thousands of objects without cycles; looking through them again and again is a tenth of a
    busy server's time. What was loaded by now stays for good and is not looked at any more."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, farewell: Farewell, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._farewell = farewell
        self._tell_started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._tell_started()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        draining.begin()
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        from boards import elsewhere

        draining.begin()
        for server in self.servers:
            server.close()  # whoever waits in the queue of a shared socket is taken by another worker
        if self._farewell.hasty:
            elsewhere.stop(for_good=True)
        await self._drain_rooms()
        await asyncio.sleep(self._farewell.linger)
        await super().shutdown(sockets)
        elsewhere.stop(for_good=True)

    async def _drain_rooms(self) -> None:
        from boards.lobby import drain_all

        try:
            async with asyncio.timeout(self._farewell.rooms):
                await drain_all()
        except TimeoutError:
            _logger.error("Rooms were not drained within %s s; browsers send again.", self._farewell.rooms)

"""What a client still has to take (rule 8): bounded in bytes that the client has not said it took."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from boards.metrics import counts
from boards.wire import encoded

OUTBOX_BYTES = 1024 * 1024


class Outbox:
    """Frames to one client, in order. They are written at once where the server lets us (`write`, see boards/wire.py)
    and the client keeps up; otherwise a task of the client's own sends them, so a slow one holds up nobody.

    daphne takes whatever it is given, so sending says nothing about arriving: bytes count until the client says
    `received`.
    When more than the limit is out, `overflow` is called once and everything after is dropped. A single frame larger
    than the limit is let through when nothing else is out.
    """

    def __init__(
        self,
        send: Callable[[str], Awaitable[None]],
        overflow: Callable[[], None],
        limit: int = OUTBOX_BYTES,
        write: Callable[[bytes], bool] | None = None,
    ) -> None:
        self._send = send
        self._write = write
        self._overflow = overflow
        self._limit = limit
        self._frames: deque[str] = deque()
        self._bell = asyncio.Event()
        self._empty = asyncio.Event()
        self._empty.set()
        self.outstanding = 0
        self.closed = False

    def put(self, frame: str) -> None:
        if self.closed:
            return
        if self.outstanding and self.outstanding + len(frame) > self._limit:
            self.closed = True
            self._frames.clear()
            self._empty.set()
            self._overflow()
            return
        self.outstanding += len(frame)
        counts.frames += 1
        counts.frame_bytes += len(frame)
        if self._write is not None and self._empty.is_set() and self._write(encoded(frame)):
            return
        self._frames.append(frame)
        self._empty.clear()
        self._bell.set()

    def received(self, count: int) -> None:
        """The client took `count` bytes more."""
        self.outstanding = max(0, self.outstanding - count)

    async def emptied(self) -> None:
        """Waits until all that was put has been given to the connection, or the connection is no more."""
        await self._empty.wait()

    async def deliver(self) -> None:
        """Sends what is put, until cancelled or the connection fails."""
        try:
            while True:
                await self._bell.wait()
                self._bell.clear()
                while self._frames:
                    await self._send(self._frames.popleft())
                self._empty.set()
        finally:
            self.closed = True
            self._empty.set()

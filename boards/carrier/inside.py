"""Messages between rooms of one process: between its event loops, and from its threads to them."""

from __future__ import annotations

import asyncio
import itertools
import threading

from boards.carrier.messages import Listening, Message
from boards.carrier.port import Take
from boards.census import CarrierCount
from boards.models import random_id


class Inside:
    """All there is where no Redis is configured; beneath the other carrier, its near side."""

    def __init__(self) -> None:
        self.process = random_id()
        self._lines: dict[str, tuple[InsideLine, ...]] = {}
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)

    def listen(self, board: str, take: Take) -> InsideLine:
        line = self.line(board, take)
        line.take(Listening())
        return line

    def line(self, board: str, take: Take) -> InsideLine:
        with self._lock:
            line = InsideLine(self, board, f"{self.process}.{next(self._numbers)}", take)
            self._lines[board] = (*self._lines.get(board, ()), line)
        return line

    def send(self, board: str, message: Message, besides: InsideLine | None = None) -> None:
        for line in self._lines.get(board, ()):
            if line is not besides:
                line.take(message)

    def listens(self, board: str) -> bool:
        return board in self._lines

    def boards(self) -> tuple[str, ...]:
        """Those that somebody listens to."""
        with self._lock:
            return tuple(self._lines)

    def forget(self, line: InsideLine) -> None:
        with self._lock:
            rest = tuple(other for other in self._lines.get(line.board, ()) if other is not line)
            if rest:
                self._lines[line.board] = rest
            else:
                self._lines.pop(line.board, None)

    def count(self) -> CarrierCount:
        return CarrierCount()

    def close(self) -> None:
        with self._lock:
            self._lines.clear()


class InsideLine:
    def __init__(self, carrier: Inside, board: str, sender: str, take: Take) -> None:
        self.board = board
        self.sender = sender
        self._carrier = carrier
        self._take = take
        self._loop = asyncio.get_running_loop()

    def take(self, message: Message) -> None:
        """Hands the message to the room, from whatever thread; a loop that has ended hears nothing."""
        try:
            self._loop.call_soon_threadsafe(self._take, message)
        except RuntimeError:
            self.close()

    def send(self, message: Message) -> None:
        self._carrier.send(self.board, message, besides=self)

    def close(self) -> None:
        self._carrier.forget(self)

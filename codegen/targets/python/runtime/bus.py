"""The bus: a small port, and its embedded adapter that lives in this process.

An adapter for a broker implements the same four methods. Messages arrive at least once, in sequence
per topic and group; one that fails five times goes to the dead letters and the next one is
delivered.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

Handler = Callable[[bytes], Awaitable[None]]

MOST_TRIES = 5
log = logging.getLogger(__name__)


class Bus(Protocol):
    @property
    def ready(self) -> bool:
        """Whether messages can be published now."""

    def subscribe(self, topic: str, group: str, handler: Handler) -> None:
        """From now on every message on `topic` reaches one handler of each group."""

    async def publish(self, topic: str, key: str, body: bytes) -> None:
        """Returns when the bus has the message; raises when it has not.

        `key` keeps its messages in sequence.
        """

    async def run(self) -> None:
        """Delivers until cancelled."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    topic: str
    group: str
    body: bytes
    error: str


class MemoryBus:
    """All services of one process share one instance. `published` counts messages by topic."""

    def __init__(self) -> None:
        self.dead_letters: list[DeadLetter] = []
        self.published: dict[str, int] = {}
        self._handlers: dict[str, dict[str, Handler]] = {}
        self._waiting: deque[tuple[str, str, bytes]] = deque()
        self._arrived = asyncio.Event()

    @property
    def ready(self) -> bool:
        return True

    def subscribe(self, topic: str, group: str, handler: Handler) -> None:
        self._handlers.setdefault(topic, {})[group] = handler

    async def publish(self, topic: str, key: str, body: bytes) -> None:
        self.published[topic] = self.published.get(topic, 0) + 1
        for group in self._handlers.get(topic, {}):
            self._waiting.append((topic, group, body))
        self._arrived.set()

    async def deliver(self) -> int:
        """Delivers what is waiting; returns how many messages that were."""
        count = 0
        while self._waiting:
            topic, group, body = self._waiting.popleft()
            await self._try(topic, group, body)
            count += 1
        return count

    async def run(self) -> None:
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            await self.deliver()

    async def _try(self, topic: str, group: str, body: bytes) -> None:
        for attempt in range(1, MOST_TRIES + 1):
            try:
                await self._handlers[topic][group](body)
                return
            except Exception as error:  # noqa: BLE001 - poison must not stop what is behind it
                if attempt == MOST_TRIES:
                    log.error("dead letter on %s for %s: %r", topic, group, error)
                    self.dead_letters.append(DeadLetter(topic, group, body, repr(error)))

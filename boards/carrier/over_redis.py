"""Messages between processes, by Redis pub/sub: one channel a board, one subscription a board and process.

A thread of its own with an event loop of its own speaks with Redis, so that a Redis that is slow, hung or gone holds up
no room: to send is to put into a bounded queue. Two connections, whatever the number of rooms: a subscribed one cannot
publish.
"""

from __future__ import annotations

import asyncio
import logging
import random
import threading
from collections import deque
from contextlib import suppress

import uvloop
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from boards.carrier import envelope
from boards.carrier.inside import Inside, InsideLine
from boards.carrier.messages import Listening, Message
from boards.carrier.port import Take
from boards.census import CarrierCount

_logger = logging.getLogger(__name__)

PREFIX = "eventstorm:board:"
QUEUE = 512  # messages that wait to be sent; more are dropped and healed
BATCH = 64  # messages in one round trip
PING_SECONDS = 3.0
SILENCE_SECONDS = 10.0  # not even an answer to a ping: the connection is dead
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0  # seconds between attempts to connect
FAREWELL_SECONDS = 2.0


class RedisCarrier:
    """`sent`, `taken`, `dropped` and `unreadable` count messages since the start."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._key = envelope.seal_key()
        self._inside = Inside()
        self._queue: deque[tuple[str, Message]] = deque()
        self._confirmed: set[str] = set()  # boards whose subscription Redis has confirmed
        self._changed = True  # who listens
        self._rung = False
        self._down = False
        self._ending = False
        self.connected = False
        self.sent = self.taken = self.dropped = self.unreadable = 0
        self._loop: asyncio.AbstractEventLoop = uvloop.new_event_loop()
        self._bell = asyncio.Event()
        self._thread = threading.Thread(target=self._work, name="carrier", daemon=True)
        self._thread.start()

    # From any thread

    def listen(self, board: str, take: Take) -> RedisLine:
        line = RedisLine(self, self._inside.line(board, take))
        self._changed = True
        self._ring()
        if board in self._confirmed:
            line.near.take(Listening())
        return line

    def send(self, board: str, message: Message, besides: InsideLine | None = None) -> None:
        self._inside.send(board, message, besides)
        if self._down or len(self._queue) >= QUEUE:
            self.dropped += 1
        else:
            self._queue.append((board, message))
            self._ring()

    def forget(self, line: InsideLine) -> None:
        self._inside.forget(line)
        self._changed = True
        self._ring()

    def count(self) -> CarrierCount:
        return CarrierCount(self.connected, self.sent, self.taken, self.dropped, self.unreadable)

    def close(self) -> None:
        self._ending = True
        self._rung = False
        self._ring()
        self._thread.join(FAREWELL_SECONDS)
        self._inside.close()

    def _ring(self) -> None:
        if not self._rung:
            self._rung = True
            with suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(self._bell.set)

    # On the carrier's own thread

    def _work(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._keep_connected())

    async def _keep_connected(self) -> None:
        pause = FIRST_PAUSE
        while not self._ending:
            try:
                await self._connection()
            except* _Ended:
                pass
            except* Exception as group:
                pause = FIRST_PAUSE if self.connected else min(LONGEST_PAUSE, pause * 2)
                self._fell(group.exceptions[0])
            if not self._ending:
                await asyncio.sleep(pause * random.uniform(0.5, 1.0))

    def _fell(self, error: BaseException) -> None:
        self.connected = False
        self._confirmed.clear()
        self.dropped += len(self._queue)
        self._queue.clear()
        if not self._down:
            self._down = True
            _logger.warning(
                "Redis does not answer (%s). Boards go on; what other processes store is seen once a second.", error
            )

    async def _connection(self) -> None:
        client = Redis.from_url(
            self._url,
            socket_timeout=SILENCE_SECONDS,
            socket_connect_timeout=SILENCE_SECONDS,
            retry=Retry(NoBackoff(), 0),  # a lost connection is to be noticed: what was said meanwhile is missing
        )
        try:
            async with client.pubsub() as pubsub:
                await pubsub.subscribe(f"eventstorm:process:{self._inside.process}")  # nobody speaks there
                async with asyncio.TaskGroup() as group:
                    group.create_task(self._hear(pubsub))
                    group.create_task(self._speak(client, pubsub))
        finally:
            with suppress(RedisError, OSError, TimeoutError):
                await client.aclose()

    async def _hear(self, pubsub: PubSub) -> None:
        while True:
            heard = await pubsub.get_message(timeout=SILENCE_SECONDS)
            if heard is None:
                raise TimeoutError(f"silent for {SILENCE_SECONDS:.0f} seconds")
            self._stands()
            board = heard["channel"].decode("utf-8", "replace").removeprefix(PREFIX) if heard["channel"] else ""
            if heard["type"] == "subscribe":
                self._confirmed.add(board)
                self._inside.send(board, Listening())
            elif heard["type"] == "message":
                self._take(board, heard["data"])

    def _stands(self) -> None:
        if self._down:
            _logger.warning("Redis answers again.")
        self.connected, self._down = True, False

    def _take(self, board: str, data: bytes) -> None:
        try:
            message = envelope.read(data, self._inside.process, self._key)
        except envelope.Unreadable as error:
            self.unreadable += 1
            if self.unreadable == 1:
                _logger.warning("Something on the channel of board %s is not ours and left out: %s.", board, error)
            return
        if message is not None:
            self.taken += 1
            self._inside.send(board, message)

    async def _speak(self, client: Redis, pubsub: PubSub) -> None:
        subscribed: set[str] = set()
        self._changed = True
        ping_at = self._loop.time() + PING_SECONDS
        while True:
            self._rung = False
            await self._subscribe(pubsub, subscribed)
            while self._queue:
                await self._publish(client)
            if self._ending:
                raise _Ended
            if self._loop.time() >= ping_at:
                await pubsub.ping()
                ping_at = self._loop.time() + PING_SECONDS
            self._bell.clear()
            if not self._rung:
                with suppress(TimeoutError):
                    async with asyncio.timeout_at(ping_at):
                        await self._bell.wait()

    async def _subscribe(self, pubsub: PubSub, subscribed: set[str]) -> None:
        if not self._changed:
            return
        self._changed = False
        wanted = set(self._inside.boards())
        if fresh := sorted(wanted - subscribed):
            await pubsub.subscribe(*(PREFIX + board for board in fresh))
        if stale := sorted(subscribed - wanted):
            self._confirmed.difference_update(stale)
            await pubsub.unsubscribe(*(PREFIX + board for board in stale))
        subscribed.clear()
        subscribed.update(wanted)

    async def _publish(self, client: Redis) -> None:
        pipe = client.pipeline(transaction=False)
        count = 0
        while self._queue and count < BATCH:
            board, message = self._queue.popleft()
            data = envelope.write(message, self._inside.process, self._key)
            if len(data) <= envelope.LARGEST:
                pipe.publish(PREFIX + board, data)
                count += 1
        await pipe.execute()
        self.sent += count


class _Ended(Exception):
    """The carrier was closed."""


class RedisLine:
    """A room's end: the near side, and Redis beyond it."""

    def __init__(self, carrier: RedisCarrier, near: InsideLine) -> None:
        self.near = near
        self.sender = near.sender
        self._carrier = carrier

    def send(self, message: Message) -> None:
        self._carrier.send(self.near.board, message, besides=self.near)

    def close(self) -> None:
        self._carrier.forget(self.near)

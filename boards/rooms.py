"""A room: one board, live, in one process. One writer task owns the board's projection and everything that is sent.

Each tick it stores what arrived in one transaction, then broadcasts, then acknowledges (rule 2), then lets new clients
in, then tells presence. A room whose writer fails closes its sockets (rule 10): the clients come back and send again
what was not acknowledged.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from boards import desk, notices, protocol
from boards.census import RoomCount
from boards.commit import Acknowledged, Stored
from boards.errors import Missing
from boards.live import LiveBoard, Push
from boards.outbox import Outbox
from boards.pace import Pace
from boards.people import Membership
from boards.presence import Presence
from boards.protocol import Close

Json = dict[str, Any]
_logger = logging.getLogger(__name__)

LOOK_SECONDS = 1.0  # between looks at the board's revision and members (rule 9)
GRACE_SECONDS = 30.0  # an empty room stays for those who reload
BATCH = 200  # pushes in one transaction
CATCH_UP = 2_000  # operations; further behind, a snapshot is cheaper
LARGEST_NEWS = 256 * 1024  # bytes; more is fetched over HTTP, where it is compressed and does not fill the outbox


@dataclass(slots=True, eq=False)
class Client:
    """One connection. `hang_up(code)` closes it."""

    member: Membership
    outbox: Outbox
    hang_up: Callable[[int], None]


@dataclass(slots=True)
class _Inbox:
    """What arrived since the last tick."""

    pushes: list[tuple[Client, Push]] = field(default_factory=list)
    entering: list[tuple[Client, int | None]] = field(default_factory=list)


class Room:
    """Made by `boards.lobby`; its methods are called on the event loop and do not wait."""

    def __init__(self, board_id: str, executor: Executor, ended: Callable[[Room], None]) -> None:
        self.board_id = board_id
        self._executor = executor
        self._ended = ended
        self._loop = asyncio.get_running_loop()
        self._live: LiveBoard | None = None
        self._inbox = _Inbox()
        self._bell = asyncio.Event()
        self._clients: list[Client] = []
        self._presence = Presence()
        self._pace = Pace()
        self._looked = 0.0
        self._busy_since_empty = self._loop.time()
        self._writer = asyncio.create_task(self._write(), name=f"room {board_id}")

    # What connections call

    def enter(self, client: Client, revision: int | None) -> None:
        """Lets a client in that has `revision` of the board, None for nothing."""
        self._inbox.entering.append((client, revision))
        self._bell.set()

    def leave(self, client: Client) -> None:
        self._inbox.entering = [waiting for waiting in self._inbox.entering if waiting[0] is not client]
        if client not in self._clients:
            return
        self._clients.remove(client)
        self._busy_since_empty = self._loop.time()
        if not any(other.member.id == client.member.id for other in self._clients):
            self._presence.leave(client.member.id)
        self._bell.set()

    def push(self, client: Client, push: Push) -> None:
        self._inbox.pushes.append((client, push))
        self._pace.heard(1, len(self._clients), self._loop.time())
        self._bell.set()

    def present(self, client: Client, state: Json) -> None:
        if client in self._clients:
            self._presence.update(client.member.id, state)
            self._pace.heard(1, len(self._clients), self._loop.time())
            self._bell.set()

    def ring(self) -> None:
        """Something about the board changed in the database: look at once."""
        self._looked = 0.0
        self._bell.set()

    def count(self) -> RoomCount:
        clients, live = list(self._clients), self._live
        return RoomCount(
            self.board_id,
            live.revision if live else 0,
            len(clients),
            len(self._presence.people),
            len(self._inbox.pushes),
            sum(client.outbox.outstanding for client in clients),
            len(live.model.elements) if live else 0,
        )

    async def close(self) -> None:
        """Ends the room and closes its sockets."""
        self._writer.cancel()
        await asyncio.gather(self._writer, return_exceptions=True)

    # The writer

    async def _write(self) -> None:
        try:
            while not self._deserted():
                await self._tick()
                await asyncio.sleep(self._pace.pause())
                await self._something_to_do()
        except Missing:
            self._hang_up_all(Close.NOT_FOUND)
        except Exception:
            _logger.exception("The writer of room %s failed; its clients will come back.", self.board_id)
        finally:
            self._ended(self)
            self._hang_up_all(Close.TRY_AGAIN)

    async def _something_to_do(self) -> None:
        wait = LOOK_SECONDS if self._clients else GRACE_SECONDS
        try:
            async with asyncio.timeout(max(0.0, self._looked + wait - self._loop.time())):
                await self._bell.wait()
        except TimeoutError:
            pass

    def _deserted(self) -> bool:
        idle = self._loop.time() - self._busy_since_empty
        nobody = not (self._clients or self._inbox.entering or self._inbox.pushes)
        return nobody and idle >= GRACE_SECONDS

    async def _tick(self) -> None:
        self._bell.clear()
        inbox = self._inbox
        self._inbox = _Inbox(inbox.pushes[BATCH:])
        if self._inbox.pushes:
            self._bell.set()
        pushes = inbox.pushes[:BATCH]
        if pushes:
            self._tell(await self._on_desk(desk.store, self._live, self.board_id, [push for _, push in pushes]), pushes)
        if inbox.entering or self._loop.time() - self._looked >= LOOK_SECONDS:
            await self._look()
        for client, revision in inbox.entering:
            await self._let_in(client, revision)
        self._tell_presence()

    async def _on_desk(self, work: Callable[..., Any], *arguments: Any) -> Any:
        return await self._loop.run_in_executor(self._executor, partial(work, *arguments))

    def _tell(self, done: desk.Done, pushes: list[tuple[Client, Push]]) -> None:
        self._live = done.live
        self._broadcast(done.stored)
        for (client, push), answer in zip(pushes, done.stored.answers, strict=True):
            if isinstance(answer, Acknowledged):
                client.outbox.put(protocol.ack(push.id, answer.revision, answer.skipped))
            else:
                client.outbox.put(protocol.refuse(push.id, answer.reason, answer.where))
        if pushes and done.stored.entries:
            notices.announce(self.board_id, besides=self._loop)
        if done.snapshot is not None:
            self._executor.submit(desk.keep_snapshot, done.snapshot)

    def _broadcast(self, stored: Stored) -> None:
        if stored.entries:
            frame = self._news(stored.before, stored.entries)
            for client in self._clients:
                client.outbox.put(frame)

    def _news(self, before: int, entries: Sequence[Json]) -> str:
        """The entries as a frame; where they are many, word that the board is to be fetched as a whole."""
        frame = protocol.operations(before, entries)
        if len(frame) <= LARGEST_NEWS:
            return frame
        return protocol.snapshot(f"/api/v1/boards/{self.board_id}/snapshot/", before + len(entries))

    async def _look(self) -> None:
        """Heals from the database: others' operations, and who is still a member."""
        self._looked = self._loop.time()
        ids = sorted({client.member.id for client in self._clients})
        done, members = await self._on_desk(desk.look, self._live, self.board_id, ids)
        self._tell(done, [])
        for client in list(self._clients):
            now = members.get(client.member.id)
            if now is None or now.role != client.member.role:
                client.hang_up(Close.COME_BACK if now else Close.NOT_FOUND)
                self.leave(client)
            elif now != client.member:
                client.member = now
                self._presence.enter(now)

    async def _let_in(self, client: Client, revision: int | None) -> None:
        assert self._live is not None  # a look precedes
        here = self._live.revision
        others = self._presence.everybody_but(client.member.id)
        client.outbox.put(protocol.hello(here, client.member.to_json(), client.member.capabilities, others))
        if revision is None or revision > here or here - revision > CATCH_UP:
            client.outbox.put(protocol.snapshot(f"/api/v1/boards/{self.board_id}/snapshot/", here))
        elif revision < here:
            entries = await self._on_desk(desk.entries_between, self.board_id, revision, here)
            client.outbox.put(self._news(revision, entries))
        if client not in self._clients and not client.outbox.closed:
            self._clients.append(client)
            self._presence.enter(client.member)

    def _tell_presence(self) -> None:
        people, left = self._presence.take()
        if not people and not left:
            return
        frame = protocol.presence(people, left)
        only = people[0]["id"] if len(people) == 1 and not left else None
        for client in self._clients:
            if client.member.id != only:
                client.outbox.put(frame)

    def _hang_up_all(self, code: Close) -> None:
        waiting = [client for client, _ in self._inbox.entering]
        for client in dict.fromkeys([*self._clients, *waiting]):
            client.hang_up(code)
        self._clients = []
        self._inbox = _Inbox()

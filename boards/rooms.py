"""A room: one board, live, in one process. One writer task owns the board's projection and everything that is sent.

Each tick it stores what arrived in one transaction, then broadcasts, then acknowledges (S2), then lets new clients in,
then tells presence; other processes hear of it by the room's line (S9). A room whose writer fails closes its sockets
(S10): the clients come back and send again what was not acknowledged.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextvars import Context
from dataclasses import replace
from typing import Any

from django.conf import settings

from boards import desk, protocol, tracing
from boards.attendance import Attendance
from boards.carrier import Line, Listening, Look, Message, News, carrier
from boards.census import RoomCount
from boards.circumstances import Circumstances, begin
from boards.clerks import PAUSES, Clerks, Unreachable
from boards.clients import Client
from boards.commit import Acknowledged
from boards.errors import Missing
from boards.inbox import Inbox
from boards.live import LiveBoard, Push
from boards.metrics import counts
from boards.pace import Rhythm
from boards.protocol import Close
from boards.telling import Telling, news_of

Json = dict[str, Any]
_logger = logging.getLogger(__name__)

LOOK_SECONDS = 1.0  # between looks at the board's revision and members (S9)
GRACE_SECONDS = 30.0  # an empty room stays for those who reload
BATCH = 1_000  # pushes in one transaction


class Room:
    """Made by `boards.lobby`; its methods are called on the event loop and do not wait."""

    def __init__(self, board_id: str, clerks: Clerks, ended: Callable[[Room], None]) -> None:
        self.board_id = board_id
        self._clerks = clerks
        self._ended = ended
        self._loop = asyncio.get_running_loop()
        self._live: LiveBoard | None = None
        self._inbox = Inbox()
        self._clients: dict[Client, None] = {}  # in the order in which they came
        self._telling = Telling(board_id)
        self._rhythm = Rhythm(self._loop)
        self._looked = float("-inf")
        self._draining = False
        self._busy_since_empty = self._loop.time()
        self._line: Line = carrier().listen(board_id, self._hear)
        self._attendance = Attendance(self._line)
        self._presence = self._attendance.presence
        self._writer = asyncio.create_task(self._write(), name=f"room {board_id}", context=Context())

    # What connections call

    def enter(self, client: Client, revision: int | None) -> None:
        """Lets a client in that has `revision` of the board, None for nothing; or hangs up when it cannot."""
        if self._draining:
            client.hang_up(Close.RESTART)
        elif len(self._clients) + len(self._inbox.coming) + len(self._inbox.entering) >= settings.ROOM_SOCKETS:
            client.hang_up(Close.FULL)
        else:
            self._inbox.entering.append((client, revision))
            self._rhythm.ring()

    def leave(self, client: Client) -> None:
        self._inbox.withdraw(client)
        if client in self._clients:
            del self._clients[client]
            self._busy_since_empty = self._loop.time()
            self._presence.leave(client.member.id)
            self._rhythm.ring()

    def push(self, client: Client, push: Push, size: int) -> None:
        """`size`: bytes of the frame that brought it."""
        if self._draining:
            return  # without an answer: it is sent again, to another process
        if not self._inbox.put(client, push, size):
            client.hang_up(Close.TRY_AGAIN)
            return
        tracing.push_came(self.board_id, push)
        self._heard()

    def present(self, client: Client, state: Json) -> None:
        if client in self._clients:
            self._presence.update(client.member.id, state)
            self._heard()

    def count(self) -> RoomCount:
        live, behind = self._live, [client.outbox.outstanding for client in list(self._clients)]
        return RoomCount(
            self.board_id,
            live.revision if live else 0,
            len(behind),
            len(self._presence.people),
            len(self._inbox.pushes),
            sum(behind),
            max(behind, default=0),
            len(live.model.elements) if live else 0,
        )

    async def drain(self, seconds: float) -> None:
        """Stores what was received, answers it, and closes the sockets; in `seconds` as far as it gets."""
        self._draining = True
        self._rhythm.ring()
        await asyncio.wait({self._writer}, timeout=seconds)
        self._writer.cancel()
        await asyncio.gather(self._writer, return_exceptions=True)

    # What other rooms of the board say

    def _hear(self, message: Message) -> None:
        match message:
            case News():
                if not self._inbox.put_news(message):
                    self._looked = float("-inf")
                self._rhythm.hurry()
            case Look():
                self._looked = float("-inf")
            case Listening():  # what was said before is missing
                counts.carrier_begun += 1
                self._looked = float("-inf")
                self._attendance.begin()
            case _:
                if not self._attendance.hear(message, self._loop.time()):
                    return
        self._heard()

    def _heard(self) -> None:
        self._rhythm.heard(len(self._clients))

    # The writer

    async def _write(self) -> None:
        begin(Circumstances(board=self.board_id))
        code = Close.TRY_AGAIN
        try:
            while not self._deserted():
                await self._tick()
                if not self._draining:
                    await self._rhythm.rest()
                    await self._rhythm.wait(self._look_due())
            await asyncio.gather(*(client.outbox.emptied() for client in self._clients))
        except Missing:
            code = Close.NOT_FOUND
        except Exception:
            counts.rooms_failed += 1
            _logger.exception("The writer of room %s failed; its clients will come back.", self.board_id)
        finally:
            self._attendance.end()
            self._line.close()
            self._ended(self)
            self._hang_up_all(Close.RESTART if self._draining else code)

    def _look_due(self) -> float:
        """When there is something to do though nothing comes."""
        if self._clients:
            return min(self._looked + LOOK_SECONDS, self._attendance.beat_due)
        return self._looked + GRACE_SECONDS

    def _deserted(self) -> bool:
        """Whether it is time to end: nobody has been here for a while, or nobody is to be here any more."""
        if self._draining:
            return not self._inbox.pushes
        idle = self._loop.time() - self._busy_since_empty
        nobody = not (self._clients or self._inbox.entering or self._inbox.pushes)
        return nobody and idle >= GRACE_SECONDS

    async def _tick(self) -> None:
        self._rhythm.begin()
        arrived = self._inbox.take(BATCH)
        if arrived.more:
            self._rhythm.ring()
        news = self._fresh(arrived.news)
        if arrived.pushes:
            with counts.tick.timed(), tracing.tick(self.board_id, [push for _, push in arrived.pushes]):
                await self._store(news, arrived.pushes)
        elif news and self._live is not None:
            await self._apply(self._live, news)
        if self._inbox.coming or self._loop.time() - self._looked >= LOOK_SECONDS:
            await self._look()
        await self._let_in()
        self._attendance.tell(self._clients, self._loop.time())

    def _fresh(self, news: list[News]) -> list[News]:
        """Those that tell something new; nothing is news to a room that has not loaded its board."""
        here = self._live.revision if self._live else float("inf")
        return [message for message in news if message.after > here]

    async def _apply(self, live: LiveBoard, news: list[News]) -> None:
        done = await self._clerks.do(desk.apply, live, news)
        if done.missing:
            counts.gaps += 1
            self._looked = float("-inf")
        self._take(done)

    async def _store(self, news: list[News], pushes: list[tuple[Client, Push]]) -> None:
        with counts.commit.timed(), tracing.doing("commit", pushes=len(pushes)):
            done = await self._stored(news, [push for _, push in pushes])
        counts.batch.observe(len(pushes))
        frame = self._take(done)
        for (client, push), answer in zip(pushes, done.stored.answers, strict=True):
            if isinstance(answer, Acknowledged):
                client.outbox.put(protocol.ack(push.id, answer.revision, answer.skipped))
            else:
                client.outbox.put(protocol.refuse(push.id, answer.reason, answer.where))
        if (news := news_of(done.stored, frame)) is not None:
            self._line.send(news)

    async def _stored(self, news: list[News], pushes: list[Push]) -> desk.Done:
        """Stores, and once more after the database came back: receipts know what had been stored before."""
        before = self._live.revision if self._live else None
        try:
            return await self._clerks.do(desk.work, self._live, self.board_id, news, pushes)
        except Unreachable as error:
            _logger.warning("Storing to board %s met a database that went away (%s).", self.board_id, error)
        self._live = None
        for pause in PAUSES:
            await asyncio.sleep(pause)
            try:
                return await self._clerks.do(desk.store_again, self.board_id, before, pushes)
            except Unreachable as error:
                _logger.warning("Storing to board %s failed again (%s).", self.board_id, error)
        return await self._clerks.do(desk.store_again, self.board_id, before, pushes)

    def _take(self, done: desk.Done) -> str:
        """The board is as `done` has it, and everybody hears what came to it; the frame, empty for nothing."""
        if self._live is not None and self._live.edition != done.live.edition:
            for client in self._clients:  # what they show was rewritten
                client.outbox.put(self._telling.snapshot(done.live.revision))
        self._live = done.live
        if done.snapshot is not None:
            self._clerks.leave(desk.keep_snapshot, done.snapshot)
        if not done.stored.entries:
            return ""
        frame = self._telling.entries(done.stored.before, done.stored.entries)
        for client in self._clients:
            client.outbox.put(frame)
        return frame

    async def _look(self) -> None:
        """Heals from the database: others' operations, and who is still a member."""
        self._looked = self._loop.time()
        ids = sorted({client.member.id for client in self._clients})
        done, members = await self._clerks.read(desk.look, self._live, self.board_id, ids)
        counts.healed += bool(done.stored.entries)
        self._take(done)
        for client in list(self._clients):
            now = members.get(client.member.id)
            if now is None or now.role != client.member.role:
                client.hang_up(Close.COME_BACK if now else Close.NOT_FOUND)
                self.leave(client)
            elif now != client.member:
                client.member = replace(client.member, name=now.name, colour=now.colour)
                self._presence.rename(now)

    async def _let_in(self) -> None:
        since: dict[int, str] = {}  # those who come back together are mostly at the same revision
        while self._inbox.coming:
            client, revision = self._inbox.coming[0]
            assert self._live is not None  # a look precedes
            here = self._live.revision
            others = self._presence.everybody_but(client.member.id)
            client.outbox.put(protocol.hello(here, client.member.to_json(), client.member.capabilities, others))
            if self._telling.is_far(revision, here):
                client.outbox.put(self._telling.snapshot(here))
            elif revision is not None and revision < here:
                if revision not in since:
                    entries = await self._clerks.read(desk.entries_between, self.board_id, revision, here)
                    since[revision] = self._telling.entries(revision, entries)
                client.outbox.put(since[revision])
            if not self._inbox.comes(client):
                continue  # gone while the database was asked
            self._inbox.coming.popleft()
            if not client.outbox.closed:
                self._clients[client] = None
                self._presence.enter(client.member)

    def _hang_up_all(self, code: Close) -> None:
        waiting = [client for client, _ in (*self._inbox.coming, *self._inbox.entering)]
        for client in dict.fromkeys([*self._clients, *waiting]):
            client.hang_up(code)
        self._clients = {}
        self._inbox = Inbox()

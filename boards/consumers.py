"""The socket of a board: reads frames, hands them to the room, answers what needs no room."""

from __future__ import annotations

import asyncio
from typing import Any

from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from django.db import DatabaseError

from boards import protocol, standing
from boards.askers import Asker, NotRecognised
from boards.circumstances import present
from boards.clerks import Ended
from boards.clients import Client
from boards.errors import Forbidden, Missing
from boards.live import Push
from boards.lobby import lobby
from boards.metrics import counts
from boards.outbox import Outbox
from boards.people import Membership
from boards.permissions import Capability
from boards.protocol import BadFrame, Close
from boards.rooms import Room
from boards.turnstile import ADDRESSES, PERSONS, Purse, Turnstile
from boards.wire import reading, writer

HELLO_SECONDS = 60.0  # a browser says hello at once; the slowest network does within this


class BoardConsumer(AsyncWebsocketConsumer):
    """One connection; `room` and `client` from its first `hello` on."""

    room: Room | None = None
    client: Client | None = None
    member: Membership | None = None
    sending: asyncio.Task[None] | None = None
    waiting: asyncio.TimerHandle | None = None
    watching: asyncio.Task[None] | None = None
    purses: tuple[Purse, ...] = ()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        # The parent waits for a channel layer besides, and tidies database connections, at the price of two tasks and a
        # thread for every frame; this class has neither.
        self.scope, self.base_send = scope, send
        try:
            while True:
                message = await receive()
                await getattr(self, message["type"].replace(".", "_"))(message)
        except StopConsumer:
            pass
        finally:  # however the connection ended
            for purse in self.purses:
                purse.sockets -= 1
            if self.waiting is not None:
                self.waiting.cancel()
            if self.room is not None and self.client is not None:
                self.room.leave(self.client)
            for task in (self.sending, self.watching):
                if task is not None:
                    task.cancel()

    async def connect(self) -> None:
        loop = asyncio.get_running_loop()
        address = (self.scope.get("client") or ("",))[0]
        if not self._enter(ADDRESSES, address, loop.time()):
            await self.close()  # before it was accepted: 403, at hardly any cost
            return
        await self.accept()
        if lobby().closing:
            await self.close(Close.RESTART)
            return
        try:
            asker, member = await lobby().read(self._look_up)
        except (Missing, NotRecognised, Forbidden):
            await self.close(Close.NOT_FOUND)
            return
        except Ended:
            await self.close(Close.RESTART)
            return
        if not self._enter(PERSONS, asker.person, loop.time()):
            await self.close(Close.TOO_MANY)
            return
        self.member = member
        present().member = member.id
        self.outbox = Outbox(self._send_text, lambda: self._hang_up(Close.TOO_SLOW), write=writer(self.scope))
        self.sending = asyncio.create_task(self.outbox.deliver())
        self.waiting = loop.call_later(HELLO_SECONDS, self._hang_up, Close.SILENT)
        if standing.can_end(asker):
            self.watching = asyncio.create_task(self._watch(asker))
        if (read := reading(self.scope)) is not None:
            read(self.take)

    def _enter(self, turnstile: Turnstile, who: str, now: float) -> bool:
        purse = turnstile.enter(who, now)
        if purse is not None:
            self.purses = (*self.purses, purse)
        return purse is not None

    def _look_up(self) -> tuple[Asker, Membership]:
        """Who stands behind the socket, and their membership. Raises `NotRecognised`, `Missing`, `Forbidden`."""
        asker = standing.asker_behind(self.scope)
        member = asker.on(self.scope["url_route"]["kwargs"]["board_id"])
        member.require(Capability.VIEW)
        return asker, member

    async def _watch(self, asker: Asker) -> None:
        """Hangs up when nobody stands behind the socket any more."""
        while True:
            await asyncio.sleep(standing.EVERY)
            try:
                stands = await lobby().read(standing.still_stands, self.scope, asker)
            except DatabaseError:  # nobody can say: whoever comes back is looked at anew
                return self._hang_up(Close.TRY_AGAIN)
            except Ended:
                return self._hang_up(Close.RESTART)
            if not stands:
                return self._hang_up(Close.NOT_FOUND)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        self.take(text_data)

    def take(self, text: str | None) -> None:
        """A frame of the browser's; None for one that is no text."""
        counts.received += 1
        if self.member is None or self.outbox.closed:
            return
        if text is None or len(text) > protocol.TRANSPORT_BYTES:
            self._hang_up(Close.TOO_BIG)
            return
        try:
            frame = protocol.read_frame(text)
            protocol.expect_size(frame, len(text))
        except BadFrame as error:
            frame = None
            self.outbox.put(protocol.refuse(error.push, error.reason, "frame"))
        if not self._spend(frame, len(text)):
            if isinstance(frame, protocol.PresenceFrame):
                return  # the next one tells the same, newer
            self._hang_up(Close.TOO_MANY)
            return
        if frame is not None:
            self._heed(frame, len(text))

    def _spend(self, frame: protocol.Frame | None, size: int) -> bool:
        """Takes what the frame costs from the person's and the address's share."""
        now = asyncio.get_running_loop().time()
        operations = len(frame.operations) if isinstance(frame, protocol.PushFrame) else None
        return all(purse.pay(now, size, operations) for purse in self.purses)

    def _heed(self, frame: protocol.Frame, size: int) -> None:
        assert self.member is not None
        match frame:
            case protocol.Hello(revision):
                if self.client is not None:
                    self.outbox.put(
                        protocol.refuse("", "You have said hello. Open another socket to begin anew.", "frame")
                    )
                else:
                    self._let_wait()
                    self.client = Client(self.member, self.outbox, self._hang_up)
                    self.room = lobby().enter(self.client, revision)
            case protocol.Ping():
                self.outbox.put(protocol.pong())
            case protocol.Received(count):
                self.outbox.received(count)
            case protocol.PushFrame(identity, operations, undo):
                if self.room is None or self.client is None:
                    self.outbox.put(protocol.refuse(identity, "Say hello before pushing.", "frame"))
                elif (reason := self.member.out_of_scope(Capability.COMMENT)) is not None:
                    self.outbox.put(protocol.refuse(identity, reason, "token"))
                else:
                    self.room.push(self.client, Push(identity, self.member.id, operations, undo), size)
            case protocol.PresenceFrame(state):
                if self.room is not None and self.client is not None:
                    self.room.present(self.client, state)

    def _let_wait(self) -> None:
        """Whoever said hello may be silent for as long as they like."""
        if self.waiting is not None:
            self.waiting.cancel()
            self.waiting = None

    async def _send_text(self, text: str) -> None:
        await self.send(text_data=text)

    def _hang_up(self, code: int) -> None:
        """Closes the socket, once; what still comes is not looked at."""
        if self.member is not None:
            self.member = None
            self._closing = asyncio.create_task(self.close(code, protocol.SENTENCES.get(code)))

    async def websocket_disconnect(self, message: dict[str, Any]) -> None:
        raise StopConsumer

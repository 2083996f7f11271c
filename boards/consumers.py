"""The socket of a board: reads frames, hands them to the room, answers what needs no room."""

from __future__ import annotations

import asyncio
from typing import Any

from asgiref.sync import sync_to_async
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer

from boards import protocol
from boards.allowance import Allowance
from boards.errors import Missing
from boards.live import Push
from boards.lobby import lobby
from boards.outbox import Outbox
from boards.people import Membership, membership
from boards.persons import person_of
from boards.protocol import BadFrame, Close
from boards.rooms import Client, Room

#: Frames per second and at once. A browser that comes back from a long time offline sends all it kept.
PUSHES = (200.0, 2_000.0)
HINTS = (120.0, 240.0)  # presence, ping, received, hello
BYTES = (2.0 * 2**20, 16.0 * 2**20)


class BoardConsumer(AsyncWebsocketConsumer):
    """One connection; `room` and `client` from its first `hello` on."""

    room: Room | None = None
    client: Client | None = None
    member: Membership | None = None
    sending: asyncio.Task[None] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> Any:
        try:
            return await super().__call__(scope, receive, send)
        finally:  # however the connection ended
            if self.room is not None and self.client is not None:
                self.room.leave(self.client)
            if self.sending is not None:
                self.sending.cancel()

    async def dispatch(self, message: dict[str, Any]) -> None:
        # The parent tidies database connections here, at the price of a thread for every frame; this class has none.
        await getattr(self, message["type"].replace(".", "_"))(message)

    async def connect(self) -> None:
        await self.accept()
        try:
            self.member = await sync_to_async(self._membership, thread_sensitive=False)()
        except Missing:
            await self.close(Close.NOT_FOUND)
            return
        now = asyncio.get_running_loop().time()
        self.pushes = Allowance(*PUSHES, now)
        self.hints = Allowance(*HINTS, now)
        self.bytes = Allowance(*BYTES, now)
        self.outbox = Outbox(self._send_text, lambda: self._hang_up(Close.TOO_SLOW))
        self.sending = asyncio.create_task(self.outbox.deliver())

    def _membership(self) -> Membership:
        session = self.scope["session"]
        return membership(self.scope["url_route"]["kwargs"]["board_id"], person_of(session))

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.member is None or self.outbox.closed:
            return
        if text_data is None or len(text_data) > protocol.TRANSPORT_BYTES:
            await self.close(Close.TOO_BIG)
            return
        try:
            frame = protocol.read_frame(text_data)
            protocol.expect_size(frame, len(text_data))
        except BadFrame as error:
            frame = None
            self.outbox.put(protocol.refuse(error.push, error.reason, "frame"))
        bucket = self.pushes if isinstance(frame, protocol.PushFrame) else self.hints
        now = asyncio.get_running_loop().time()
        if not self.bytes.spend(now, len(text_data)) or not bucket.spend(now):
            if isinstance(frame, protocol.PresenceFrame):
                return  # the next one tells the same, newer
            await self.close(Close.TOO_MANY)
            return
        if frame is not None:
            self._take(frame)

    def _take(self, frame: protocol.Frame) -> None:
        assert self.member is not None
        match frame:
            case protocol.Hello(revision):
                if self.client is None:
                    self.client = Client(self.member, self.outbox, self._hang_up)
                    self.room = lobby().room(self.member.board)
                    self.room.enter(self.client, revision)
            case protocol.Ping():
                self.outbox.put(protocol.pong())
            case protocol.Received(count):
                self.outbox.received(count)
            case protocol.PushFrame(identity, operations, undo):
                if self.room is None or self.client is None:
                    self.outbox.put(protocol.refuse(identity, "Say hello before pushing.", "frame"))
                else:
                    self.room.push(self.client, Push(identity, self.member.id, operations, undo))
            case protocol.PresenceFrame(state):
                if self.room is not None and self.client is not None:
                    self.room.present(self.client, state)

    async def _send_text(self, text: str) -> None:
        await self.send(text_data=text)

    def _hang_up(self, code: int) -> None:
        if self.member is not None:
            self.member = None
            self._closing = asyncio.create_task(self.close(code))

    async def websocket_disconnect(self, message: dict[str, Any]) -> None:
        raise StopConsumer

"""uvicorn's WebSocket protocol with a shorter way out and in.

A change goes to everybody on a board. Through ASGI each of these frames costs an encoder, a coroutine and the wake-up
of a task, for every browser anew; here the room encodes a frame once and every connection writes the same bytes. What
comes is handed over by a plain call, without a queue and its tasks, since the room only puts it into its inbox; short
texts, which is nearly everything, do not even go through the library's parser (docs/decisions/0013).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.protocol import OPEN

from boards.wire import READ, WRITE
from eventstorm.frames import Splitter, text_of


class DirectWebSocket(WebSocketsSansIOProtocol):
    """Offers two functions among the scope's extensions (boards/wire.py). Needs `ws_per_message_deflate=False`:
    frames go out as they are."""

    _take: Callable[[str], None] | None = None
    _splitter: Splitter | None = None  # where frames begin is known only from the handshake on

    def data_received(self, data: bytes) -> None:
        if self._splitter is None:
            began = self.handshake_initiated
            super().data_received(data)
            if self.handshake_initiated and not began and data.endswith(b"\r\n\r\n"):
                self._splitter = Splitter()
            return
        for piece, mask in self._splitter.feed(data):
            if not mask or not self._hand_over(piece, mask):
                super().data_received(piece)

    def _hand_over(self, frame: bytes, mask: int) -> bool:
        """Whether the text frame could be given to the room at once."""
        if not self._is_direct() or self.conn.state is not OPEN or self.conn.current_size is not None:
            return False
        assert self._take is not None
        try:
            text = text_of(frame, mask)
        except UnicodeDecodeError:
            return False  # the library closes with 1007
        self._take(text)
        return True

    def _is_direct(self) -> bool:
        """Whether the room takes frames, and none before waits in ASGI's queue."""
        return self._take is not None and not self.close_sent and self.queue.empty()

    def handle_connect(self, event: Any) -> None:
        super().handle_connect(event)
        if not self.close_sent:
            self.scope["extensions"] |= {WRITE: self.write_frame, READ: self.read_frames}  # type: ignore[operator]

    def write_frame(self, frame: bytes) -> bool:
        """False when the browser does not keep up or the connection is closing: the caller waits its turn by ASGI."""
        if not self.writable.is_set() or not self.handshake_complete or self.close_sent or self.transport.is_closing():
            return False
        self.transport.write(frame)
        return True

    def read_frames(self, take: Callable[[str], None]) -> None:
        """From now on `take` is called with the text of each frame, unless earlier ones still wait in ASGI's queue."""
        self._take = take

    def handle_text(self, event: Any) -> None:
        """A text that went through the library: a long one."""
        if not event.fin or not self._is_direct():
            super().handle_text(event)
            return
        assert self._take is not None
        try:
            text = bytes(event.data).decode()
        except UnicodeDecodeError:
            super().handle_text(event)  # which closes with 1007
            return
        self._take(text)

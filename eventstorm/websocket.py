"""uvicorn's WebSocket protocol with a shorter way out and in.

A change goes to everybody on a board. Through ASGI each of these frames costs an encoder, a coroutine and the wake-up
of a task, for every browser anew; here the room encodes a frame once and every connection writes the same bytes. What
comes is handed over by a plain call, without a queue and its tasks, since the room only puts it into its inbox
(docs/decisions/0013).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from boards.wire import READ, WRITE


class DirectWebSocket(WebSocketsSansIOProtocol):
    """Offers two functions among the scope's extensions (boards/wire.py). Needs `ws_per_message_deflate=False`:
    frames go out as they are."""

    _take: Callable[[str], None] | None = None

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
        if self._take is None or not event.fin or self.close_sent or not self.queue.empty():
            super().handle_text(event)
            return
        try:
            text = bytes(event.data).decode()
        except UnicodeDecodeError:
            super().handle_text(event)  # which closes with 1007
            return
        self._take(text)

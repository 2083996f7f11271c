"""uvicorn's WebSocket protocol with a shorter way out.

A change goes to everybody on a board. Through ASGI each of these frames costs an encoder, a coroutine and the wake-up
of a task, for every browser anew; here the room encodes a frame once and every connection writes the same bytes. That
is half of what sending costs (docs/decisions/0013).
"""

from __future__ import annotations

from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from boards.wire import WRITE


class DirectWebSocket(WebSocketsSansIOProtocol):
    """Offers `extensions["eventstorm.write"]`. Needs `ws_per_message_deflate=False`: frames go out as they are."""

    def handle_connect(self, event: Any) -> None:
        super().handle_connect(event)
        if not self.close_sent:
            self.scope["extensions"][WRITE] = self.write_frame  # type: ignore[typeddict-unknown-key]

    def write_frame(self, frame: bytes) -> bool:
        """False when the browser does not keep up or the connection is closing: the caller waits its turn by ASGI."""
        if not self.writable.is_set() or not self.handshake_complete or self.close_sent or self.transport.is_closing():
            return False
        self.transport.write(frame)
        return True

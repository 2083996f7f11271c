"""A process that is about to end: it says so, takes no new sockets, and keeps no connection longer than an answer."""

from __future__ import annotations

from typing import Any

SERVICE_RESTART = 1012  # RFC 6455's registry: the browser comes back at once, to another process

_begun = False


def begin() -> None:
    """From now on `/readyz` answers 503, and answers end their connections. May be called by a signal's handler."""
    global _begun
    _begun = True


def begun() -> bool:
    return _begun


class Draining:
    """ASGI application around all others."""

    def __init__(self, application: Any) -> None:
        self._application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await self._application(scope, receive, _ending(send))
        elif scope["type"] == "websocket" and begun():
            await send({"type": "websocket.close", "code": SERVICE_RESTART})
        else:
            await self._application(scope, receive, send)


def _ending(send: Any) -> Any:
    """A client that keeps its connection is told to make the next one elsewhere."""

    async def send_and_end(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start" and begun():
            message = {**message, "headers": [*message.get("headers", []), (b"connection", b"close")]}
        await send(message)

    return send_and_end

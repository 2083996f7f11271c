"""Bounds what a request may carry before anything of it is kept: Django writes whole bodies to disk first."""

from __future__ import annotations

import json
from typing import Any


class BodyLimit:
    """ASGI application: hands on requests whose body has a known length of at most `largest` bytes; answers others."""

    def __init__(self, application: Any, largest: int) -> None:
        self._application = application
        self._largest = largest

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        headers = dict(scope["headers"]) if scope["type"] == "http" else {}
        length = headers.get(b"content-length", b"0")
        if b"transfer-encoding" in headers:
            await _answer(send, 411, "The request does not say how long it is.", "Send Content-Length.")
        elif not length.isdigit() or int(length) > self._largest:
            limit = self._largest // 2**20
            await _answer(
                send, 413, f"The request is larger than {limit} MiB.", "Split the board, or send less at once."
            )
        else:
            await self._application(scope, receive, send)


async def _answer(send: Any, status: int, what: str, do: str) -> None:
    body = json.dumps({"error": {"what": what, "where": "body", "do": do}}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % len(body)),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})

"""Around the application: every request and socket gets an id, is counted, logged and traced."""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any

from boards.circumstances import Circumstances, begin
from boards.metrics import counts
from eventstorm.telemetry.logs import ACCESS, scrubbed
from eventstorm.telemetry.refusals import REFUSALS
from eventstorm.telemetry.requests import REQUESTS
from eventstorm.telemetry.spans import request_span

_access = logging.getLogger(ACCESS)
_BOARD = re.compile(r"/boards/([\w-]{1,60})/")
_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{8,64}")

#: Where `RouteSeen` leaves the template of the address.
SEEN = "eventstorm.seen"


@dataclass(slots=True)
class Seen:
    """What became of a request. `route`: the template of its address, never the address itself."""

    route: str = ""
    status: int = 0
    bytes: int = 0


class Observed:
    """ASGI application. Stands inside `Forwarded`, which knows the client and whether a proxy of ours speaks."""

    def __init__(self, application: Any, static_url: str) -> None:
        self._application = application
        self._static = static_url

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await self._request(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        else:
            await self._application(scope, receive, send)

    async def _request(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        now = circumstances_of(scope)
        begin(now)
        seen = Seen(route="static" if scope["path"].startswith(self._static) else "")
        identity = (b"x-request-id", now.request.encode())

        def told(message: dict[str, Any]) -> Awaitable[None]:
            if message["type"] == "http.response.start":
                seen.status = message["status"]
                message = {**message, "headers": [*message.get("headers", ()), identity]}
            else:
                seen.bytes += len(message.get("body", b""))
            sent: Awaitable[None] = send(message)
            return sent

        began = time.perf_counter()
        with request_span(scope) as span:
            try:
                await self._application({**scope, SEEN: seen}, receive, told)
            finally:
                seconds = time.perf_counter() - began
                route = seen.route or "unknown"
                REQUESTS.add(scope["method"], route, seen.status, seconds)
                REFUSALS.request(seen.status, route, now)
                span.finish(scope["method"], route, seen.status, now)
                _log(scope, now, seen, seconds)

    async def _socket(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        now = circumstances_of(scope)
        begin(now)
        code, accepted = 0, False

        def told(message: dict[str, Any]) -> Awaitable[None]:
            nonlocal code, accepted
            accepted = accepted or message["type"] == "websocket.accept"
            if message["type"] == "websocket.close":
                code = code or message.get("code") or 1000
            sent: Awaitable[None] = send(message)
            return sent

        async def heard() -> dict[str, Any]:
            nonlocal code
            message: dict[str, Any] = await receive()
            if message["type"] == "websocket.disconnect":
                code = code or message.get("code") or 1005
            return message

        began = time.perf_counter()
        try:
            await self._application(scope, heard, told)
        finally:
            counts.closes[code] = counts.closes.get(code, 0) + 1
            REFUSALS.socket(code if accepted else 403, now)
            if _access.isEnabledFor(logging.INFO):
                seconds = round(time.perf_counter() - began, 3)
                fields = {"path": scrubbed(scope["path"]), "code": code, "seconds": seconds}
                _access.info("Socket of %s closed with %s.", fields["path"], code, extra={"fields": fields})


def circumstances_of(scope: dict[str, Any]) -> Circumstances:
    """The id comes from one of our proxies, where it sends a well-formed one; else it is made here."""
    sent = [value for name, value in scope["headers"] if name == b"x-request-id"]
    trusted = scope.get("by_our_proxy") and len(sent) == 1 and _REQUEST_ID.fullmatch(sent[0])
    board = _BOARD.search(scope["path"])
    return Circumstances(
        request=sent[0].decode() if trusted else os.urandom(8).hex(),
        address=(scope.get("client") or ("",))[0],
        board=board[1] if board else "",
    )


def _log(scope: dict[str, Any], now: Circumstances, seen: Seen, seconds: float) -> None:
    if not _access.isEnabledFor(logging.INFO):
        return
    path = scrubbed(scope["path"])
    fields = {"method": scope["method"], "path": path, "route": seen.route, "status": seen.status}
    fields |= {"seconds": round(seconds, 4), "bytes": seen.bytes, "address": now.neighbourhood}
    _access.info("%s %s %s", scope["method"], path, seen.status, extra={"fields": fields})

"""Addresses that no database can look up are refused before anybody tries: those with the character NUL in them."""

from __future__ import annotations

import json
from typing import Any

from channels.security.websocket import WebsocketDenier

_TOLD = {"what": "There is nothing at this address.", "where": "", "do": "Check the address."}
_BODY = json.dumps({"error": _TOLD}).encode()
_HEADERS = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(_BODY))]


class PlainAddresses:
    """ASGI application: 404 for a request, 403 for a socket at an address with NUL; hands on everything else."""

    def __init__(self, application: Any) -> None:
        self._application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if "\0" not in scope["path"]:
            await self._application(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebsocketDenier()(scope, receive, send)
        else:
            await send({"type": "http.response.start", "status": 404, "headers": _HEADERS})
            await send({"type": "http.response.body", "body": _BODY})

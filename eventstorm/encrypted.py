"""Programs that come without encryption are refused instead of redirected: a redirect would hide for ever that a token
travels in the clear. Pages are redirected (`SECURE_SSL_REDIRECT`), since people type addresses without a scheme."""

from __future__ import annotations

import json
from typing import Any

_FOR_PROGRAMS = ("/api/",)
_TOLD = {
    "what": "This address is for https only. What was sent was not encrypted.",
    "where": "scheme",
    "do": "Use https, and replace the token that you sent.",
}
_BODY = json.dumps({"error": _TOLD}).encode()
_HEADERS = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(_BODY))]


class EncryptedOnly:
    """ASGI application: 403 for what is for programs and came by plain http; hands on everything else."""

    def __init__(self, application: Any, https: bool) -> None:
        self._application = application
        self._https = https

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if self._https and scope.get("scheme") == "http" and scope["path"].startswith(_FOR_PROGRAMS):
            await send({"type": "http.response.start", "status": 403, "headers": _HEADERS})
            await send({"type": "http.response.body", "body": _BODY})
        else:
            await self._application(scope, receive, send)

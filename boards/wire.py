"""The short way between a connection and its room, for servers that have one (eventstorm/websocket.py)."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

#: In a scope's `extensions`: writes a whole frame at once, or says that the browser does not keep up.
WRITE = "eventstorm.write"
#: Likewise: calls a function with the text of each frame that comes from now on.
READ = "eventstorm.read"


def writer(scope: dict[str, Any]) -> Callable[[bytes], bool] | None:
    """The server's short way out for this connection, where it has one."""
    found: Callable[[bytes], bool] | None = (scope.get("extensions") or {}).get(WRITE)
    return found


def reading(scope: dict[str, Any]) -> Callable[[Callable[[str], None]], None] | None:
    """How to hear of frames without waiting for them, where the server has that."""
    found: Callable[[Callable[[str], None]], None] | None = (scope.get("extensions") or {}).get(READ)
    return found


@lru_cache(maxsize=8)
def encoded(text: str) -> bytes:
    """A final text frame without a mask (RFC 6455, 5.2). What goes to everybody on a board is encoded once."""
    payload = text.encode()
    size = len(payload)
    if size < 126:
        return bytes((0x81, size)) + payload
    if size < 2**16:
        return b"\x81\x7e" + size.to_bytes(2, "big") + payload
    return b"\x81\x7f" + size.to_bytes(8, "big") + payload

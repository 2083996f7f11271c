"""Closing codes under daphne: its WebSocket library lets an application send 1000 and 3000 to 4999 and nothing else.

The protocol's 1009, 1012 and 1013 are registered codes that servers do send (RFC 6455, 7.4), and codes of `boards` are
an enumeration; with either, daphne raised and left the socket open. Its frame-writing method takes them all.
"""

from __future__ import annotations

import sys
from typing import Any

NORMAL = 1000


def speak_under_daphne() -> None:
    """To be called when the application is loaded; does nothing under other servers."""
    if (loaded := sys.modules.get("daphne.ws_protocol")) is not None:
        loaded.WebSocketProtocol.serverClose = _close
        loaded.WebSocketProtocol.failByDrop = False  # a frame that is too big is answered with 1009, not with silence


def _close(socket: Any, code: int | None = None) -> None:
    socket.sendCloseFrame(code=NORMAL if code is None else int(code))

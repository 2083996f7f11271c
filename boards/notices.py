"""“Look at this board”: a hint from whoever stored something to the rooms that show it.

Inside the process it rings the rooms of every event loop. A lost hint costs nothing but time: rooms look by themselves
once a second (rule 9), which is also how processes without a common broker learn of each other's operations.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from weakref import WeakKeyDictionary

_listeners: WeakKeyDictionary[asyncio.AbstractEventLoop, Callable[[str], None]] = WeakKeyDictionary()
_lock = threading.Lock()


def listen(loop: asyncio.AbstractEventLoop, ring: Callable[[str], None]) -> None:
    """`ring(board_id)` will be called on `loop`."""
    with _lock:
        _listeners[loop] = ring


def announce(board_id: str, besides: asyncio.AbstractEventLoop | None = None) -> None:
    """To be called after the commit, from any thread. `besides`: the loop of the room that already knows."""
    with _lock:
        listeners = list(_listeners.items())
    for loop, ring in listeners:
        if loop is not besides and not loop.is_closed():
            try:
                loop.call_soon_threadsafe(ring, board_id)
            except RuntimeError:  # the loop closed in between
                continue

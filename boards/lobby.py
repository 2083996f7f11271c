"""The rooms of an event loop: made when somebody comes, gone when they have been empty for a while."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from weakref import WeakKeyDictionary

from boards import notices
from boards.census import Census, RoomCount
from boards.rooms import Room

#: Threads that talk to the database for all rooms together. SQLite lets one write at a time anyway.
THREADS = min(8, 2 + (os.cpu_count() or 1))


class Lobby:
    """One per event loop; see `lobby()`."""

    def __init__(self) -> None:
        self._rooms: dict[str, Room] = {}
        self._executor = ThreadPoolExecutor(THREADS, thread_name_prefix="room")
        notices.listen(asyncio.get_running_loop(), self._ring)

    def room(self, board_id: str) -> Room:
        """The board's room in this loop."""
        if board_id not in self._rooms:
            self._rooms[board_id] = Room(board_id, self._executor, self._forget)
        return self._rooms[board_id]

    def count(self) -> tuple[RoomCount, ...]:
        return tuple(room.count() for room in list(self._rooms.values()))

    async def close(self) -> None:
        """Ends all rooms; waits for what they were storing."""
        for room in list(self._rooms.values()):
            await room.close()
        await asyncio.to_thread(self._executor.shutdown)

    def _forget(self, room: Room) -> None:
        if self._rooms.get(room.board_id) is room:
            del self._rooms[room.board_id]

    def _ring(self, board_id: str) -> None:
        if board_id in self._rooms:
            self._rooms[board_id].ring()


_lobbies: WeakKeyDictionary[asyncio.AbstractEventLoop, Lobby] = WeakKeyDictionary()


def lobby() -> Lobby:
    """The running loop's lobby."""
    loop = asyncio.get_running_loop()
    if loop not in _lobbies:
        _lobbies[loop] = Lobby()
    return _lobbies[loop]


def census() -> Census:
    """What is live in this process; from any thread, at the price of a glance at each client."""
    return Census(tuple(count for known in list(_lobbies.values()) for count in known.count()))


async def drain_all() -> None:
    """For the end of the process: stores and acknowledges what was received, then closes the sockets (1012)."""
    if (known := _lobbies.get(asyncio.get_running_loop())) is not None:
        await known.close()

"""The rooms of an event loop: made when somebody comes, gone when they have been empty for a while."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from boards.carrier import carrier
from boards.census import Census, RoomCount
from boards.clerks import Clerks
from boards.clients import Client
from boards.protocol import Close
from boards.rooms import Room

P = ParamSpec("P")
R = TypeVar("R")

#: For storing, answering and closing when the process ends; shorter than eventstorm.server's farewell to rooms.
DRAIN_SECONDS = 8.0


class Lobby:
    """One per event loop; see `lobby()`."""

    def __init__(self) -> None:
        self._rooms: dict[str, Room] = {}
        self._clerks = Clerks()
        self._closing = False

    def enter(self, client: Client, revision: int | None) -> Room | None:
        """The room of the client's board, which lets it in; None when this process is about to end."""
        if self._closing:
            client.hang_up(Close.RESTART)
            return None
        board_id = client.member.board
        if board_id not in self._rooms:
            self._rooms[board_id] = Room(board_id, self._clerks, self._forget)
        self._rooms[board_id].enter(client, revision)
        return self._rooms[board_id]

    @property
    def closing(self) -> bool:
        return self._closing

    async def read(self, work: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> R:
        """`work`, which reads from the database, on a thread whose connections are looked after."""
        return await self._clerks.read(work, *arguments, **named)

    def count(self) -> tuple[RoomCount, ...]:
        return tuple(room.count() for room in list(self._rooms.values()))

    async def close(self) -> None:
        """Takes nothing any more, stores and acknowledges what was received, closes the sockets (1012), and leaves no
        thread and no database connection behind."""
        self._closing = True
        await asyncio.gather(*(room.drain(DRAIN_SECONDS) for room in list(self._rooms.values())))
        await self._clerks.close()

    def _forget(self, room: Room) -> None:
        if self._rooms.get(room.board_id) is room:
            del self._rooms[room.board_id]


_lobbies: WeakKeyDictionary[asyncio.AbstractEventLoop, Lobby] = WeakKeyDictionary()


def lobby() -> Lobby:
    """The running loop's lobby."""
    loop = asyncio.get_running_loop()
    if loop not in _lobbies:
        _lobbies[loop] = Lobby()
    return _lobbies[loop]


def census() -> Census:
    """What is live in this process; from any thread, at the price of a glance at each client."""
    rooms = tuple(count for known in list(_lobbies.values()) for count in known.count())
    return Census(rooms, carrier().count())


async def drain_all() -> None:
    """For the end of the process: stores and acknowledges what was received, then closes the sockets (1012)."""
    if (known := _lobbies.get(asyncio.get_running_loop())) is not None:
        await known.close()

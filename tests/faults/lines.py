"""Lines between people and web processes: TCP proxies that can be cut, delayed, slowed down and made to swallow."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import socket
import struct
import termios
import threading
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, TypeVar

T = TypeVar("T")
CHUNK = 64 * 1024
#: What the kernel keeps for us of what a process sends: little, so that a slow reader is felt where it is sent.
KERNEL_BYTES = 64 * 1024
PATIENCE = 10.0  # seconds for a connection to a process; it may be starting


@dataclass(eq=False)
class _Connection:
    """A person's socket and the one to the process, with what carries the bytes."""

    near: socket.socket
    far: socket.socket | None = None
    tasks: list[asyncio.Task[None]] = field(default_factory=list)


@dataclass
class Weather:
    """What happens to bytes on a line. `delay` seconds for each chunk, either way; `slowness` seconds after each few
    bytes towards the person; `swallows`: what comes from the process is lost."""

    delay: float = 0.0
    slowness: float = 0.0
    swallows: bool = False
    delayed: int = 0
    swallowed: int = 0


class Line:
    """One person's way to the processes on `ports`, which take turns; one that does not listen is passed over."""

    def __init__(self, network: Network, ports: Sequence[int], turn: int) -> None:
        self._network = network
        self._ports = ports
        self._turn = turn
        self.weather = Weather()
        self._connections: set[_Connection] = set()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.setblocking(False)
        self.origin = f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    async def serve(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            near, _ = await loop.sock_accept(self._listening)
            connection = _Connection(near)
            self._connections.add(connection)
            connection.tasks.append(loop.create_task(self._carry(connection)))

    def cut(self) -> int:
        """Resets all connections; returns how many there were."""

        async def cutting() -> int:
            there = [connection for connection in self._connections if connection.far is not None]
            for connection in list(self._connections):
                self._break(connection)
            return len(there)

        return self._network.call(cutting())

    def waiting_bytes(self) -> int:
        """What processes have sent and the line has not taken yet."""

        async def counting() -> int:
            return sum(_unread(connection.far) for connection in self._connections if connection.far is not None)

        return self._network.call(counting())

    async def _carry(self, connection: _Connection) -> None:
        try:
            connection.far = await self._reach()
            out = asyncio.create_task(self._pump(connection.near, connection.far, towards_person=False))
            back = asyncio.create_task(self._pump(connection.far, connection.near, towards_person=True))
            connection.tasks += [out, back]
            await asyncio.wait([out, back], return_when=asyncio.FIRST_COMPLETED)
        except OSError:
            pass  # no process listens: the person is told by the reset
        finally:
            self._break(connection)

    async def _reach(self) -> socket.socket:
        loop = asyncio.get_running_loop()
        self._turn += 1
        for attempt in range(len(self._ports)):
            far = socket.socket()
            far.setblocking(False)
            far.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, KERNEL_BYTES)
            far.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                port = self._ports[(self._turn + attempt) % len(self._ports)]
                await asyncio.wait_for(loop.sock_connect(far, ("127.0.0.1", port)), PATIENCE)
                return far
            except OSError:  # a time-out is one
                far.close()
        raise ConnectionRefusedError("no process listens")

    async def _pump(self, source: socket.socket, sink: socket.socket, towards_person: bool) -> None:
        loop = asyncio.get_running_loop()
        weather = self.weather
        with contextlib.suppress(OSError):
            while data := await loop.sock_recv(source, 512 if towards_person and weather.slowness else CHUNK):
                if weather.delay:
                    weather.delayed += len(data)
                    await asyncio.sleep(weather.delay)
                if towards_person and weather.slowness:
                    await asyncio.sleep(weather.slowness)
                if towards_person and weather.swallows:
                    weather.swallowed += len(data)
                else:
                    await loop.sock_sendall(sink, data)

    def _break(self, connection: _Connection) -> None:
        if connection not in self._connections:
            return
        self._connections.discard(connection)
        for task in connection.tasks:
            if task is not asyncio.current_task():
                task.cancel()
        for end in (connection.near, connection.far):
            if end is not None:
                with contextlib.suppress(OSError):  # lingering for no time: closing sends a reset
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                end.close()

    def close(self) -> None:
        self._listening.close()
        for connection in list(self._connections):
            self._break(connection)


class Network:
    """The lines of a workshop, on a thread of their own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="lines", daemon=True)
        self._lines: list[Line] = []
        self._serving: list[asyncio.Task[None]] = []

    def line(self, ports: Sequence[int]) -> Line:
        made = Line(self, ports, len(self._lines))
        self._lines.append(made)

        async def serving() -> None:
            self._serving.append(asyncio.create_task(made.serve()))

        self.call(serving())
        return made

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of the work, done on the thread of the lines."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    def __enter__(self) -> Network:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        async def closing() -> None:
            for task in self._serving:
                task.cancel()
            for line in self._lines:
                line.close()
            rest = asyncio.all_tasks() - {asyncio.current_task()}
            await asyncio.gather(*rest, return_exceptions=True)

        self.call(closing())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


def _unread(end: socket.socket) -> int:
    try:
        return int(struct.unpack("i", fcntl.ioctl(end.fileno(), termios.FIONREAD, bytes(4)))[0])
    except (OSError, ValueError):  # closed meanwhile
        return 0

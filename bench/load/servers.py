"""Servers under test, as real processes: the web process on a core of its own, all else on the others."""

from __future__ import annotations

import os
import signal
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.load import cores, peers
from tools.stack import Postgres, RedisServer, Web
from tools.stack.process import Process, free_port

#: Seconds in which Eventstorm gathers what it sends under load (boards/pace.py); Hocuspocus has a setting for it.
FLUSH = 0.028


@dataclass(frozen=True, slots=True)
class Server:
    """`web`: the processes measured, by their pids; `apart`: what else works for them, by name."""

    name: str
    dialect: str
    addresses: tuple[str, ...]
    web: tuple[int, ...]
    apart: Mapping[str, int] = field(default_factory=dict)
    postgres: Postgres | None = None


@contextmanager
def eventstorm(database: str = "PostgreSQL", processes: int = 1) -> Iterator[Server]:
    """`database`: PostgreSQL or SQLite; several processes meet over Redis."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="eventstorm-bench-")))
        apart: dict[str, int] = {}
        postgres, url, redis_url = None, f"sqlite:///{folder}/bench.sqlite3", ""
        with cores.on(cores.OTHERS):
            if database == "PostgreSQL":
                postgres = stack.enter_context(Postgres())
                url, apart["database"] = postgres.url(), postgres.process.pid
            if processes > 1:
                redis = stack.enter_context(RedisServer())
                redis_url, apart["Redis"] = redis.url, redis.process.pid
        with cores.on(cores.SERVER):
            webs = [stack.enter_context(Web(folder / str(number), url, redis_url)) for number in range(processes)]
        name = f"Eventstorm, {database}" + (f", {processes} processes and Redis" if processes > 1 else "")
        pids = tuple(web.process.pid for web in webs)
        yield Server(name, "eventstorm", tuple(web.address for web in webs), pids, apart, postgres)


@contextmanager
def hocuspocus(flush: float = FLUSH) -> Iterator[Server]:
    """It keeps documents in memory and stores nothing. `flush`: seconds; 0: its default."""
    program = [str(peers.NODE), str(peers.FOLDER / "hocuspocus.mjs")]
    name = f"Hocuspocus, flushDelay {flush * 1000:.0f} ms"
    with _node(program, {"FLUSH_DELAY": f"{flush * 1000:.0f}"}) as (address, pid):
        yield Server(name, "hocuspocus", (address,), (pid,))


@contextmanager
def y_websocket() -> Iterator[Server]:
    """The server of y-websocket, which sends each update at once; in memory."""
    program = [str(peers.NODE), str(peers.FOLDER / "node_modules/@y/websocket-server/src/server.js")]
    with _node(program, {}) as (address, pid):
        yield Server("y-websocket", "y-websocket", (address,), (pid,))


@contextmanager
def _node(program: list[str], environment: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="eventstorm-bench-") as folder:
        own = {"HOST": "127.0.0.1", "PORT": str(port), "NODE_ENV": "production", **environment}
        process = Process(program, Path(folder) / "log", lambda: _answers(address), {**os.environ, **own})
        with cores.on(cores.SERVER):
            process.start()
        try:
            yield address, process.pid
        finally:
            process.end(signal.SIGKILL)  # it has nothing to lose, and would wait for its clients


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2):
            return True
    except OSError:
        return False

"""The ways in which the application is served, each as people run it."""

from __future__ import annotations

import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from boards.protocol import TRANSPORT_BYTES
from tools.stack import Postgres, RedisServer, Web
from tools.stack.deployment import Deployment


@dataclass(frozen=True)
class Served:
    """Where it answers, and the certificate to trust there."""

    address: str
    verify: ssl.SSLContext | bool = True


@contextmanager
def serve(folder: Path) -> Iterator[Served]:
    """uvicorn in one process on SQLite: `make run`."""
    with Web(folder, f"sqlite:///{folder / 'served.sqlite3'}") as web:
        yield Served(web.address)


@contextmanager
def daphne(folder: Path) -> Iterator[Served]:
    """daphne on SQLite."""
    web = Web(folder, f"sqlite:///{folder / 'served.sqlite3'}")
    web.manage("migrate", "--verbosity=0")
    size = str(TRANSPORT_BYTES)
    web.process.command = [
        *(sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", str(web.port)),
        *("--websocket-max-message-size", size, "--websocket-max-frame-size", size),
        "eventstorm.asgi:application",
    ]
    with web:
        yield Served(web.address)


@contextmanager
def workers(folder: Path) -> Iterator[Served]:
    """uvicorn in two workers on PostgreSQL and Redis."""
    with Postgres() as postgres, RedisServer() as redis, Web(folder, postgres.url(), redis.url, WORKERS="2") as web:
        yield Served(web.address)


@contextmanager
def behind_nginx(folder: Path) -> Iterator[Served]:
    """The deployment of compose.yaml, over TLS."""
    with Deployment() as deployment:
        yield Served(deployment.address, deployment.nginx.trust)


SERVERS: dict[str, Callable[[Path], object]] = {
    "serve": serve,
    "daphne": daphne,
    "workers": workers,
    "nginx": behind_nginx,
}

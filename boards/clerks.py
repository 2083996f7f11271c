"""Threads that work with the database for the rooms of an event loop, and keep their connections in order.

Django tends connections at the beginning and end of requests; these threads serve none. Here a connection lives as long
as its thread, unless it breaks: then it is closed, and the work is done once more on a new one, where it may be.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

P = ParamSpec("P")
R = TypeVar("R")
_logger = logging.getLogger(__name__)

#: SQLite lets one write at a time anyway; PostgreSQL has as many connections as this, per process.
THREADS = min(8, 2 + (os.cpu_count() or 1))

#: What a database says that has gone, is going or is coming up: another connection may do.
Unreachable = (OperationalError, InterfaceError)

#: Seconds before each further attempt: together as long as a PostgreSQL takes to restart.
PAUSES = (0.05, 0.5, 2.0)


class Ended(RuntimeError):
    """The clerks work no more: the process is about to end."""


class Clerks:
    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(THREADS, thread_name_prefix="clerk")
        self._breaks = 0  # connections that broke so far
        self._connections: dict[BaseDatabaseWrapper, int] = {}  # of each thread: how many had broken when it was used

    async def do(self, work: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> R:
        """`work` on a thread; raises what it raises, `Unreachable` among it, and `Ended` after `close`."""
        there = copy_context()  # what is going on here, for the log
        attended = partial(there.run, self._attend, partial(work, *arguments, **named))
        try:
            future = self._executor.submit(attended)
        except RuntimeError:
            raise Ended("No thread is left to work with the database.") from None
        return await asyncio.wrap_future(future)

    async def read(self, work: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> R:
        """`work`, which changes nothing, tried again while the database restarts."""
        for pause in PAUSES:
            try:
                return await self.do(work, *arguments, **named)
            except Unreachable as error:
                _logger.warning("The database did not answer (%s); asking again.", error)
                await asyncio.sleep(pause)
        return await self.do(work, *arguments, **named)

    def leave(self, work: Callable[P, object], *arguments: P.args, **named: P.kwargs) -> None:
        """`work` when there is time; nobody waits for it."""
        with suppress(RuntimeError):  # the process is about to end
            self._executor.submit(self._attend, partial(work, *arguments, **named))

    async def close(self) -> None:
        """Waits for what is under way, and leaves no connection behind: a database may be dropped afterwards."""
        await asyncio.to_thread(self._end)

    def _end(self) -> None:
        self._executor.shutdown()
        for theirs in self._connections:
            theirs.inc_thread_sharing()
            theirs.close()
        self._connections.clear()

    def _attend(self, work: Callable[[], R]) -> R:
        mine = connections["default"]  # this thread's own
        if self._connections.get(mine, self._breaks) != self._breaks:
            mine.close()  # opened before another one broke, most likely by the same cause
        self._connections[mine] = self._breaks
        try:
            return work()
        except Unreachable:
            self._breaks += 1
            mine.close()
            raise

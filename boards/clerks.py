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


class Clerks:
    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(THREADS, thread_name_prefix="clerk")
        self._connections: set[BaseDatabaseWrapper] = set()

    async def do(self, work: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> R:
        """`work` on a thread; raises what it raises, `Unreachable` among it."""
        there = copy_context()  # what is going on here, for the log
        attended = partial(there.run, self._attend, partial(work, *arguments, **named))
        return await asyncio.get_running_loop().run_in_executor(self._executor, attended)

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
        self._connections.add(mine)
        try:
            return work()
        except Unreachable:
            mine.close()
            raise

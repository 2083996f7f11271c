"""Long pure computations in a process beside the server's, so that nobody's cursor waits for an analysis.

Threads would share the interpreter's lock with the rooms. The process starts when it is first needed, works at a lower
priority, and is started anew when it was killed.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import ParamSpec, TypeVar

from django.conf import settings

from boards.metrics import counts
from boards.tracing import doing

P = ParamSpec("P")
R = TypeVar("R")

_PRIORITY = 5  # added to the process's niceness
_lock = threading.Lock()
_pool: ProcessPoolExecutor | None = None
_ended = False


def compute(function: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> R:
    """`function(*arguments)`, for a module's function of picklable values; to be called from a thread.

    With `COMPUTING_PROCESSES` 0 it runs here. Raises what the function raises.
    """
    counts.computing += 1
    try:
        with counts.computation.timed(), doing("compute", function=function.__name__):
            return _computed(function, *arguments, **named)
    finally:
        counts.computing -= 1


def _computed(function: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> R:
    if settings.COMPUTING_PROCESSES == 0:
        return function(*arguments, **named)
    try:
        return _running().submit(function, *arguments, **named).result()
    except BrokenProcessPool:
        if _ended:
            raise
        _let_go()
        return _running().submit(function, *arguments, **named).result()


def stop(for_good: bool = False) -> None:
    """Ends the processes, whatever they compute; the next computation starts new ones, unless it is `for_good`."""
    global _ended
    _ended = for_good
    _let_go()
    for process in multiprocessing.active_children():
        process.terminate()


def _let_go() -> None:
    global _pool
    with _lock:
        if _pool is not None:
            _pool.shutdown(wait=False, cancel_futures=True)
        _pool = None


def _running() -> ProcessPoolExecutor:
    global _pool
    with _lock:
        if _pool is None:
            _pool = ProcessPoolExecutor(
                settings.COMPUTING_PROCESSES, multiprocessing.get_context("spawn"), initializer=_settle_in
            )
        return _pool


def _settle_in() -> None:
    os.nice(_PRIORITY)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, which then ends this process
    threading.Thread(target=_end_with_the_server, daemon=True).start()


def _end_with_the_server() -> None:
    """A server that was killed cannot tell its other processes."""
    if (server := multiprocessing.parent_process()) is not None:
        server.join()
        os._exit(0)

"""Who runs where: what is measured has a core of its own, everything else shares the others."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

_ALL = sorted(os.sched_getaffinity(0))

#: The server's core; the database, Redis and the people have the rest. With one core only, all share it.
SERVER = {_ALL[0]}
OTHERS = set(_ALL[1:]) or SERVER


@contextmanager
def on(cores: set[int]) -> Iterator[None]:
    """Processes started within run there, and so do theirs."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)

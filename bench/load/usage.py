"""What processes have used so far, as Linux counts it in /proc; theirs and their children's."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def family(pids: Iterable[int]) -> Iterator[int]:
    for pid in pids:
        yield pid
        with suppress(OSError):
            for task in Path(f"/proc/{pid}/task").iterdir():
                yield from family(map(int, (task / "children").read_text().split()))


def cpu_seconds(pids: Iterable[int]) -> float:
    """A process that ended takes what it used along; those measured here stay."""
    total = 0
    for pid in family(pids):
        with suppress(OSError):
            parts = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(parts[11]) + int(parts[12])
    return total / _TICKS


def memory_mib(pids: Iterable[int]) -> float:
    """Resident memory."""
    pages = 0
    for pid in family(pids):
        with suppress(OSError):
            pages += int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


class MemoryWatch:
    """Looks at the memory of processes every `every` seconds from `with` on; `seen` are (seconds, MiB)."""

    def __init__(self, pids: Iterable[int], every: float = 0.25) -> None:
        self.begin = time.monotonic()
        self.seen: list[tuple[float, float]] = []
        self._pids = tuple(pids)
        self._every = every
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    @property
    def most(self) -> float:
        return max(mib for _, mib in self.seen)

    def _watch(self) -> None:
        while True:
            self.seen.append((time.monotonic() - self.begin, memory_mib(self._pids)))
            if self._done.wait(self._every):
                return

    def __enter__(self) -> MemoryWatch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

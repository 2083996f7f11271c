"""What boards count: plain numbers that cost nanoseconds, read when Prometheus asks (eventstorm/telemetry)."""

from __future__ import annotations

import threading
import time
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

#: Upper bounds in seconds.
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_SIZES = (1, 2, 5, 10, 20, 50, 100, 200)

#: Bytes of the web process for one note on a board that is live in a room: the note, its stamps, its links and
#: decisions in proportion. Measured by tests/operations/test_metrics.py, which fails when it is off by half.
NOTE_BYTES = 1_500


class Distribution:
    """How many observations fell below each bound, and their sum. For any thread."""

    def __init__(self, bounds: tuple[float, ...] = _SECONDS) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.sum = 0.0
        self._lock = threading.Lock()

    def observe(self, value: float) -> None:
        place = bisect_left(self.bounds, value)
        with self._lock:
            self.counts[place] += 1
            self.sum += value

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Observes the seconds that the block takes, however it ends."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.observe(time.perf_counter() - began)

    def cumulative(self) -> list[tuple[float, int]]:
        """(upper bound, observations up to it), the last bound infinite."""
        total, found = 0, []
        for bound, count in zip((*self.bounds, float("inf")), list(self.counts), strict=True):
            total += count
            found.append((bound, total))
        return found


@dataclass(slots=True)
class Counts:
    """Since the process began. Plain numbers are counted on the event loop, or may miss one in a million."""

    pushes_stored: int = 0
    pushes_refused: int = 0
    operations: int = 0
    rooms_failed: int = 0
    gaps: int = 0  # news from another process that did not follow
    healed: int = 0  # looks at the database that found what no message had told
    carrier_begun: int = 0  # times that rooms began to hear other processes, again after each break
    frames: int = 0  # to browsers
    frame_bytes: int = 0
    received: int = 0  # frames from browsers
    snapshots_stored: int = 0
    snapshot_stored_bytes: int = 0
    snapshots_served: int = 0
    snapshot_served_bytes: int = 0
    computing: int = 0  # asked for and not answered yet
    closes: dict[int, int] = field(default_factory=dict)  # sockets by closing code
    tick: Distribution = field(default_factory=Distribution)  # seconds from taking pushes to having told everybody
    commit: Distribution = field(default_factory=Distribution)  # seconds of storing a tick, waiting included
    batch: Distribution = field(default_factory=lambda: Distribution(_SIZES))  # pushes stored in one transaction
    computation: Distribution = field(default_factory=Distribution)  # seconds of an analysis or a generation


counts = Counts()

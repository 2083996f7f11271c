"""Soak: hours of a workshop in minutes, on a board that stays as large as it is. Does the server's memory grow?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bench.load import servers, traffic
from bench.load.shapes import STEADY
from bench.table import Row

SHORT, LONG = 60.0, 600.0  # seconds
_EARLY = 0.2  # of the time: caches fill, the allocator finds its size


def rows(seconds: float = SHORT) -> Iterator[Row]:
    with servers.eventstorm() as server:
        outcome = traffic.run(server, replace(STEADY, seconds=seconds))
    seen = outcome.over_time
    late = seen[int(len(seen) * _EARLY) :]
    half = len(late) // 2
    first, second = _mean(late[:half]), _mean(late[half:])
    what = f"{STEADY.name}, {seconds / 60:.3g} minutes"
    yield Row(
        f"{what}: delivered", outcome.delivered * 100, "%", 100, "all of them", "" if outcome.exact else "not exact"
    )
    yield Row("– changes stored", outcome.seen["acknowledged"], "", outcome.seen["changes"], "sent")
    yield Row("– memory of the web process, later half", second, "MiB", first, "the half before")
    short = "too short to tell: caches still fill" if seconds < LONG else ""
    yield Row("– slope", slope(late) * 60, "MiB a minute", first / 100, "1 % of it", short)
    yield Row("– in the end", outcome.memory[2], "MiB", outcome.memory[0], "before they came")
    yield Row("– share of a core", outcome.web * 100, "%", 100, "a core")


def slope(points: Sequence[tuple[float, float]]) -> float:
    """MiB a second: the least-squares line through (seconds, MiB)."""
    middle, mean = sum(at for at, _ in points) / len(points), _mean(points)
    spread = sum((at - middle) ** 2 for at, _ in points)
    return sum((at - middle) * (mib - mean) for at, mib in points) / spread


def _mean(points: Sequence[tuple[float, float]]) -> float:
    return sum(mib for _, mib in points) / len(points)

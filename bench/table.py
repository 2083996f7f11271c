"""One row of a benchmark, and how rows are printed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """`measured` and `against` are in `unit`; their ratio is what travels between machines."""

    what: str
    measured: float
    unit: str
    against: float
    comparison: str
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.measured / self.against if self.against else float("nan")


def median_seconds(run: Callable[[], object], times: int = 5) -> float:
    """The median wall time of `times` runs, after one that is not counted."""
    run()
    seconds = []
    for _ in range(times):
        begin = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds)


def as_markdown(rows: Sequence[Row]) -> str:
    head = "| what | measured | against | ratio | note |\n|---|---:|---:|---:|---|"
    lines = [
        f"| {row.what} | {row.measured:.3g} {row.unit} | {row.against:.3g} {row.unit} ({row.comparison}) "
        f"| {row.ratio:.2f} | {row.note} |"
        for row in rows
    ]
    return "\n".join([head, *lines])

"""What a board of 100 notes keeps after 50,000 others were added, named and removed again (rule S5)."""

from __future__ import annotations

import gc
import json
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bench.table import Row, as_markdown, median_seconds
from boards.live import LiveBoard, Push
from boards.snapshots import pack
from modeling.model import Model
from modeling.operations import Stamps

NOTES, REMOVED = 100, 50_000


class Hoarding(Stamps):
    """As before: nothing is let go of."""

    def let_go(self, *args: Any, **more: Any) -> int:
        return 0


@dataclass(frozen=True, slots=True)
class Kept:
    """Stamps, MiB in memory, KiB in a snapshot."""

    stamps: int
    memory: float
    snapshot: float


def tables() -> Iterator[str]:
    thin, whole = worn(Stamps()), worn(Hoarding())
    large = LiveBoard("large", Model(name="Large"), Stamps(), 0)
    for number in range(10_000):
        large.judge(Push(f"p{number}", "ann", tuple(written(number))), "editor", lambda _: [])
    seconds = median_seconds(lambda: large.stamps.copy().let_go(large.model, 10**6))
    rows = [
        Row("stamps", thin.stamps, "", whole.stamps, "all kept"),
        Row("memory of stamps", thin.memory, "MiB", whole.memory, "all kept"),
        Row("stamps in a snapshot", thin.snapshot, "KiB", whole.snapshot, "all kept"),
        Row("one pass, 10,000 notes", seconds * 1000, "ms", 100, "aim", "once in 500 revisions or more"),
    ]
    yield as_markdown(rows)


def worn(stamps: Stamps) -> Kept:
    """The stamps of a board after much came and went; they may be larger just before the next pass."""
    live = LiveBoard("worn", Model(name="Worn"), stamps, 0)
    for number in range(NOTES):
        live.judge(Push(f"p{number}", "member234567", tuple(written(number))), "editor", lambda _: [])
    for number in range(NOTES, NOTES + REMOVED):
        gone = {"op": "remove_elements", "ids": [f"note-{number:06}"]}
        live.judge(Push(f"p{number}", "member234567", (*written(number), gone)), "editor", lambda _: [])
    raw = live.stamps.to_json()
    gc.collect()
    tracemalloc.start()
    again = Stamps.from_json(json.loads(json.dumps(raw)))
    memory, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert again == live.stamps
    return Kept(len(raw), memory / 2**20, len(pack(raw)) / 2**10)


def written(number: int) -> list[dict[str, Any]]:
    """A note that is put and named."""
    identity = f"note-{number:06}"
    note = {"id": identity, "kind": "domain_event", "label": "", "x": number * 10.0, "y": 0.0}
    return [{"op": "add_elements", "elements": [note]}, {"op": "set_label", "id": identity, "label": f"Order {number}"}]

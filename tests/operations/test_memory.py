"""What metrics say a live board takes is what it takes."""

from __future__ import annotations

import gc
import tracemalloc

from boards.live import LiveBoard, Push
from boards.metrics import NOTE_BYTES
from modeling.model import Model
from modeling.operations import Stamps

NOTES = 2_000


def written(number: int) -> list[dict[str, object]]:
    """What a workshop leaves of a note: it was put, named, moved and linked."""
    note = {"id": f"note-{number:06}", "kind": "domain_event", "label": f"Order {number} was placed by somebody"}
    operations: list[dict[str, object]] = [
        {"op": "add_elements", "elements": [{**note, "x": number * 10.0, "y": 0.0}]},
        {"op": "set_label", "id": note["id"], "label": f"Order {number} was placed"},
        {"op": "move_elements", "moves": [[note["id"], number * 10.0, 50.0]]},
    ]
    if number % 2:
        ends = {"from": f"note-{number - 1:06}", "to": note["id"]}
        operations.append({"op": "add_links", "links": [{"id": f"link-{number:06}", **ends}]})
    return operations


def test_the_estimate_of_a_rooms_memory_is_within_half_of_what_it_takes() -> None:
    gc.collect()
    tracemalloc.start()
    try:
        live = LiveBoard("b", Model(name="Large"), Stamps(), 0)
        for number in range(NOTES):
            live.judge(Push(f"p{number}", "member234567", tuple(written(number))), "editor", lambda _: [])
        gc.collect()
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(live.model.elements) == NOTES
    assert 0.5 < NOTES * NOTE_BYTES / taken < 1.5, f"a note takes {taken / NOTES:.0f} bytes"

"""A board document of any size."""

from __future__ import annotations

from typing import Any


def wall_of(notes: int) -> dict[str, Any]:
    elements = [
        {
            "id": f"e{number}",
            "kind": ("domain_event", "command", "policy", "aggregate")[number % 4],
            "label": f"Something happened number {number}",
            "x": number % 50 * 200,
            "y": number // 50 * 200,
        }
        for number in range(notes)
    ]
    links = [{"id": f"l{n}", "from": f"e{n}", "to": f"e{n + 1}"} for n in range(0, notes - 1, 2)]
    return {
        "format": "eventstorm/board",
        "version": 1,
        "name": f"{notes} notes",
        "elements": elements,
        "links": links,
    }

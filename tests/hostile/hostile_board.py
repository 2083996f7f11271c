"""A board on which every text that a person can enter is hostile."""

from __future__ import annotations

from typing import Any

from tests.hostile.texts import CORPUS

Json = dict[str, Any]


def hostile_document() -> Json:
    """Per text of the corpus a command, an aggregate and an event that carry it wherever they carry text."""
    elements: list[Json] = []
    links: list[Json] = []
    for number, text in enumerate(CORPUS):
        row, name = 200 * number, text[:200]
        fields = [
            {"name": name, "type": name or "string", "description": text},
            {"name": f"total{number}", "type": "int"},
        ]
        for column, (short, kind) in enumerate((("c", "command"), ("a", "aggregate"), ("e", "domain_event"))):
            elements.append(
                {
                    "id": f"{short}{number}",
                    "kind": kind,
                    "label": text,
                    "description": text,
                    "x": 220 * column,
                    "y": row,
                }
                | {"fields": fields, "author": name, name or "x": text}
            )
        links += [
            {"id": f"l{number}", "from": f"c{number}", "to": f"a{number}"},
            {
                "id": f"m{number}",
                "from": f"a{number}",
                "to": f"e{number}",
                "group": {"id": text[:100] or "g", "mode": "X"},
            },
        ]
    return {
        "format": "eventstorm/board",
        "version": 1,
        "name": CORPUS[0],
        "elements": elements,
        "links": links,
        "types": [{"name": text[:200], "enum": [text[:200], "x"]} for text in CORPUS if text],
        "frames": [_frame(number, text) for number, text in enumerate(CORPUS)],
        "examples": [
            {"id": f"x{number}", "command": f"c{number}", "when": {text: text}, "then": [f"e{number}"]}
            for number, text in enumerate(CORPUS)
        ],
        "decisions": {"contexts": [_context(number, text) for number, text in enumerate(CORPUS)]},
    }


def _frame(number: int, text: str) -> Json:
    members = [f"{short}{number}" for short in "cae"]
    place = {"x": -40, "y": 200 * number - 40, "width": 700, "height": 180}
    return {"id": f"f{number}", "kind": "bounded_context", "label": text, "elements": members, **place}


def _context(number: int, text: str) -> Json:
    name = text[:200]
    return {
        "anchor": f"a{number}", "name": name, "value": 3, "risk": 2, "effort": 1, "stage": "build",
        "sign_offs": [{"stage": "prepare", "by": name, "at": text[:40], "note": text}],
        "measurements": [{"kpi": name, "value": 1.5, "at": text[:40]}],
    }  # fmt: skip

"""Writes `operations.json`: what settling, applying and taking back an operation does, for Python and JavaScript alike.

Run it from the project's root after a change of the operations: `.venv/bin/python -m tests.vectors.write_vectors`.
"""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

from modeling import document
from modeling.model import Model
from modeling.operations import OPERATIONS, Refused, parse_operation
from tests.modeling.operations.random_boards import Storm

TARGET = Path(__file__).parent / "operations.json"
CHANGES = 8  # vectors of each kind of operation that change something,
OTHERS = 3  # and at most that many that are refused or change nothing
_SEED = 20


def vectors() -> list[dict[str, Any]]:
    """Vectors of every kind of operation, on boards that earlier operations have made."""
    random = Random(_SEED)
    storm, model = Storm(random), Model(name="Shop")
    found: list[dict[str, Any]] = []
    changes, others = (dict.fromkeys(OPERATIONS, 0) for _ in range(2))
    while min(changes.values()) < CHANGES:
        raw = storm.operation(model)
        vector = {"before": document.write(model), "operation": raw, **_outcome(model, raw)}
        counts, wanted = (changes, CHANGES) if vector.get("settled") else (others, OTHERS)
        if counts[raw["op"]] < wanted:
            found.append(vector)
            counts[raw["op"]] += 1
        if len(model.elements) > 9:
            model = Model(name="Shop")
    return found


def _outcome(model: Model, raw: dict[str, Any]) -> dict[str, Any]:
    try:
        settled = parse_operation(raw).settle(model)
    except Refused as refusal:
        return {"refused": refusal.where}
    if settled.void:
        return {"settled": None}
    inverse = [operation.to_json() for operation in settled.inverse(model)]
    settled.apply(model)
    return {
        "settled": settled.to_json(),
        "inverse": inverse,
        "touches": list(settled.touches()),
        "after": document.write(model),
    }


def text() -> str:
    return "[\n" + ",\n".join(json.dumps(vector, ensure_ascii=False) for vector in vectors()) + "\n]\n"


if __name__ == "__main__":
    TARGET.write_text(text(), "utf-8")

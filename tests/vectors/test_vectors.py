"""The vectors that Python and JavaScript share (rule S12) are what the operations do today."""

from __future__ import annotations

import json
from typing import Any

import pytest

from modeling import document
from modeling.operations import Refused, parse_operation
from tests.modeling.operations.random_boards import canonical
from tests.vectors import write_vectors

VECTORS: list[dict[str, Any]] = json.loads(write_vectors.TARGET.read_text("utf-8"))


def test_vectors_are_current() -> None:
    assert write_vectors.TARGET.read_text("utf-8") == write_vectors.text(), (
        "The operations have changed. Run: .venv/bin/python -m tests.vectors.write_vectors"
    )


@pytest.mark.parametrize("at", range(len(VECTORS)), ids=lambda at: f"{at}-{VECTORS[at]['operation']['op']}")
def test_an_operation_out_of_a_document_does_what_its_vector_says(at: int) -> None:
    vector = VECTORS[at]
    model = document.read(vector["before"]).model
    operation = parse_operation(vector["operation"])
    if "refused" in vector:
        with pytest.raises(Refused) as refusal:
            operation.settle(model)
        assert refusal.value.where == vector["refused"]
        return
    if vector["settled"] is None:
        assert operation.settle(model).void
        return
    settled = parse_operation(vector["settled"])
    assert operation.settle(model).to_json() == vector["settled"] == settled.to_json()
    settled.apply(model)
    assert document.write(model) == vector["after"]
    for raw in vector["inverse"]:
        parse_operation(raw).apply(model)
    assert canonical(document.write(model)) == canonical(vector["before"])

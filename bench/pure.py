"""Analysis and generation of the shop example, in this process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.table import Row, as_markdown, median_seconds
from codegen.generate import generate
from modeling import document
from modeling.analysis import analyse
from modeling.model import Element, Link, Model

SHOP = Path(__file__).parents[1] / "boards/examples/shop.board.json"


def many(model: Model, copies: int) -> Model:
    """A board with `copies` of every element and link: its size without new structure."""
    out = Model(name=model.name)
    for copy in range(copies):
        for element in model.elements.values():
            out.elements[f"{element.id}.{copy}"] = Element(
                f"{element.id}.{copy}", element.kind, f"{element.label} {copy}", fields=element.fields
            )
        for link in model.links.values():
            out.links[f"{link.id}.{copy}"] = Link(
                f"{link.id}.{copy}", f"{link.source}.{copy}", f"{link.target}.{copy}", link.role
            )
    return out


def tables() -> Iterator[str]:
    yield as_markdown(list(rows()))


def rows() -> Iterator[Row]:
    model = document.read(document.loads(SHOP.read_text())).model
    analysis = analyse(model)
    yield Row("analysis of the shop", median_seconds(lambda: analyse(model)), "s", 0.3, "aim")
    yield Row("generation of the shop", median_seconds(lambda: generate(model, analysis)), "s", 1.0, "aim")
    large = many(model, 70)
    yield Row(
        f"analysis of {len(large.elements):,} elements",
        median_seconds(lambda: analyse(large, sensitivity=False), times=1),
        "s",
        5.0,
        "aim",
    )

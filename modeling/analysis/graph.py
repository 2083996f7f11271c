"""The board as a graph of elements, indexed for the steps of the analysis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from modeling.kinds import UNCLUSTERED
from modeling.model import Element, Link, Model


@dataclass(frozen=True)
class BoardGraph:
    """Elements by id in id order, and who follows whom; every list is sorted by id, so document order is nothing."""

    elements: Mapping[str, Element]
    after: Mapping[str, Sequence[str]]
    before: Mapping[str, Sequence[str]]

    def following(self, element: str, *kinds: str) -> list[str]:
        """Ids of elements of these kinds that `element` links to, by id."""
        return [other for other in self.after.get(element, ()) if self.elements[other].kind in kinds]

    def preceding(self, element: str, *kinds: str) -> list[str]:
        """Ids of elements of these kinds that link to `element`, by id."""
        return [other for other in self.before.get(element, ()) if self.elements[other].kind in kinds]

    def kind(self, element: str) -> str:
        return self.elements[element].kind

    def clustered(self) -> list[str]:
        """Ids of the elements that belong in a context, by id."""
        return [name for name, element in self.elements.items() if element.kind not in UNCLUSTERED]


def board_graph(model: Model, links: Iterable[Link]) -> BoardGraph:
    """The graph of `model` over `links`; self links and compensations say nothing about who belongs to whom."""
    elements = {name: model.elements[name] for name in sorted(model.elements)}
    after: dict[str, set[str]] = {}
    before: dict[str, set[str]] = {}
    for link in links:
        if link.source == link.target or link.role != "flow":
            continue
        after.setdefault(link.source, set()).add(link.target)
        before.setdefault(link.target, set()).add(link.source)
    return BoardGraph(
        elements,
        {name: sorted(others) for name, others in after.items()},
        {name: sorted(others) for name, others in before.items()},
    )

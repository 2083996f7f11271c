"""Who depends on whom how much: the numbers of a design structure matrix."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from modeling.analysis.dependencies import COMMAND, EVENT, VIEW, dependencies
from modeling.analysis.extraction.problem import COMMAND as COMMAND_WEIGHT
from modeling.analysis.extraction.problem import EVENT as EVENT_WEIGHT
from modeling.analysis.extraction.problem import VIEW as VIEW_WEIGHT
from modeling.analysis.partition import Partition
from modeling.flow import Flow
from modeling.model import Link, Model

_WEIGHTS = {EVENT: EVENT_WEIGHT, VIEW: VIEW_WEIGHT, COMMAND: COMMAND_WEIGHT}


@dataclass(frozen=True, slots=True)
class Coupling:
    """`weights[row][column]`: what context `row` needs of context `column`, the elements needed each weighted by
    their kind (event 1, view 1.5, command 3). The diagonal is 0. `contexts` are ids, in the partition's order."""

    contexts: tuple[str, ...]
    weights: tuple[tuple[float, ...], ...]

    def of(self, downstream: str, upstream: str) -> float:
        """What `downstream` needs of `upstream`."""
        return self.weights[self.contexts.index(downstream)][self.contexts.index(upstream)]


def coupling_matrix(model: Model, links: Iterable[Link], partition: Partition) -> Coupling:
    """The coupling of each two contexts. Cost: linear in links, plus contexts squared for the matrix itself."""
    needed: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for found in dependencies(model, Flow(model, links), partition):
        elements = needed[found.downstream, found.upstream]
        elements[found.element] = max(elements.get(found.element, 0.0), _WEIGHTS[found.kind])
    contexts = tuple(context.id for context in partition.contexts)
    return Coupling(
        contexts,
        tuple(tuple(sum(needed.get((row, column), {}).values()) for column in contexts) for row in contexts),
    )

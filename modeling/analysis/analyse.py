"""What a board says about contexts, their relations, sagas, cycles and the order of extraction: the steps in their
order.
"""

from __future__ import annotations

from modeling.analysis.affinity import Affinities, affinities
from modeling.analysis.atoms import Atom, atoms
from modeling.analysis.calibration import Calibration, calibrate
from modeling.analysis.candidates import Grouping, candidates
from modeling.analysis.constraints import Constraints, constraints
from modeling.analysis.context_map import context_map
from modeling.analysis.cycles import cycles
from modeling.analysis.effective_links import effective_links
from modeling.analysis.extraction import extraction
from modeling.analysis.graph import board_graph
from modeling.analysis.hierarchy import hierarchy
from modeling.analysis.inference import infer_links
from modeling.analysis.questions import Asking
from modeling.analysis.result import Analysis
from modeling.analysis.sagas import sagas
from modeling.grammar import check
from modeling.model import Link, Model

#: The method's own cut.
NATURAL = 0.5


def analyse(model: Model, *, granularity: float = NATURAL, sensitivity: bool = True) -> Analysis:
    """The whole analysis of a board; `model` is only read. The same model gives the same analysis, in whatever order
    its elements and links stand.

    `granularity`: 0 as coarse as what people said allows … 0.5 the method's own cut … 1 the smallest groups, cuts of
    one merging order. Questions are always about the method's own cut, whatever is shown. `sensitivity`: perturbed
    runs of the extraction order (most of the time on small boards). Cost: near linear in elements; about 0.1 s for
    150.
    """
    inferred = infer_links(model)
    links = effective_links(model, inferred)
    found = group(model, links)
    partition = candidates(model, found, found.merging.cut(granularity))
    relations = context_map(model, links, partition)
    stories = sagas(model, links, partition)
    return Analysis(
        contexts=partition.contexts,
        questions=_asking(found).questions(),
        inferred_links=inferred,
        context_map=relations,
        sagas=stories,
        cycles=cycles(model, relations, partition),
        extraction=extraction(model, links, partition, relations, sensitivity=sensitivity),
        findings=found.said.findings + check(model, links, partition, stories),
    )


def group(model: Model, links: tuple[Link, ...]) -> Grouping:
    """The atoms of a board, what speaks for their belonging together, and the order in which they merge."""
    said = constraints(model)
    graph = board_graph(model, links)
    parts = atoms(graph, said.belief)
    near = affinities(graph, parts)
    learnt = _learnt(said, parts, near)
    return Grouping(graph, parts, near, said, learnt, hierarchy(parts, near, said.belief, learnt))


def _learnt(said: Constraints, parts: tuple[Atom, ...], near: Affinities) -> Calibration:
    where = {member: place for place, atom in enumerate(parts) for member in atom.members}
    pairs = [(where[answer.one], where[answer.other], answer.same) for answer in said.held]
    return calibrate((near.of(one, other).affinity(), same) for one, other, same in pairs if one != other)


def _asking(found: Grouping) -> Asking:
    return Asking(found.graph, found.atoms, found.affinities, found.said, found.calibration, found.merging.cut(NATURAL))

"""Nearness of atoms on the wall, as evidence of belonging together."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence

from modeling.analysis.atoms import Atom
from modeling.analysis.graph import BoardGraph

#: Two notes side by side, with a gap, are about this far apart (board units, centre to centre).
NOTE_STEP = 160.0
#: Nearness fades within this many steps.
_REACH = 4.0
#: Notes of one cell that are compared; more than these lie on top of each other.
_CROWD = 100


def proximity(graph: BoardGraph, atoms: Sequence[Atom]) -> Iterator[tuple[tuple[int, int], float]]:
    """Pairs of atoms whose nearest notes lie within four note widths → 1 side by side … 0.

    Notes without a place have none. A pivotal event between two notes halves their nearness: it is where the people
    on the wall saw one part of the story end. Cost: linear in notes and in near pairs; crowded cells are looked at in
    part.
    """
    cell = NOTE_STEP * _REACH
    cells: dict[tuple[int, int], list[tuple[float, float, int]]] = defaultdict(list)
    pivots = sorted(element.centre[0] for element in graph.elements.values() if element.pivotal and element.placed)
    for place, atom in enumerate(atoms):
        for member in atom.members:
            element = graph.elements[member]
            if element.placed:
                x, y = element.centre
                cells[math.floor(x / cell), math.floor(y / cell)].append((x, y, place))
    best: dict[tuple[int, int], float] = {}
    for column, row in sorted(cells):
        here = cells[column, row][:_CROWD]
        for across, down in ((0, 0), (1, 0), (0, 1), (1, 1), (1, -1)):
            for x, y, one in here:
                for other_x, other_y, other in cells.get((column + across, row + down), [])[:_CROWD]:
                    distance = math.hypot(x - other_x, y - other_y) / cell
                    if one == other or distance >= 1:
                        continue
                    nearness = min(1.0, (1 - distance) / (1 - 1 / _REACH))
                    if any(min(x, other_x) < pivot < max(x, other_x) for pivot in pivots):
                        nearness /= 2
                    pair = (min(one, other), max(one, other))
                    best[pair] = max(best.get(pair, 0.0), nearness)
    yield from best.items()

"""The wall as geometry: which notes lie near a note, in steps of the board's own spacing."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from statistics import median

from modeling.kinds import UNCLUSTERED
from modeling.model import Element

#: A note's neighbours lie within this many steps, a step being the usual distance from a note to the nearest other one.
REACH = 3.0
#: A target to the left of its source is unusual, but the grammar of kinds is the stronger evidence.
AGAINST_THE_FLOW = 0.6

_FALLBACK_STEP = 160.0
_SMALLEST_STEP = 40.0
_CROWD = 64  # notes of one cell that are compared
_SWEPT = 24  # notes to the right among which the nearest is looked for


class Wall:
    """Placed elements in a grid. `step` is in board units; 0 notes give an empty wall. Cost: linear in notes."""

    def __init__(self, elements: Iterable[Element]) -> None:
        self.placed = {element.id: element for element in elements if element.placed}
        self.step = _step(self.placed)
        self._cell = self.step * REACH
        self._cells: dict[tuple[int, int], dict[str, list[Element]]] = defaultdict(lambda: defaultdict(list))
        for element in self.placed.values():
            self._cells[self._cell_of(element)][element.kind].append(element)

    def _cell_of(self, element: Element) -> tuple[int, int]:
        x, y = element.centre
        return math.floor(x / self._cell), math.floor(y / self._cell)

    def near(self, element: Element, kinds: Iterable[str]) -> list[Element]:
        """Notes of these kinds within reach, in no order that means anything."""
        if element.id not in self.placed:
            return []
        column, row = self._cell_of(element)
        return [
            other
            for across in (-1, 0, 1)
            for down in (-1, 0, 1)
            if (cell := self._cells.get((column + across, row + down))) is not None
            for kind in kinds
            for other in cell.get(kind, [])[:_CROWD]
            if other.id != element.id and self.steps(element, other) < REACH
        ]

    def steps(self, one: Element, other: Element) -> float:
        """Distance of two notes' centres in steps."""
        (x, y), (other_x, other_y) = one.centre, other.centre
        return math.hypot(x - other_x, y - other_y) / self.step

    def nearness(self, source: Element, target: Element) -> float:
        """1 on top of each other … 0 out of reach; less where the target lies to the left of its source."""
        if source.id not in self.placed or target.id not in self.placed:
            return 0.0
        near = max(0.0, 1 - self.steps(source, target) / REACH)
        backwards = target.centre[0] < source.centre[0] - self.step / 4
        return near * (AGAINST_THE_FLOW if backwards else 1.0)


def _step(placed: Mapping[str, Element]) -> float:
    """Median distance from a flow note to its nearest flow note, found in a sweep over x."""
    notes = sorted((element.centre, element.id) for element in placed.values() if element.kind not in UNCLUSTERED)
    if len(notes) < 2:
        return _FALLBACK_STEP
    nearest = [math.inf] * len(notes)
    for at, ((x, y), _) in enumerate(notes):
        for ahead in range(at + 1, min(len(notes), at + 1 + _SWEPT)):
            other_x, other_y = notes[ahead][0]
            distance = math.hypot(other_x - x, other_y - y)
            nearest[at] = min(nearest[at], distance)
            nearest[ahead] = min(nearest[ahead], distance)
    return max(_SMALLEST_STEP, median(nearest))

"""Places for elements that have none: flow from left to right in timeline order, contexts as bands.

A layered layout in its plainest form (ranks by longest path, rows by the mean row of what comes before; Sugiyama,
Tagawa and Toda, 1981) on a grid whose cells hold the largest note, so that no two notes overlap. Elements that have a
place keep it; the others go below them. The same model gives the same places. Cost: O((elements + links) log elements).
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from modeling.kinds import KINDS
from modeling.model import Element, Frame, Model

_GAP = 32
CELL_WIDTH = max(kind.width for kind in KINDS.values()) + _GAP
CELL_HEIGHT = max(kind.height for kind in KINDS.values()) + _GAP
_PADDING = 40  # between a frame's edge and its notes
_TITLE = 48  # above a frame's notes
_ROWS = 6  # notes of one rank above each other before they spill into another column
_COLUMNS = 6  # notes beside each other, at least, where nothing is linked


def lay_out(model: Model) -> None:
    """Gives every element without a place one, in place, and every frame that held such an element its outline."""
    waiting = [element for element in model.elements.values() if not element.placed]
    if not waiting:
        return
    top = _below(element for element in model.elements.values() if element.placed)
    places = _places(model, waiting, top)
    for element in waiting:
        x, y = places[element.id]
        model.elements[element.id] = replace(element, x=x, y=y)
    _outline(model, set(places))


def _below(placed: Iterable[Element]) -> float:
    ends = [(element.y or 0.0) + element.height for element in placed]
    return math.ceil(max(ends) / 4) * 4 + CELL_HEIGHT if ends else 0.0


def _places(model: Model, waiting: Sequence[Element], top: float) -> dict[str, tuple[float, float]]:
    ranks, linked = _ranks(model, [element.id for element in waiting])
    bands = _bands(model, waiting)
    columns = _columns(bands, ranks, linked)
    rows_of_before: dict[str, list[str]] = defaultdict(list)
    for link in model.links.values():
        if link.source in ranks and link.target in ranks:
            rows_of_before[link.target].append(link.source)
    places: dict[str, tuple[float, float]] = {}
    offset = top
    for members in bands:
        cells = _cells(members, ranks, linked, columns, rows_of_before)
        for element in members:
            column, line = cells[element.id]
            places[element.id] = (
                float(column * CELL_WIDTH + (CELL_WIDTH - element.width) // 2),
                offset + line * CELL_HEIGHT + (CELL_HEIGHT - element.height) // 2,
            )
        rows = 1 + max(line for _, line in cells.values())
        offset += rows * CELL_HEIGHT + 2 * _PADDING + _TITLE
    return places


def _ranks(model: Model, ids: Sequence[str]) -> tuple[dict[str, int], set[str]]:
    """Longest path from a start, per element; circles are opened at their first element in document order."""
    position = {identifier: index for index, identifier in enumerate(ids)}
    after: dict[str, list[str]] = defaultdict(list)
    open_ends = dict.fromkeys(ids, 0)
    linked: set[str] = set()
    for link in model.links.values():
        if link.role == "flow" and link.source in position and link.target in position and link.source != link.target:
            after[link.source].append(link.target)
            open_ends[link.target] += 1
            linked.update((link.source, link.target))
    ranks = dict.fromkeys(ids, 0)
    ready = [position[identifier] for identifier in ids if open_ends[identifier] == 0]
    heapq.heapify(ready)
    done: set[str] = set()
    forced = iter(ids)
    while len(done) < len(ids):
        here = ids[heapq.heappop(ready)] if ready else next(found for found in forced if found not in done)
        if here in done:
            continue
        done.add(here)
        for target in after[here]:
            if target in done:
                continue
            ranks[target] = max(ranks[target], ranks[here] + 1)
            open_ends[target] -= 1
            if open_ends[target] == 0:
                heapq.heappush(ready, position[target])
    return ranks, linked


def _bands(model: Model, waiting: Sequence[Element]) -> list[list[Element]]:
    """Elements by the bounded context (else the frame) that holds them; those in none come last."""
    owner: dict[str, str] = {}
    for frame in sorted(model.frames.values(), key=lambda frame: frame.kind != "bounded_context"):
        for member in frame.elements:
            owner.setdefault(member, frame.id)
    bands: dict[str, list[Element]] = {frame: [] for frame in model.frames}
    loose: list[Element] = []
    for element in waiting:
        bands.get(owner.get(element.id, ""), loose).append(element)
    return [members for members in (*bands.values(), loose) if members]


def _columns(bands: Sequence[Sequence[Element]], ranks: Mapping[str, int], linked: set[str]) -> list[int]:
    """The first column of each rank; a rank that is too high in some band takes several columns."""
    widths = [1] * (1 + max(ranks.values(), default=0))
    for members in bands:
        heights: dict[int, int] = defaultdict(int)
        for element in members:
            if element.id in linked:
                heights[ranks[element.id]] += 1
        for rank, height in heights.items():
            widths[rank] = max(widths[rank], math.ceil(height / _ROWS))
    firsts = [0]
    for width in widths:
        firsts.append(firsts[-1] + width)
    return firsts


def _cells(
    members: Sequence[Element],
    ranks: Mapping[str, int],
    linked: set[str],
    columns: Sequence[int],
    before: Mapping[str, Sequence[str]],
) -> dict[str, tuple[int, int]]:
    """(column, row) of each member of one band: the flow above, what is linked to nothing in a grid below."""
    by_rank: dict[int, list[Element]] = defaultdict(list)
    for element in members:
        if element.id in linked:
            by_rank[ranks[element.id]].append(element)
    cells: dict[str, tuple[int, int]] = {}
    for rank in sorted(by_rank):
        found = sorted(by_rank[rank], key=lambda element: _mean_row(before.get(element.id, ()), cells))
        for index, element in enumerate(found):
            cells[element.id] = (columns[rank] + index // _ROWS, index % _ROWS)
    first_free = 1 + max((row for _, row in cells.values()), default=-1)
    loose = [element for element in members if element.id not in linked]
    across = max(_COLUMNS, math.ceil(math.sqrt(len(loose)) * 1.4))
    for index, element in enumerate(loose):
        cells[element.id] = (index % across, first_free + index // across)
    return cells


def _mean_row(sources: Sequence[str], cells: Mapping[str, tuple[int, int]]) -> float:
    rows = [cells[source][1] for source in sources if source in cells]
    return sum(rows) / len(rows) if rows else math.inf


def _outline(model: Model, moved: set[str]) -> None:
    """Draws frames around their members, inner ones first."""
    done: set[str] = set()

    def draw(frame: Frame) -> None:
        if frame.id in done:
            return
        done.add(frame.id)
        for member in frame.elements:
            if member in model.frames:
                draw(model.frames[member])
        if not any(member in moved or member in model.frames for member in frame.elements):
            return
        boxes = [_box(model, member) for member in frame.elements]
        left, upper = min(box[0] for box in boxes) - _PADDING, min(box[1] for box in boxes) - _TITLE
        right, lower = max(box[2] for box in boxes) + _PADDING, max(box[3] for box in boxes) + _PADDING
        model.frames[frame.id] = replace(frame, x=left, y=upper, width=right - left, height=lower - upper)

    for frame in list(model.frames.values()):
        draw(frame)


def _box(model: Model, member: str) -> tuple[float, float, float, float]:
    if member in model.frames:
        frame = model.frames[member]
        return (frame.x, frame.y, frame.x + frame.width, frame.y + frame.height)
    element = model.elements[member]
    x, y = element.x or 0.0, element.y or 0.0
    return (x, y, x + element.width, y + element.height)

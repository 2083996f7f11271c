"""Which context a hotspot or an opportunity speaks about: they are in none, but they weigh on one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from modeling.flow import Flow
from modeling.model import Element, Model

#: How far a comment may hang from what it speaks about, in board units between centres: about three notes.
REACH = 420.0
_CELL = int(REACH)


def attachments(model: Model, flow: Flow, context_of: Mapping[str, str], *kinds: str) -> dict[str, str]:
    """Element id → context id for the elements of these kinds.

    By links first, then by the frame it is a member of (the context of most members), then by the nearest element
    within 420 board units. What hangs on nothing is left out. Ties go to the smallest context id.
    """
    comments = list(model.of_kind(*kinds))
    if not comments:
        return {}
    framed = _by_frame(model, context_of)
    near = _Nearest(model, context_of)
    found: dict[str, str] = {}
    for comment in comments:
        linked = _most(context_of.get(other.id) for other in (*flow.after(comment.id), *flow.before(comment.id)))
        context = linked or framed.get(comment.id) or near.context(comment)
        if context:
            found[comment.id] = context
    return found


def _most(contexts: Iterable[str | None]) -> str | None:
    counted = Counter(context for context in contexts if context)
    return min(counted, key=lambda context: (-counted[context], context)) if counted else None


def _by_frame(model: Model, context_of: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for frame in model.frames.values():
        if frame.kind == "bounded_context" and (context := _most(context_of.get(member) for member in frame.elements)):
            for member in frame.elements:
                found.setdefault(member, context)
    return found


class _Nearest:
    """A grid over the placed elements that are in a context."""

    def __init__(self, model: Model, context_of: Mapping[str, str]) -> None:
        self.context_of = context_of
        self.grid: dict[tuple[int, int], list[Element]] = defaultdict(list)
        for element in model.elements.values():
            if element.placed and element.id in context_of:
                self.grid[self._cell(element)].append(element)

    @staticmethod
    def _cell(element: Element) -> tuple[int, int]:
        x, y = element.centre
        return int(x // _CELL), int(y // _CELL)

    def context(self, comment: Element) -> str | None:
        if not comment.placed:
            return None
        column, row = self._cell(comment)
        x, y = comment.centre
        reachable = []
        for across in (column - 1, column, column + 1):
            for down in (row - 1, row, row + 1):
                for element in self.grid.get((across, down), ()):
                    distance = ((element.centre[0] - x) ** 2 + (element.centre[1] - y) ** 2) ** 0.5
                    if distance <= REACH:
                        reachable.append((distance, element.id))
        return self.context_of[min(reachable)[1]] if reachable else None

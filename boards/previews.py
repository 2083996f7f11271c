"""Tiny pictures of boards: every note a rectangle, every frame an area. Data for an SVG, without any text of people."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from boards.examples import example_document
from modeling import document
from modeling.kinds import KINDS
from modeling.layout import lay_out
from modeling.model import Model

_MARGIN = 60


@dataclass(frozen=True, slots=True)
class Preview:
    """`view_box`: the SVG's; `notes`: (kind, path of all notes of that kind); `frames`: a path each."""

    view_box: str
    notes: tuple[tuple[str, str], ...]
    frames: tuple[str, ...]


@cache
def example_preview(slug: str) -> Preview | None:
    """The picture of an example; None for one without notes. Made once a process."""
    model = document.read(document.expect_document(example_document(slug))).model
    lay_out(model)
    return preview(model)


def preview(model: Model) -> Preview | None:
    """The picture of a board whose notes have places; None where there is none. Cost: linear in notes."""
    placed = [element for element in model.elements.values() if element.placed]
    if not placed:
        return None
    left = min(element.x or 0 for element in placed) - _MARGIN
    top = min(element.y or 0 for element in placed) - _MARGIN
    right = max((element.x or 0) + element.width for element in placed) + _MARGIN
    bottom = max((element.y or 0) + element.height for element in placed) + _MARGIN
    notes = []
    for kind in KINDS:
        path = "".join(
            _box(element.x or 0, element.y or 0, element.width, element.height)
            for element in placed
            if element.kind == kind
        )
        if path:
            notes.append((kind, path))
    frames = tuple(_box(frame.x, frame.y, frame.width, frame.height) for frame in model.frames.values())
    return Preview(f"{left:.0f} {top:.0f} {right - left:.0f} {bottom - top:.0f}", tuple(notes), frames)


def _box(x: float, y: float, width: float, height: float) -> str:
    return f"M{x:.0f} {y:.0f}h{width:.0f}v{height:.0f}h{-width:.0f}z"

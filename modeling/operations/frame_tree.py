"""Frames may hold frames: finding one, and keeping them free of cycles."""

from __future__ import annotations

from collections.abc import Mapping

from modeling.model import Frame, Model
from modeling.operations.operation import Refused, key


def frame_of(model: Model, identity: str) -> Frame:
    """The frame, or `Refused`."""
    if (found := model.frames.get(identity)) is None:
        raise Refused("The frame has been removed meanwhile. Draw it again.", key("frame", identity))
    return found


def _reaches(frames: Mapping[str, Frame], start: str, goal: str) -> bool:
    seen, waiting = set(), [start]
    while waiting:
        here = waiting.pop()
        if here == goal:
            return True
        if here in frames and here not in seen:
            seen.add(here)
            waiting.extend(member for member in frames[here].elements if member in frames)
    return False


def refuse_cycle(frames: Mapping[str, Frame], frame: str, members: tuple[str, ...]) -> None:
    if any(member in frames and _reaches(frames, member, frame) for member in members):
        raise Refused("A frame cannot contain itself. Take the inner one out first.", key("frame", frame))

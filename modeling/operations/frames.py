"""Operations on frames: add, remove, move, change of one property.

Members are kept sorted, so that the order in which people joined them does not matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from modeling import limits
from modeling.codec import decode, encode
from modeling.model import Frame, Model
from modeling.operations.frame_tree import frame_of, refuse_cycle
from modeling.operations.membership import JoinFrame
from modeling.operations.operation import NOTHING, Json, Operation, Refused, key, operation
from modeling.operations.several import SeveralItems
from modeling.operations.wire import choice, identifier, identifiers, move, pair, several, value_of
from modeling.validation import first_complaint

PROPERTIES = ("kind", "label", "x", "y", "width", "height")


@operation
@dataclass(frozen=True, slots=True)
class AddFrames(SeveralItems):
    frames: tuple[Frame, ...]

    name = "add_frames"
    items_in = "frames"

    @classmethod
    def parse(cls, raw: Json) -> AddFrames:
        return cls(several(raw, "frames", value_of(Frame, "frame")))

    @staticmethod
    def keys_of(item: Frame) -> tuple[str, ...]:
        return (key("frame", item.id),)

    def settle(self, model: Model) -> Operation:
        added = {frame.id: frame for frame in self.frames}
        for identity in added:
            if identity in model.elements or identity in model.frames:
                raise Refused(f"The id {identity} is taken. Give each frame one of its own.", key("frame", identity))
        if len(added) < len(self.frames):
            raise Refused("Two of the frames have the same id. Give each one of its own.", "frames")
        if len(model.frames) + len(added) > limits.FRAMES:
            raise Refused(f"A board holds {limits.FRAMES} frames. Split it into several boards.", "frames")
        settled = {frame.id: replace(frame, elements=_present(frame, model, added)) for frame in self.frames}
        merged = {**model.frames, **settled} if any(added.keys() & set(f.elements) for f in self.frames) else settled
        for frame in settled.values():
            refuse_cycle(merged, frame.id, frame.elements)
        return self.having(tuple(settled.values()))

    def apply(self, model: Model) -> None:
        for frame in self.frames:
            model.frames[frame.id] = frame

    def inverse(self, model: Model) -> tuple[Operation, ...]:
        return (RemoveFrames(tuple(frame.id for frame in self.frames)),)

    def to_json(self) -> Json:
        return {"op": self.name, "frames": [encode(frame) for frame in self.frames]}


def _present(frame: Frame, model: Model, added: Mapping[str, Frame]) -> tuple[str, ...]:
    known = (e for e in set(frame.elements) if e in model.elements or e in model.frames or e in added)
    return tuple(sorted(known))


@operation
@dataclass(frozen=True, slots=True)
class RemoveFrames(SeveralItems):
    """Members stay on the board. Settling names the memberships (outer, removed) that go along."""

    ids: tuple[str, ...]
    memberships: tuple[tuple[str, str], ...] = ()

    name = "remove_frames"
    items_in = "ids"

    @classmethod
    def parse(cls, raw: Json) -> RemoveFrames:
        return cls(identifiers(raw, "ids"), several(raw, "memberships", pair, required=False))

    @staticmethod
    def keys_of(item: str) -> tuple[str, ...]:
        return (key("frame", item),)

    def touches(self) -> tuple[str, ...]:
        return (
            *(key("frame", identity) for identity in self.ids),
            *(key("frame", outer, "member", inner) for outer, inner in self.memberships),
        )

    def only(self, allowed: Any) -> Operation:
        kept = tuple(item for item in self.ids if allowed(self.keys_of(item)))
        return RemoveFrames(kept) if kept else NOTHING

    def split(self) -> tuple[Operation, ...]:
        return tuple(RemoveFrames((identity,)) for identity in self.ids)

    def settle(self, model: Model) -> Operation:
        ids = tuple(identity for identity in self.ids if identity in model.frames)
        gone = frozenset(ids)
        outer = (frame for frame in model.frames.values() if frame.id not in gone)
        members = tuple((frame.id, member) for frame in outer for member in frame.elements if member in gone)
        return RemoveFrames(ids, members) if ids else NOTHING

    def endangers(self, model: Model) -> tuple[str, ...]:
        held = [model.frames[identity] for identity in self.ids if identity in model.frames]
        return (
            *(key("frame", frame.id, part) for frame in held for part in PROPERTIES),
            *(key("frame", frame.id, "member", member) for frame in held for member in frame.elements),
            *self.settle(model).touches(),
        )

    def apply(self, model: Model) -> None:
        for outer, inner in self.memberships:
            held = model.frames[outer]
            model.frames[outer] = replace(held, elements=tuple(e for e in held.elements if e != inner))
        for identity in self.ids:
            del model.frames[identity]

    def inverse(self, model: Model) -> tuple[Operation, ...]:
        return (
            AddFrames(tuple(model.frames[identity] for identity in self.ids)),
            *(JoinFrame(outer, (inner,)) for outer, inner in self.memberships),
        )

    def to_json(self) -> Json:
        out: Json = {"op": self.name, "ids": list(self.ids)}
        if self.memberships:
            out["memberships"] = [list(membership) for membership in self.memberships]
        return out


@operation
@dataclass(frozen=True, slots=True)
class MoveFrames(SeveralItems):
    """`moves` are (id, x, y) in board units. Members do not move along; move them in the same push."""

    moves: tuple[tuple[str, float, float], ...]

    name = "move_frames"
    items_in = "moves"

    @classmethod
    def parse(cls, raw: Json) -> MoveFrames:
        moves: dict[str, tuple[str, float, float]] = {}
        for identity, x, y in several(raw, "moves", move):
            if x is None or y is None:
                raise Refused("A frame is always somewhere. Give its x and y.", "moves")
            moves[identity] = (identity, x, y)
        return cls(tuple(moves.values()))

    @staticmethod
    def keys_of(item: tuple[str, float, float]) -> tuple[str, ...]:
        return (key("frame", item[0], "x"), key("frame", item[0], "y"))

    def settle(self, model: Model) -> Operation:
        def changes(item: tuple[str, float, float]) -> bool:
            held = model.frames.get(item[0])
            return held is not None and (held.x, held.y) != item[1:]

        return self.having(tuple(item for item in self.moves if changes(item)))

    def apply(self, model: Model) -> None:
        for identity, x, y in self.moves:
            model.frames[identity] = replace(model.frames[identity], x=x, y=y)

    def inverse(self, model: Model) -> tuple[Operation, ...]:
        held = (model.frames[identity] for identity, _, _ in self.moves)
        return (MoveFrames(tuple((frame.id, frame.x, frame.y) for frame in held)),)

    def to_json(self) -> Json:
        return {"op": self.name, "moves": [list(item) for item in self.moves]}


@operation
@dataclass(frozen=True, slots=True)
class SetFrame(Operation):
    id: str
    property: str
    value: Any

    name = "set_frame"

    @classmethod
    def parse(cls, raw: Json) -> SetFrame:
        wanted = choice(raw.get("property"), PROPERTIES, "property")
        entry = {"id": "-", "kind": "region", wanted: raw.get("value")}
        if (found := first_complaint("frame", entry)) is not None:
            raise Refused(found, "value")
        return cls(identifier(raw.get("id"), "id"), wanted, getattr(decode(Frame, entry), wanted))

    def settle(self, model: Model) -> Operation:
        return NOTHING if getattr(frame_of(model, self.id), self.property) == self.value else self

    def apply(self, model: Model) -> None:
        model.frames[self.id] = replace(model.frames[self.id], **{self.property: self.value})

    def inverse(self, model: Model) -> tuple[Operation, ...]:
        return (SetFrame(self.id, self.property, getattr(model.frames[self.id], self.property)),)

    def touches(self) -> tuple[str, ...]:
        return (key("frame", self.id, self.property),)

    def to_json(self) -> Json:
        return {"op": self.name, "id": self.id, "property": self.property, "value": self.value}

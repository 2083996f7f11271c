"""Which elements and frames are members of a frame: join and leave."""

from __future__ import annotations

from dataclasses import dataclass, replace

from modeling.model import Model
from modeling.operations.frame_tree import frame_of, refuse_cycle
from modeling.operations.operation import NOTHING, Allowed, Json, Operation, key, operation
from modeling.operations.wire import identifier, identifiers


@dataclass(frozen=True, slots=True)
class _Membership(Operation):
    id: str
    elements: tuple[str, ...]

    @classmethod
    def parse(cls, raw: Json) -> Operation:
        return cls(identifier(raw.get("id"), "id"), identifiers(raw, "elements"))

    def touches(self) -> tuple[str, ...]:
        return tuple(key("frame", self.id, "member", member) for member in self.elements)

    def only(self, allowed: Allowed) -> Operation:
        kept = (member for member in self.elements if allowed((key("frame", self.id, "member", member),)))
        return self.having(tuple(kept))

    def split(self) -> tuple[Operation, ...]:
        return tuple(self.having((member,)) for member in self.elements)

    def having(self, members: tuple[str, ...]) -> Operation:
        return replace(self, elements=members) if members else NOTHING

    def to_json(self) -> Json:
        return {"op": self.name, "id": self.id, "elements": list(self.elements)}


@operation
@dataclass(frozen=True, slots=True)
class JoinFrame(_Membership):
    """An element may be a member of several frames: a context, a swimlane, a region."""

    name = "join_frame"

    def settle(self, model: Model) -> Operation:
        held = frozenset(frame_of(model, self.id).elements)
        members = tuple(
            member
            for member in self.elements
            if member not in held and (member in model.elements or member in model.frames)
        )
        refuse_cycle(model.frames, self.id, members)
        return self.having(members)

    def apply(self, model: Model) -> None:
        held = model.frames[self.id]
        model.frames[self.id] = replace(held, elements=tuple(sorted({*held.elements, *self.elements})))

    def inverse(self, model: Model) -> tuple[Operation, ...]:
        return (LeaveFrame(self.id, self.elements),)


@operation
@dataclass(frozen=True, slots=True)
class LeaveFrame(_Membership):
    name = "leave_frame"

    def settle(self, model: Model) -> Operation:
        held = frozenset(frame_of(model, self.id).elements)
        return self.having(tuple(member for member in self.elements if member in held))

    def apply(self, model: Model) -> None:
        held, gone = model.frames[self.id], frozenset(self.elements)
        model.frames[self.id] = replace(held, elements=tuple(e for e in held.elements if e not in gone))

    def inverse(self, model: Model) -> tuple[Operation, ...]:
        return (JoinFrame(self.id, self.elements),)

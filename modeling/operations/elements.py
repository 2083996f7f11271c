"""Operations on elements: add, remove, move."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from modeling import limits
from modeling.codec import encode
from modeling.model import Element, Model
from modeling.operations.definitions import SetExample
from modeling.operations.element_properties import PROPERTIES
from modeling.operations.links import AddLinks
from modeling.operations.membership import JoinFrame
from modeling.operations.operation import NOTHING, Json, Operation, Refused, key, operation
from modeling.operations.several import SeveralItems
from modeling.operations.wire import identifiers, move, pair, several, value_of

#: Everything below an element's own key that an operation may touch.
PARTS = ("label", "position", *PROPERTIES)


@operation
@dataclass(frozen=True, slots=True)
class AddElements(SeveralItems):
    elements: tuple[Element, ...]

    name = "add_elements"
    items_in = "elements"

    @classmethod
    def parse(cls, raw: Json) -> AddElements:
        return cls(several(raw, "elements", value_of(Element, "element")))

    @staticmethod
    def keys_of(item: Element) -> tuple[str, ...]:
        return (key("element", item.id),)

    def settle(self, model: Model) -> Operation:
        seen: set[str] = set()
        for element in self.elements:
            if element.id in model.elements or element.id in model.frames or element.id in seen:
                raise Refused(
                    f"The id {element.id} is taken. Give each note an id of its own.", key("element", element.id)
                )
            seen.add(element.id)
        if len(model.elements) + len(seen) > limits.ELEMENTS:
            raise Refused(f"A board holds {limits.ELEMENTS} notes. Split it into several boards.", "elements")
        return self.having(self.elements)

    def apply(self, model: Model) -> None:
        for element in self.elements:
            model.elements[element.id] = element

    def inverse(self, model: Model) -> tuple[Operation, ...]:
        return (RemoveElements(tuple(element.id for element in self.elements)),)

    def to_json(self) -> Json:
        return {"op": self.name, "elements": [encode(element) for element in self.elements]}

    def attributed(self, member: str) -> Operation:
        return AddElements(tuple(replace(element, author=member) for element in self.elements))


@operation
@dataclass(frozen=True, slots=True)
class RemoveElements(SeveralItems):
    """Settling names the links, frame memberships (frame, element) and examples that go along."""

    ids: tuple[str, ...]
    links: tuple[str, ...] = ()
    memberships: tuple[tuple[str, str], ...] = ()
    examples: tuple[str, ...] = ()

    name = "remove_elements"
    items_in = "ids"

    @classmethod
    def parse(cls, raw: Json) -> RemoveElements:
        return cls(
            identifiers(raw, "ids"),
            identifiers(raw, "links", required=False),
            several(raw, "memberships", pair, required=False),
            identifiers(raw, "examples", required=False),
        )

    @staticmethod
    def keys_of(item: str) -> tuple[str, ...]:
        return (key("element", item),)

    def touches(self) -> tuple[str, ...]:
        return (
            *(key("element", identity) for identity in self.ids),
            *(key("link", identity) for identity in self.links),
            *(key("frame", frame, "member", element) for frame, element in self.memberships),
            *(key("example", identity) for identity in self.examples),
        )

    def only(self, allowed: Any) -> Operation:
        kept = tuple(item for item in self.ids if allowed(self.keys_of(item)))
        return RemoveElements(kept) if kept else NOTHING

    def split(self) -> tuple[Operation, ...]:
        return tuple(RemoveElements((identity,)) for identity in self.ids)

    def settle(self, model: Model) -> Operation:
        ids = tuple(identity for identity in self.ids if identity in model.elements)
        gone = frozenset(ids)
        if not gone:
            return NOTHING
        return RemoveElements(
            ids,
            tuple(link.id for link in model.links.values() if link.source in gone or link.target in gone),
            tuple((frame.id, member) for frame in model.frames.values() for member in frame.elements if member in gone),
            tuple(
                example.id
                for example in model.examples.values()
                if example.command in gone or not gone.isdisjoint(example.given) or not gone.isdisjoint(example.then)
            ),
        )

    def endangers(self, model: Model) -> tuple[str, ...]:
        settled = self.settle(model)
        parts = (key("element", identity, part) for identity in self.ids for part in PARTS)
        link_parts: Iterable[str] = ()
        if isinstance(settled, RemoveElements):
            link_parts = (key("link", identity, part) for identity in settled.links for part in ("role", "group"))
        return (*parts, *settled.touches(), *link_parts)

    def apply(self, model: Model) -> None:
        for frame, members in by_frame(self.memberships).items():
            held = model.frames[frame]
            model.frames[frame] = replace(held, elements=tuple(e for e in held.elements if e not in members))
        for collection, ids in (
            (model.links, self.links),
            (model.examples, self.examples),
            (model.elements, self.ids),
        ):
            for identity in ids:
                del collection[identity]

    def inverse(self, model: Model) -> tuple[Operation, ...]:
        links = (AddLinks(tuple(model.links[identity] for identity in self.links)),) if self.links else ()
        return (
            AddElements(tuple(model.elements[identity] for identity in self.ids)),
            *links,
            *(JoinFrame(frame, tuple(sorted(members))) for frame, members in by_frame(self.memberships).items()),
            *(SetExample(identity, model.examples[identity]) for identity in self.examples),
        )

    def to_json(self) -> Json:
        out: Json = {"op": self.name, "ids": list(self.ids)}
        if self.links:
            out["links"] = list(self.links)
        if self.memberships:
            out["memberships"] = [list(membership) for membership in self.memberships]
        if self.examples:
            out["examples"] = list(self.examples)
        return out


def by_frame(memberships: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Members by frame."""
    out: dict[str, set[str]] = {}
    for frame, member in memberships:
        out.setdefault(frame, set()).add(member)
    return out


@operation
@dataclass(frozen=True, slots=True)
class MoveElements(SeveralItems):
    """`moves` are (id, x, y) in board units; x and y None: not placed."""

    moves: tuple[tuple[str, float | None, float | None], ...]

    name = "move_elements"
    items_in = "moves"

    @classmethod
    def parse(cls, raw: Json) -> MoveElements:
        return cls(tuple({item[0]: item for item in several(raw, "moves", move)}.values()))

    @staticmethod
    def keys_of(item: tuple[str, float | None, float | None]) -> tuple[str, ...]:
        return (key("element", item[0], "position"),)

    def settle(self, model: Model) -> Operation:
        def changes(item: tuple[str, float | None, float | None]) -> bool:
            held = model.elements.get(item[0])
            return held is not None and (held.x, held.y) != item[1:]

        return self.having(tuple(item for item in self.moves if changes(item)))

    def apply(self, model: Model) -> None:
        for identity, x, y in self.moves:
            model.elements[identity] = replace(model.elements[identity], x=x, y=y)

    def inverse(self, model: Model) -> tuple[Operation, ...]:
        held = (model.elements[identity] for identity, _, _ in self.moves)
        return (MoveElements(tuple((element.id, element.x, element.y) for element in held)),)

    def to_json(self) -> Json:
        return {"op": self.name, "moves": [list(item) for item in self.moves]}

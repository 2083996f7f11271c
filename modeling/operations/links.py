"""Operations on links: add, remove, change of role or alternative."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from modeling import limits
from modeling.codec import decode, encode
from modeling.model import Link, Model
from modeling.operations.operation import NOTHING, Json, Operation, Refused, key, operation
from modeling.operations.several import SeveralItems
from modeling.operations.wire import choice, identifier, identifiers, several, value_of
from modeling.validation import first_complaint

PROPERTIES = ("role", "group")


@operation
@dataclass(frozen=True, slots=True)
class AddLinks(SeveralItems):
    links: tuple[Link, ...]

    name = "add_links"
    items_in = "links"

    @classmethod
    def parse(cls, raw: Json) -> AddLinks:
        return cls(several(raw, "links", value_of(Link, "link")))

    @staticmethod
    def keys_of(item: Link) -> tuple[str, ...]:
        return (key("link", item.id),)

    def settle(self, model: Model) -> Operation:
        seen: set[str] = set()
        for link in self.links:
            where = key("link", link.id)
            if link.id in model.links or link.id in seen:
                raise Refused(f"The id {link.id} is taken. Give each link an id of its own.", where)
            if link.source not in model.elements or link.target not in model.elements:
                raise Refused("One of the two notes has been removed. Link notes that are on the board.", where)
            seen.add(link.id)
        if len(model.links) + len(seen) > limits.LINKS:
            raise Refused(f"A board holds {limits.LINKS} links. Split it into several boards.", "links")
        return self.having(self.links)

    def apply(self, model: Model) -> None:
        for link in self.links:
            model.links[link.id] = link

    def inverse(self, model: Model) -> tuple[Operation, ...]:
        return (RemoveLinks(tuple(link.id for link in self.links)),)

    def to_json(self) -> Json:
        return {"op": self.name, "links": [encode(link) for link in self.links]}


@operation
@dataclass(frozen=True, slots=True)
class RemoveLinks(SeveralItems):
    ids: tuple[str, ...]

    name = "remove_links"
    items_in = "ids"

    @classmethod
    def parse(cls, raw: Json) -> RemoveLinks:
        return cls(identifiers(raw, "ids"))

    @staticmethod
    def keys_of(item: str) -> tuple[str, ...]:
        return (key("link", item),)

    def settle(self, model: Model) -> Operation:
        return self.having(tuple(identity for identity in self.ids if identity in model.links))

    def endangers(self, model: Model) -> tuple[str, ...]:
        return tuple(key("link", identity, part) for identity in self.ids for part in PROPERTIES)

    def apply(self, model: Model) -> None:
        for identity in self.ids:
            del model.links[identity]

    def inverse(self, model: Model) -> tuple[Operation, ...]:
        return (AddLinks(tuple(model.links[identity] for identity in self.ids)),)

    def to_json(self) -> Json:
        return {"op": self.name, "ids": list(self.ids)}


@operation
@dataclass(frozen=True, slots=True)
class SetLink(Operation):
    """`value` of a role is its code, of a group an `Alternative` or None."""

    id: str
    property: str
    value: Any

    name = "set_link"

    @classmethod
    def parse(cls, raw: Json) -> SetLink:
        wanted = choice(raw.get("property"), PROPERTIES, "property")
        identity = identifier(raw.get("id"), "id")
        if wanted == "group" and raw.get("value") is None:
            return cls(identity, wanted, None)
        entry = {"id": "-", "from": "-", "to": "-", wanted: raw.get("value")}
        if (found := first_complaint("link", entry)) is not None:
            raise Refused(found, "value")
        return cls(identity, wanted, getattr(decode(Link, entry), wanted))

    def settle(self, model: Model) -> Operation:
        held = model.links.get(self.id)
        if held is None:
            raise Refused("The link has been removed meanwhile. Draw it again.", key("link", self.id))
        return NOTHING if getattr(held, self.property) == self.value else self

    def apply(self, model: Model) -> None:
        model.links[self.id] = replace(model.links[self.id], **{self.property: self.value})

    def inverse(self, model: Model) -> tuple[Operation, ...]:
        return (SetLink(self.id, self.property, getattr(model.links[self.id], self.property)),)

    def touches(self) -> tuple[str, ...]:
        return (key("link", self.id, self.property),)

    def to_json(self) -> Json:
        value = encode(self.value) if self.property == "group" and self.value is not None else self.value
        return {"op": self.name, "id": self.id, "property": self.property, "value": value}

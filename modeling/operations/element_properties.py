"""Operations on one property of an element; texts that two people changed are merged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from modeling import limits
from modeling.codec import decode, encode
from modeling.model import Element, Model
from modeling.operations.entry_merge import merge_entries
from modeling.operations.operation import NOTHING, Json, Operation, Refused, key, operation
from modeling.operations.text_merge import merge_text
from modeling.operations.wire import choice, identifier, optional_text, text
from modeling.validation import first_complaint

PROPERTIES = ("kind", "description", "pivotal", "fields", "state")


def element_of(model: Model, identity: str) -> Element:
    """The element, or `Refused`."""
    if (found := model.elements.get(identity)) is None:
        raise Refused("The note has been removed meanwhile. Add it again to keep your text.", key("element", identity))
    return found


@operation
@dataclass(frozen=True, slots=True)
class SetLabel(Operation):
    """`was` is the text that the person started from: what others made of it meanwhile is merged in."""

    id: str
    label: str
    was: str | None = None

    name = "set_label"

    @classmethod
    def parse(cls, raw: Json) -> SetLabel:
        return cls(
            identifier(raw.get("id"), "id"),
            text(raw.get("label"), limits.LABEL, "label"),
            optional_text(raw, "was", limits.LABEL),
        )

    def settle(self, model: Model) -> Operation:
        held = element_of(model, self.id).label
        label = self.label if self.was is None else merge_text(self.was, self.label, held)
        if len(label) > limits.LABEL:
            raise Refused(
                f"Together with what somebody else wrote the text has {len(label)} characters. "
                f"Shorten it to {limits.LABEL}.",
                key("element", self.id, "label"),
            )
        return NOTHING if label == held else SetLabel(self.id, label)

    def apply(self, model: Model) -> None:
        model.elements[self.id] = replace(model.elements[self.id], label=self.label)

    def inverse(self, model: Model) -> tuple[Operation, ...]:
        return (SetLabel(self.id, model.elements[self.id].label),)

    def touches(self) -> tuple[str, ...]:
        return (key("element", self.id, "label"),)

    def to_json(self) -> Json:
        out: Json = {"op": self.name, "id": self.id, "label": self.label}
        return out if self.was is None else {**out, "was": self.was}


@operation
@dataclass(frozen=True, slots=True)
class SetElement(Operation):
    """One property other than label and position. `was` merges a description by words, fields by their names."""

    id: str
    property: str
    value: Any
    was: Any = None

    name = "set_element"

    @classmethod
    def parse(cls, raw: Json) -> SetElement:
        wanted = choice(raw.get("property"), PROPERTIES, "property")
        was = None if raw.get("was") is None else _property(wanted, raw["was"], "was")
        return cls(identifier(raw.get("id"), "id"), wanted, _property(wanted, raw.get("value"), "value"), was)

    def settle(self, model: Model) -> Operation:
        held = getattr(element_of(model, self.id), self.property)
        value = self.value
        if self.was is not None and self.property == "description":
            value = merge_text(self.was, value, held)
        elif self.was is not None and self.property == "fields":
            value = merge_entries(self.was, value, held, lambda entry: entry.name)
        if self.property in ("description", "fields"):
            _property(self.property, _wire(value), key("element", self.id, self.property))
        return NOTHING if value == held else SetElement(self.id, self.property, value)

    def apply(self, model: Model) -> None:
        model.elements[self.id] = replace(model.elements[self.id], **{self.property: self.value})

    def inverse(self, model: Model) -> tuple[Operation, ...]:
        return (SetElement(self.id, self.property, getattr(model.elements[self.id], self.property)),)

    def touches(self) -> tuple[str, ...]:
        return (key("element", self.id, self.property),)

    def to_json(self) -> Json:
        out: Json = {"op": self.name, "id": self.id, "property": self.property, "value": _wire(self.value)}
        return out if self.was is None else {**out, "was": _wire(self.was)}


def _wire(value: Any) -> Any:
    return [encode(item) for item in value] if isinstance(value, tuple) else value


def _property(name: str, raw: object, where: str) -> Any:
    entry = {"id": "-", "kind": "note", "label": "", name: raw}
    if (found := first_complaint("element", entry)) is not None:
        raise Refused(found, where)
    return getattr(decode(Element, entry), name)

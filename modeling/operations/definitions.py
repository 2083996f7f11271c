"""Operations on value types and examples: each is set as a whole, or removed with null."""

from __future__ import annotations

from dataclasses import dataclass

from modeling import limits
from modeling.codec import encode
from modeling.model import Example, Model, ValueType
from modeling.operations.operation import NOTHING, Json, Operation, Refused, key, operation
from modeling.operations.wire import identifier, text, value_of


@operation
@dataclass(frozen=True, slots=True)
class SetType(Operation):
    type_name: str
    type: ValueType | None

    name = "set_type"

    @classmethod
    def parse(cls, raw: Json) -> SetType:
        named = text(raw.get("name"), limits.NAME, "name")
        if raw.get("type") is None:
            return cls(named, None)
        held = value_of(ValueType, "type")(raw["type"], "type")
        if held.name != named:
            raise Refused("The name of the type is another one inside it. Give the same name twice.", "name")
        return cls(named, held)

    def settle(self, model: Model) -> Operation:
        if self.type_name not in model.types and len(model.types) >= limits.ELEMENTS:
            raise Refused(f"A board holds {limits.ELEMENTS} types. Remove some.", key("type", self.type_name))
        return NOTHING if model.types.get(self.type_name) == self.type else self

    def apply(self, model: Model) -> None:
        if self.type is None:
            del model.types[self.type_name]
        else:
            model.types[self.type_name] = self.type

    def inverse(self, model: Model) -> tuple[Operation, ...]:
        return (SetType(self.type_name, model.types.get(self.type_name)),)

    def touches(self) -> tuple[str, ...]:
        return (key("type", self.type_name),)

    def to_json(self) -> Json:
        return {"op": self.name, "name": self.type_name, "type": None if self.type is None else encode(self.type)}


@operation
@dataclass(frozen=True, slots=True)
class SetExample(Operation):
    id: str
    example: Example | None

    name = "set_example"

    @classmethod
    def parse(cls, raw: Json) -> SetExample:
        identity = identifier(raw.get("id"), "id")
        if raw.get("example") is None:
            return cls(identity, None)
        entry = raw["example"]
        if isinstance(entry, dict):
            entry = {**entry, "id": identity}
        return cls(identity, value_of(Example, "example")(entry, "example"))

    def settle(self, model: Model) -> Operation:
        if self.example is not None:
            named = (self.example.command, *self.example.given, *self.example.then)
            if any(identity not in model.elements for identity in named):
                raise Refused(
                    "The example names a note that has been removed. Name notes that are on the board.",
                    key("example", self.id),
                )
            if self.id not in model.examples and len(model.examples) >= limits.LINKS:
                raise Refused(f"A board holds {limits.LINKS} examples. Remove some.", key("example", self.id))
        return NOTHING if model.examples.get(self.id) == self.example else self

    def apply(self, model: Model) -> None:
        if self.example is None:
            del model.examples[self.id]
        else:
            model.examples[self.id] = self.example

    def inverse(self, model: Model) -> tuple[Operation, ...]:
        return (SetExample(self.id, model.examples.get(self.id)),)

    def touches(self) -> tuple[str, ...]:
        return (key("example", self.id),)

    def to_json(self) -> Json:
        return {"op": self.name, "id": self.id, "example": None if self.example is None else encode(self.example)}

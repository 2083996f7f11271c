"""The operation on the board itself: its name and its level."""

from __future__ import annotations

from dataclasses import dataclass

from modeling import limits
from modeling.kinds import Level
from modeling.model import Model
from modeling.operations.operation import NOTHING, Json, Operation, key, operation
from modeling.operations.wire import choice, text


@operation
@dataclass(frozen=True, slots=True)
class SetBoard(Operation):
    """`property` is "name" or "level"; `value` a name or a level's code."""

    property: str
    value: str

    name = "set_board"

    @classmethod
    def parse(cls, raw: Json) -> SetBoard:
        wanted = choice(raw.get("property"), ("name", "level"), "property")
        if wanted == "level":
            return cls(wanted, choice(raw.get("value"), tuple(level.value for level in Level), "value"))
        return cls(wanted, text(raw.get("value"), limits.NAME, "value"))

    def settle(self, model: Model) -> Operation:
        return NOTHING if self._held(model) == self.value else self

    def _held(self, model: Model) -> str:
        return model.name if self.property == "name" else model.level.value

    def apply(self, model: Model) -> None:
        if self.property == "name":
            model.name = self.value
        else:
            model.level = Level(self.value)

    def inverse(self, model: Model) -> tuple[Operation, ...]:
        return (SetBoard(self.property, self._held(model)),)

    def touches(self) -> tuple[str, ...]:
        return (key("board", self.property),)

    def to_json(self) -> Json:
        return {"op": self.name, "property": self.property, "value": self.value}

"""What travels: events are facts, commands are requests.

Their fields have names of their own on the wire (aliases).
"""

import json
from decimal import Decimal
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field


class Value(BaseModel):
    """A value without identity. Readers are tolerant: fields they do not know are ignored."""

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        populate_by_name=True,
        protected_namespaces=(),
        ser_json_bytes="base64",
        val_json_bytes="base64",
    )

    def to_data(self) -> dict[str, Any]:
        """As JSON data, by wire names."""
        return self.model_dump(mode="json", by_alias=True)

    @classmethod
    def wire_name(cls, name: str) -> str:
        """The name that a field has in data; “” for “”."""
        return (cls.model_fields[name].alias or name) if name else ""

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        return cls.model_validate_json(json.dumps(data))


class Money(Value):
    """An amount in a currency of ISO 4217; XXX, its code for none, while nothing is known."""

    amount: Decimal = Field(Decimal(0), max_digits=19, decimal_places=4)
    currency: str = Field("XXX", pattern="^[A-Z]{3}$")


class Message(Value):
    """`message_type` is the CloudEvents type, `message_topic` the channel that carries it."""

    message_type: ClassVar[str]
    message_topic: ClassVar[str]


class Event(Message):
    """Something that happened."""


class Command(Message):
    """Something that is asked for. `target_field` names the field that says of which aggregate."""

    target_field: ClassVar[str] = ""

    def target_id(self) -> str | None:
        """The aggregate that is meant, None where the command's fields do not say."""
        if not self.target_field:
            return None
        value = getattr(self, self.target_field)
        return None if value is None or value == "" else str(value)

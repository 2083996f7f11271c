"""What is compared: the contracts of a board, of an `.avsc` file or of a JSON Schema file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from codegen import ir
from codegen.naming import pascal
from codegen.schemas.compatibility.from_avro import read_avro
from codegen.schemas.compatibility.from_json_schema import read_json_schema
from codegen.schemas.compatibility.rules import Family
from codegen.schemas.compatibility.shape import Member, Schema, Shape


@dataclass(frozen=True, slots=True)
class Contract:
    """One message's schema. `type` is its CloudEvents type and `sources` the elements it stands for; both are empty
    for a file that holds the schema alone."""

    name: str
    schema: Schema
    type: str = ""
    sources: tuple[str, ...] = ()


def contracts_of_schema(raw: Any, name: str = "") -> tuple[Contract, ...]:
    """The contract in an Avro or JSON Schema file's JSON. `name` stands in for a missing title.

    Raises `UnreadableSchema`.
    """
    schema = read_avro(raw) if is_avro(raw) else read_json_schema(raw, name)
    return (Contract(schema.event, schema),)


def is_avro(raw: Any) -> bool:
    """Whether it looks like an Avro schema: named types of Avro, or a bare name or union, are no JSON Schema."""
    if isinstance(raw, dict):
        return raw.get("type") in ("record", "enum", "fixed", "error")
    return isinstance(raw, (str, list))


def contracts_of_system(system: ir.System) -> tuple[Contract, ...]:
    """A contract for each event and each command that a person wrote, in the system's sequence."""
    reader = _SystemReader(system)
    messages: list[ir.Event | ir.Command] = [*system.events]
    messages += [command for command in system.commands if not command.implied]
    return tuple(reader.contract(message) for message in messages)


class _SystemReader:
    def __init__(self, system: ir.System) -> None:
        self.named = {kind.key: self.value_type(kind) for kind in system.types}

    def contract(self, message: ir.Event | ir.Command) -> Contract:
        name = pascal(message.name)
        root = Shape("record", name, members=self.members(message.fields))
        return Contract(name, Schema(name, Family.BOARD, root, self.named), message.type, message.sources)

    def value_type(self, kind: ir.ValueType) -> Shape:
        name = pascal(kind.name)
        if kind.symbols:
            return Shape("enum", name, symbols=tuple(symbol.wire for symbol in kind.symbols))
        return Shape("record", name, members=self.members(kind.fields))

    def members(self, fields: tuple[ir.Field, ...]) -> tuple[Member, ...]:
        return tuple(Member(field.wire, self.shape(field.type), not field.required) for field in fields)

    def shape(self, kind: ir.Type) -> Shape:
        if kind.kind == "ref":
            inner = self.shape(kind.item or ir.Type("string"))
            return Shape(inner.kind, inner.name, nullable=kind.nullable, logical=inner.logical, item=inner.item)
        if kind.kind in ("record", "enum"):
            return Shape("named", kind.target, nullable=kind.nullable)
        if kind.kind in ("list", "map"):
            return Shape(kind.kind, item=self.shape(kind.item or ir.Type("string")), nullable=kind.nullable)
        logical = f"{kind.precision},{kind.scale}" if kind.kind == "decimal" else ""
        return Shape(kind.kind, nullable=kind.nullable, logical=logical)

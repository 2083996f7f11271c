"""Events and commands as JSON Schemas (Draft 2020-12), one self-contained file each.

They describe for tolerant readers: unknown fields are allowed and ignored. Decimals and amounts of money travel as
strings, because JSON numbers lose digits. `x-personal-data` marks personal data.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from codegen import ir
from codegen.naming import pascal

Json = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"

_INT, _LONG = 2**31, 2**63

_PLAIN: dict[str, Json] = {
    "string": {"type": "string"},
    "int": {"type": "integer", "minimum": -_INT, "maximum": _INT - 1},
    "long": {"type": "integer", "minimum": -_LONG, "maximum": _LONG - 1},
    "double": {"type": "number"},
    "boolean": {"type": "boolean"},
    "uuid": {"type": "string", "format": "uuid"},
    "date": {"type": "string", "format": "date"},
    # Not "format": "time", which asks for an offset from UTC.
    "time": {"type": "string", "pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?$"},
    "timestamp": {"type": "string", "format": "date-time"},
    "duration": {"type": "string", "format": "duration"},
    "bytes": {"type": "string", "contentEncoding": "base64"},
    "money": {
        "type": "object",
        "properties": {
            "amount": {"type": "string", "pattern": r"^-?[0-9]{1,15}(\.[0-9]{1,4})?$"},
            "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
        },
        "required": ["amount", "currency"],
    },
}


def message_schema(message: ir.Event | ir.Command, system: ir.System) -> Json:
    """The JSON Schema of the message's data; value types are in `$defs`."""
    writer = Writer(system, "#/$defs/")
    version = message.version if isinstance(message, ir.Event) else 1
    out: Json = {"$schema": DIALECT, "$id": f"urn:eventstorm:{message.type}:{version}", "title": pascal(message.name)}
    if doc := message.description or message.name.text:
        out["description"] = doc
    out.update(writer.object(message.fields))
    if definitions := writer.definitions():
        out["$defs"] = definitions
    return out


def text_of(message: ir.Event | ir.Command, system: ir.System) -> str:
    return json.dumps(message_schema(message, system), ensure_ascii=False, indent=2) + "\n"


class Writer:
    """Writes schemas whose value types stand at `place`; `used` are their keys, in the sequence of their first use."""

    def __init__(self, system: ir.System, place: str, spell: Callable[[ir.Name], str] = pascal) -> None:
        self.types = {kind.key: kind for kind in system.types}
        self.place = place
        self.spell = spell
        self.used: dict[str, None] = {}

    def object(self, fields: tuple[ir.Field, ...]) -> Json:
        out: Json = {"type": "object", "properties": {field.wire: self.field(field) for field in fields}}
        if required := [field.wire for field in fields if field.required]:
            out["required"] = required
        return out

    def field(self, field: ir.Field) -> Json:
        """An optional field may be left out or be null: readers must not care how a writer says "none"."""
        out = self.type(field.type) if field.required or field.type.nullable else nullable(self.type(field.type))
        if field.description:
            out["description"] = field.description
        if field.personal:
            out["x-personal-data"] = True
        return out

    def type(self, kind: ir.Type) -> Json:
        out = self._type(kind)
        return nullable(out) if kind.nullable else out

    def _type(self, kind: ir.Type) -> Json:
        inner = kind.item or ir.Type("string")
        if kind.kind in _PLAIN:
            return dict(_PLAIN[kind.kind])
        if kind.kind == "decimal":
            return _decimal(kind.precision, kind.scale)
        if kind.kind == "list":
            return {"type": "array", "items": self.type(inner)}
        if kind.kind == "map":
            return {"type": "object", "additionalProperties": self.type(inner)}
        if kind.kind == "ref":
            return self._type(inner)
        self.used[kind.target] = None
        return {"$ref": f"{self.place}{self.spell(self.types[kind.target].name)}"}

    def definitions(self) -> Json:
        """The value types used so far and those that these use, by name."""
        out: Json = {}
        done: set[str] = set()
        while waiting := [key for key in self.used if key not in done]:
            for key in waiting:
                done.add(key)
                kind = self.types[key]
                out[self.spell(kind.name)] = (
                    {"type": "string", "enum": [symbol.wire for symbol in kind.symbols]}
                    if kind.symbols
                    else self.object(kind.fields)
                )
        return dict(sorted(out.items()))


def nullable(schema: Json) -> Json:
    """The schema that also allows null."""
    if isinstance(schema.get("type"), str) and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def _decimal(precision: int, scale: int) -> Json:
    whole = f"[0-9]{{1,{max(precision - scale, 1)}}}"
    fraction = rf"(\.[0-9]{{1,{scale}}})?" if scale else ""
    return {"type": "string", "pattern": f"^-?{whole}{fraction}$"}

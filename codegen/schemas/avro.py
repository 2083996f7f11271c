"""Events as Avro schemas (specification 1.11), one self-contained record each.

Value types are defined where they are first used and named afterwards. An optional or nullable field is a union with
null; optional ones have null as default. Money is a record, a duration an ISO 8601 string. `doc` carries the
description, `personalData` marks personal data for those who must find it.
"""

from __future__ import annotations

import json
from typing import Any

from codegen import ir
from codegen.naming import pascal

Json = dict[str, Any]

#: Digits of an amount of money: enough for any currency's minor unit and for sums of a national budget.
MONEY_PRECISION, MONEY_SCALE = 19, 4

_PLAIN: dict[str, Any] = {
    "string": "string",
    "int": "int",
    "long": "long",
    "double": "double",
    "boolean": "boolean",
    "bytes": "bytes",
    "duration": "string",
    "uuid": {"type": "string", "logicalType": "uuid"},
    "date": {"type": "int", "logicalType": "date"},
    "time": {"type": "int", "logicalType": "time-millis"},
    "timestamp": {"type": "long", "logicalType": "timestamp-millis"},
}


def event_schema(event: ir.Event, system: ir.System) -> Json:
    """The Avro schema of the event's data as a JSON object."""
    return _Writer(namespace_of(event, system), system).message(event)


def text_of(event: ir.Event, system: ir.System) -> str:
    return json.dumps(event_schema(event, system), ensure_ascii=False, indent=2) + "\n"


def namespace_of(message: ir.Event | ir.Command, system: ir.System) -> str:
    """The Avro namespace: system and context, as dotted names of letters, digits and underscores."""
    return f"{'_'.join(system.name.words)}.{message.context}"


class _Writer:
    """Writes one schema; remembers which value types it has defined."""

    def __init__(self, namespace: str, system: ir.System) -> None:
        self.namespace = namespace
        self.types = {kind.key: kind for kind in system.types}
        self.type_namespace = f"{'_'.join(system.name.words)}.types"
        self.defined: set[str] = set()

    def message(self, event: ir.Event) -> Json:
        out: Json = {"type": "record", "name": pascal(event.name), "namespace": self.namespace}
        if doc := event.description or event.name.text:
            out["doc"] = doc
        out["fields"] = [self.field(field) for field in event.fields]
        return out

    def field(self, field: ir.Field) -> Json:
        out: Json = {"name": field.wire, "type": self.type(field.type)}
        if not field.required:
            if not field.type.nullable:
                out["type"] = ["null", out["type"]]
            out["default"] = None
        if field.description:
            out["doc"] = field.description
        elif field.type.kind == "duration":
            out["doc"] = "ISO 8601 duration, such as P1DT2H"
        if field.personal:
            out["personalData"] = True
        return out

    def type(self, kind: ir.Type) -> Any:
        inner = self._type(kind)
        return ["null", inner] if kind.nullable else inner

    def _type(self, kind: ir.Type) -> Any:
        if kind.kind in _PLAIN:
            return _PLAIN[kind.kind]
        if kind.kind == "decimal":
            return _decimal(kind.precision, kind.scale)
        if kind.kind == "money":
            return self._money()
        if kind.kind == "list":
            return {"type": "array", "items": self.type(_item(kind))}
        if kind.kind == "map":
            return {"type": "map", "values": self.type(_item(kind))}
        if kind.kind == "ref":
            return self._type(_item(kind))
        return self._named(self.types[kind.target])

    def _named(self, kind: ir.ValueType) -> Any:
        name = pascal(kind.name)
        full = f"{self.type_namespace}.{name}"
        if full in self.defined:
            return full
        self.defined.add(full)
        head: Json = {"name": name, "namespace": self.type_namespace}
        if kind.symbols:
            return {"type": "enum", **head, "symbols": [symbol.wire for symbol in kind.symbols]}
        return {"type": "record", **head, "fields": [self.field(field) for field in kind.fields]}

    def _money(self) -> Any:
        full = f"{self.type_namespace}.money.Money"
        if full in self.defined:
            return full
        self.defined.add(full)
        return {
            "type": "record",
            "name": "Money",
            "namespace": f"{self.type_namespace}.money",  # a value type of the board may be called Money too
            "fields": [
                {"name": "amount", "type": _decimal(MONEY_PRECISION, MONEY_SCALE)},
                {"name": "currency", "type": "string", "doc": "ISO 4217 code, such as EUR"},
            ],
        }


def _decimal(precision: int, scale: int) -> Json:
    return {"type": "bytes", "logicalType": "decimal", "precision": precision, "scale": scale}


def _item(kind: ir.Type) -> ir.Type:
    """The inner type; lowering gives one to every list, map and ref, a string stands in should it not."""
    return kind.item or ir.Type("string")

"""Events as Protocol Buffers (proto3), one self-contained file each; value types are nested in their message.

A field's number decides what old messages mean. It is the number that people stored with the field (`"number": 3` in
the board document); a field without one gets the lowest that is free, in the sequence of the fields. Numbers listed as
`"reserved"` on the element or type are never given again. Who reorders or removes fields stores numbers first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from codegen import ir
from codegen.naming import pascal, screaming, snake
from codegen.schemas.avro import namespace_of

_SCALARS = {
    "string": "string",
    "int": "int32",
    "long": "int64",
    "double": "double",
    "boolean": "bool",
    "bytes": "bytes",
    "uuid": "string",
    "decimal": "string",
    "date": "string",
    "time": "string",
    "duration": "string",
    "timestamp": "google.protobuf.Timestamp",
    "money": "MoneyAmount",
}
_MESSAGES = frozenset(("record", "timestamp", "money"))  # absent is a value of their own
_HIGHEST = 18_999  # from 19000 on Protocol Buffers keeps some for itself


def text_of(event: ir.Event, system: ir.System) -> str:
    """The `.proto` file of the event's data."""
    writer = _Writer(system)
    body = writer.message(event)
    lines = ['syntax = "proto3";', "", f"package {namespace_of(event, system)};", ""]
    if writer.timestamps:
        lines += ['import "google/protobuf/timestamp.proto";', ""]
    return "\n".join([*lines, *body]) + "\n"


class _Writer:
    def __init__(self, system: ir.System) -> None:
        self.types = {kind.key: kind for kind in system.types}
        self.snapshot = system.snapshot
        self.used: dict[str, None] = {}
        self.nested: list[str] = []
        self.timestamps = self.money = False

    def message(self, event: ir.Event) -> list[str]:
        drawn = [self.snapshot.elements[key] for key in event.sources if key in self.snapshot.elements]
        extras = {field.name: field.extra for element in drawn for field in element.fields}
        own = self.fields(event.fields, extras, [element.extra for element in drawn])
        inner: list[str] = []
        done: set[str] = set()
        while waiting := [key for key in self.used if key not in done]:
            for key in waiting:
                done.add(key)
                inner += self.value_type(self.types[key])
        if self.money:
            inner += ["message MoneyAmount {", "  string amount = 1;", "  string currency = 2;", "}"]
        body = [*own, *self.nested, *inner]
        return [*_comment(event.description), f"message {pascal(event.name)} {{", *_indented(body), "}"]

    def value_type(self, kind: ir.ValueType) -> list[str]:
        if kind.symbols:
            prefix = screaming(kind.name)
            values = [f"  {prefix}_UNSPECIFIED_VALUE = 0;"]
            values += [f"  {prefix}_{screaming(held.name)} = {at};" for at, held in enumerate(kind.symbols, 1)]
            return [f"enum {_type_name(kind)} {{", *values, "}"]
        drawn = next((held for held in self.snapshot.types.values() if held.name == kind.name.text), None)
        extras = {field.name: field.extra for field in drawn.fields} if drawn else {}
        fields = self.fields(kind.fields, extras, [drawn.extra] if drawn else [])
        return [f"message {_type_name(kind)} {{", *_indented(fields), "}"]

    def fields(
        self, fields: tuple[ir.Field, ...], extras: Mapping[str, Mapping[str, Any]], owners: list[Mapping[str, Any]]
    ) -> list[str]:
        reserved = {number for owner in owners for number in _numbers(owner.get("reserved"))}
        stored = [next(_numbers([extras.get(field.name.text, {}).get("number")]), 0) for field in fields]
        taken = reserved | set(stored)
        out = [f"reserved {', '.join(map(str, sorted(reserved)))};"] if reserved else []
        given: set[int] = set(reserved)
        free = (number for number in range(1, _HIGHEST) if number not in taken)
        for field, number in zip(fields, stored, strict=True):
            if number == 0 or number in given:
                number = next(free)
            given.add(number)
            out += _comment(field.description)
            name = snake(field.name)
            out.append(f'{self.label(field, name)} {name} = {number} [json_name = "{field.wire}"];')
        return out

    def label(self, field: ir.Field, name: str) -> str:
        kind = _dereferenced(field.type)
        written = self.type(kind, name)
        alone = kind.kind not in ("list", "map") and kind.kind not in _MESSAGES
        return (
            f"optional {written}" if alone and (kind.nullable or field.type.nullable or not field.required) else written
        )

    def type(self, kind: ir.Type, name: str) -> str:
        if kind.kind == "list":
            return f"repeated {self.item(kind, name)}"
        if kind.kind == "map":
            return f"map<string, {self.item(kind, name)}>"
        if kind.kind in ("record", "enum"):
            self.used[kind.target] = None
            return _type_name(self.types[kind.target])
        self.timestamps = self.timestamps or kind.kind == "timestamp"
        self.money = self.money or kind.kind == "money"
        return _SCALARS[kind.kind]

    def item(self, kind: ir.Type, name: str) -> str:
        """What a list or map repeats: what cannot be repeated itself (lists, maps, null) is wrapped."""
        inner = _dereferenced(kind.item or ir.Type("string"))
        if inner.kind not in ("list", "map") and not inner.nullable:
            return self.type(inner, name)
        wrapper = f"Item{len(self.nested)}Of{''.join(part.capitalize() for part in name.split('_'))}"
        self.nested.append("")
        at = len(self.nested) - 1
        written = self.type(inner, f"{name}_item")
        optional = "optional " if inner.kind not in ("list", "map") and inner.kind not in _MESSAGES else ""
        self.nested[at] = f"message {wrapper} {{ {optional}{written} value = 1; }}"
        return wrapper


def _dereferenced(kind: ir.Type) -> ir.Type:
    """A reference is the key that it holds."""
    while kind.kind == "ref":
        kind = kind.item or ir.Type("string")
    return kind


def _type_name(kind: ir.ValueType) -> str:
    """A name that neither the message nor one of its wrappers has."""
    return f"{pascal(kind.name)}Value"


def _numbers(raw: Any) -> Iterator[int]:
    found = raw if isinstance(raw, (list, tuple)) else ()
    return iter([at for at in found if isinstance(at, int) and not isinstance(at, bool) and 0 < at <= _HIGHEST])


def _comment(text: str) -> list[str]:
    """Comment lines; what an editor or compiler may take for the end of a line ends one here too."""
    lines = ("".join(sign for sign in line if sign.isprintable()).strip() for line in text.splitlines())
    return [f"// {line}" for line in lines if line]


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}" for line in lines]

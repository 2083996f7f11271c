"""How the intermediate representation is spelled in Python: names, annotations, values."""

from __future__ import annotations

import base64
import builtins
import keyword
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from codegen import ir, naming

#: Attributes that pydantic models and the runtime's messages have already, and names that annotations use.
_TAKEN_ATTRIBUTES = frozenset(
    "construct copy dict from_orm json parse_file parse_obj parse_raw schema schema_json update_forward_refs validate "
    "message_type message_topic target_field target_id wire_name to_data from_data "
    "bool bytes date datetime float int list str time timedelta dict".split()
)
#: Classes that generated modules import beside those of the board.
_TAKEN_CLASSES = frozenset(dir(builtins)) | frozenset(
    "Aggregate Answer Any AsyncClient AsyncIterator Bus Callable ClassVar Command Database Decimal Definition Envelope "
    "Event External Field Iterator MemoryBus Message Money MonkeyPatch Path Projection Saga Self Service Settings "
    "State Step StrEnum Table UTC UUID Value".split()
)

ANNOTATIONS = {
    "string": "str",
    "int": "int",
    "long": "int",
    "double": "float",
    "boolean": "bool",
    "uuid": "UUID",
    "date": "date",
    "time": "time",
    "timestamp": "datetime",
    "duration": "timedelta",
    "money": "Money",
    "bytes": "bytes",
    "decimal": "Decimal",
}
DEFAULTS = {
    "string": '""',
    "int": "0",
    "long": "0",
    "double": "0.0",
    "boolean": "False",
    "uuid": "UUID(int=0)",
    "date": "UNKNOWN_TIME.date()",
    "time": "UNKNOWN_TIME.time()",
    "timestamp": "UNKNOWN_TIME",
    "duration": "timedelta()",
    "money": "Money()",
    "decimal": "Decimal(0)",
    "bytes": 'b""',
    "list": "[]",
    "map": "{}",
}
_DEEPEST = 4


def class_name(name: ir.Name) -> str:
    spelled = naming.pascal(name)
    return f"{spelled}_" if spelled in _TAKEN_CLASSES or keyword.iskeyword(spelled) else spelled


def attribute(name: ir.Name) -> str:
    spelled = naming.snake(name)
    taken = spelled in _TAKEN_ATTRIBUTES or keyword.iskeyword(spelled) or spelled.startswith("model_")
    return f"{spelled}_" if taken else spelled


def optional(field: ir.Field) -> bool:
    """Whether the field may be None in Python."""
    return field.type.nullable or not field.required


def plain_type(kind: ir.Type) -> ir.Type:
    """The type itself; of a reference, the type of the key it holds."""
    return kind.item if kind.kind == "ref" and kind.item is not None else kind


@dataclass(frozen=True)
class Spelling:
    """Spells types and values; needs the value types by key."""

    types: dict[str, ir.ValueType]

    def annotation(self, kind: ir.Type) -> str:
        """The annotation without "| None"; inner nullable types have it."""
        kind = plain_type(kind)
        if kind.kind == "list" and kind.item is not None:
            return f"list[{self._inner(kind.item)}]"
        if kind.kind == "map" and kind.item is not None:
            return f"dict[str, {self._inner(kind.item)}]"
        if kind.target:
            return class_name(self.types[kind.target].name)
        return ANNOTATIONS[kind.kind]

    def _inner(self, kind: ir.Type) -> str:
        return self.annotation(kind) + (" | None" if kind.nullable else "")

    def default(self, kind: ir.Type) -> str:
        """An expression for the emptiest value."""
        kind = plain_type(kind)
        if kind.kind == "enum":
            held = self.types[kind.target]
            return f"{class_name(held.name)}.{symbol(held.symbols[0])}"
        if kind.kind == "record":
            return f"compose({self.annotation(kind)}, {{}})"
        return DEFAULTS[kind.kind]

    def sample(self, kind: ir.Type, seed: str, depth: int = 0) -> tuple[str, Any]:
        """An expression for a value that is unlike the default, and the same value as JSON. Equal for equal seeds."""
        kind = plain_type(kind)
        if kind.nullable and depth > _DEEPEST:
            return "None", None
        if kind.kind in ("list", "map") and kind.item is not None:
            if depth > _DEEPEST:
                return ("[]", []) if kind.kind == "list" else ("{}", {})
            code, data = self.sample(kind.item, seed, depth + 1)
            return (f"[{code}]", [data]) if kind.kind == "list" else (f'{{"key": {code}}}', {"key": data})
        if kind.kind == "enum":
            held = self.types[kind.target]
            return f"{class_name(held.name)}.{symbol(held.symbols[-1])}", held.symbols[-1].wire
        if kind.kind == "record":
            return self._record_sample(self.types[kind.target], seed, depth)
        return _scalar_sample(kind, seed)

    def _record_sample(self, record: ir.ValueType, seed: str, depth: int) -> tuple[str, Any]:
        parts, data = [], {}
        for field in record.fields:
            code, value = self.sample(field.type, f"{seed} {field.wire}", depth + 1)
            parts.append(f"{attribute(field.name)}={code}")
            data[field.wire] = value
        return f"{class_name(record.name)}({', '.join(parts)})", data


def symbol(value: ir.Symbol) -> str:
    spelled = naming.screaming(value.name)
    return f"{spelled}_" if spelled in ("NONE", "NAME", "VALUE", "MRO") else spelled


def _scalar_sample(kind: ir.Type, seed: str) -> tuple[str, Any]:
    number = crc32(seed.encode()) % 800 + 100
    day, hour, minute = number % 27 + 1, number % 23, number % 59
    code: str
    data: Any
    match kind.kind:
        case "string":
            code, data = f'"{seed} {number}"', f"{seed} {number}"
        case "int" | "long":
            code, data = str(number), number
        case "double":
            code, data = f"{number}.5", number + 0.5
        case "boolean":
            code, data = "True", True
        case "uuid":
            data = f"{number:08x}-0000-4000-8000-000000000000"
            code = f'UUID("{data}")'
        case "date":
            code, data = f"date(2031, 2, {day})", f"2031-02-{day:02}"
        case "time":
            code, data = f"time({hour}, {minute})", f"{hour:02}:{minute:02}:00"
        case "timestamp":
            code = f"datetime(2031, 2, {day}, {hour}, {minute}, tzinfo=UTC)"
            data = f"2031-02-{day:02}T{hour:02}:{minute:02}:00Z"
        case "duration":
            code, data = f"timedelta(seconds={minute + 1})", f"PT{minute + 1}S"
        case "money":
            code = f'Money(amount=Decimal("{number}.75"), currency="EUR")'
            data = {"amount": f"{number}.75", "currency": "EUR"}
        case "bytes":
            raw = seed.encode()
            code, data = repr(raw).replace("b'", 'b"').replace("'", '"'), base64.urlsafe_b64encode(raw).decode()
        case _:
            code, data = _decimal_sample(kind, number)
    return code, data


def _decimal_sample(kind: ir.Type, number: int) -> tuple[str, Any]:
    """Within precision and scale: decimal(3,2) holds 9.99 at most."""
    digits = str(number)[: max(kind.precision - kind.scale, 0)] or "0"
    text = f"{digits}.{'75'[: kind.scale]}" if kind.scale else digits
    return f'Decimal("{text}")', text

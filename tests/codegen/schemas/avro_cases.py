"""The table of Avro changes: name → (fields before, fields after, expected change, backward, forward, a value each)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class AvroCase:
    name: str
    old: Json
    new: Json
    change: str
    backward: bool
    forward: bool
    old_value: Json
    new_value: Json
    decides: bool = True  # whether a decoder can see the difference at all


def record(*fields: Json, name: str = "Placed", **more: Any) -> Json:
    return {"type": "record", "name": name, "namespace": "shop", "fields": [field("id", "string"), *fields], **more}


def field(name: str, kind: Any, **more: Any) -> Json:
    return {"name": name, "type": kind, **more}


def enum(*symbols: str, **more: Any) -> Json:
    return {"type": "enum", "name": "Channel", "symbols": list(symbols), **more}


def decimal(precision: int, scale: int) -> Json:
    return {"type": "bytes", "logicalType": "decimal", "precision": precision, "scale": scale}


def _case(name: str, old: Json, new: Json, change: str, verdict: str, values: tuple[Any, Any], **more: Any) -> AvroCase:
    before, after = values
    return AvroCase(
        name, old, new, change, verdict[0] == "1", verdict[1] == "1",
        {"id": "1", **before}, {"id": "1", **after}, **more,
    )  # fmt: skip


def _typed(name: str, old: Any, new: Any, change: str, verdict: str, before: Any, after: Any, **more: Any) -> AvroCase:
    return _case(
        name, record(field("f", old)), record(field("f", new)), change, verdict, ({"f": before}, {"f": after}), **more
    )


_DEFAULTED = field("f", "int", default=0)
_PLAIN = field("f", "int")

CASES = (
    _case("add with default", record(), record(_DEFAULTED), "field_added_optional", "11", ({}, {"f": 1})),
    _case("add without default", record(), record(_PLAIN), "field_added_required", "01", ({}, {"f": 1})),
    _case("remove with default", record(_DEFAULTED), record(), "field_removed_optional", "11", ({"f": 1}, {})),
    _case("remove without default", record(_PLAIN), record(), "field_removed_required", "10", ({"f": 1}, {})),
    _case(
        "rename with alias",
        record(_PLAIN),
        record(field("g", "int", aliases=["f"])),
        "field_renamed_with_alias",
        "10",
        ({"f": 1}, {"g": 1}),
    ),
    _case(
        "rename without alias",
        record(_PLAIN),
        record(field("g", "int")),
        "field_renamed",
        "00",
        ({"f": 1}, {"g": 1}),
    ),
    _typed("int to long", "int", "long", "type_widened", "10", 1, 2**40),
    _typed("long to int", "long", "int", "type_narrowed", "01", 2**40, 1),
    _typed("float to double", "float", "double", "type_widened", "10", 1.5, 1.1),
    _typed("int to string", "int", "string", "type_changed", "00", 1, "x"),
    _typed("string to bytes", "string", "bytes", "string_bytes", "11", "x", b"x"),
    _typed("bytes to string", "bytes", "string", "string_bytes", "11", b"x", "x"),
    _typed("enum add", enum("A"), enum("A", "B"), "enum_symbol_added", "10", "A", "B"),
    _typed("enum remove", enum("A", "B"), enum("A"), "enum_symbol_removed", "01", "B", "A"),
    _typed(
        "enum add with default",
        enum("A", default="A"),
        enum("A", "B", default="A"),
        "enum_symbol_added_with_default",
        "11",
        "A",
        "B",
    ),
    _typed(
        "enum remove with default",
        enum("A", "B", default="A"),
        enum("A", default="A"),
        "enum_symbol_removed_with_default",
        "11",
        "B",
        "A",
    ),
    _typed("make nullable", "int", ["null", "int"], "made_nullable", "10", 1, None),
    _typed("make non-null", ["null", "int"], "int", "made_non_null", "01", None, 1),
    _typed("add a union branch", ["int", "string"], ["int", "string", "boolean"], "branch_added", "10", "x", True),
    _typed("remove a union branch", ["int", "string", "boolean"], ["int", "string"], "branch_removed", "01", True, "x"),
    _case(
        "reorder",
        record(field("f", "int"), field("g", "string")),
        record(field("g", "string"), field("f", "int")),
        "reordered",
        "11",
        ({"f": 1, "g": "x"}, {"f": 1, "g": "x"}),
    ),
    _case(
        "rename the record without alias",
        record(_PLAIN),
        record(_PLAIN, name="Ordered"),
        "record_renamed",
        "00",
        ({"f": 1}, {"f": 1}),
        decides=False,  # fastavro lets two top-level records of different names pass
    ),
    _typed(
        "change the scale of a decimal",
        decimal(12, 2),
        decimal(12, 3),
        "logical_type_changed",
        "00",
        1,
        1,
        decides=False,  # decoders take the reader's scale and give another number
    ),
    _typed(
        "change milliseconds to microseconds",
        {"type": "long", "logicalType": "timestamp-millis"},
        {"type": "long", "logicalType": "timestamp-micros"},
        "logical_type_changed",
        "00",
        1,
        1,
        decides=False,  # decoders take the reader's unit and give another moment
    ),
)

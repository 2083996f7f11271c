"""The JSON Schema half of the rule table, for tolerant readers."""

from __future__ import annotations

from typing import Any

import pytest

from codegen.schemas.compatibility import (
    Mode,
    SchemaChange,
    UnreadableSchema,
    compare,
    compare_with_history,
    contracts_of_schema,
    forbidden,
)

Json = dict[str, Any]


def message(required: str = "", closed: bool = False, **properties: Any) -> Json:
    out: Json = {"title": "Placed", "type": "object", "properties": properties, "required": required.split()}
    return {**out, "additionalProperties": False} if closed else out


STRING, INTEGER, NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number"}
AB, ABC = {"enum": ["A", "B"]}, {"enum": ["A", "B", "C"]}

CASES = [
    ("optional added, open", message(), message(f=STRING), "field_added_optional", "11"),
    ("optional added, closed", message(closed=True), message(closed=True, f=STRING), "field_added_optional", "10"),
    ("required added", message(), message("f", f=STRING), "field_added_required", "01"),
    ("required added, closed", message(closed=True), message("f", True, f=STRING), "field_added_required", "00"),
    ("optional removed, open", message(f=STRING), message(), "field_removed_optional", "11"),
    ("optional removed, closed", message(closed=True, f=STRING), message(closed=True), "field_removed_optional", "01"),
    ("required removed", message("f", f=STRING), message(), "field_removed_required", "10"),
    ("required renamed", message("f", f=STRING), message("g", g=STRING), "field_renamed", "00"),
    ("integer to number", message(f=INTEGER), message(f=NUMBER), "type_widened", "10"),
    ("number to integer", message(f=NUMBER), message(f=INTEGER), "type_narrowed", "01"),
    ("integer to string", message(f=INTEGER), message(f=STRING), "type_changed", "00"),
    ("enum add", message(f=AB), message(f=ABC), "enum_symbol_added", "10"),
    ("enum remove", message(f=ABC), message(f=AB), "enum_symbol_removed", "01"),
    ("enum to string", message(f=AB), message(f=STRING), "constraint_loosened", "10"),
    ("made nullable", message(f=STRING), message(f={"type": ["string", "null"]}), "made_nullable", "10"),
    ("made non-null", message(f={"anyOf": [STRING, {"type": "null"}]}), message(f=STRING), "made_non_null", "01"),
    ("optional to required", message(f=STRING), message("f", f=STRING), "made_required", "01"),
    ("required to optional", message("f", f=STRING), message(f=STRING), "made_optional", "10"),
    ("maxLength tightened", message(f={**STRING, "maxLength": 9}), message(f={**STRING, "maxLength": 5}),
     "constraint_tightened", "01"),
    ("maxLength loosened", message(f={**STRING, "maxLength": 5}), message(f={**STRING, "maxLength": 9}),
     "constraint_loosened", "10"),
    ("minimum added", message(f=INTEGER), message(f={**INTEGER, "minimum": 1}), "constraint_tightened", "01"),
    ("minimum of 0 added", message(f=INTEGER), message(f={**INTEGER, "minimum": 0}), "constraint_tightened", "01"),
    ("format added", message(f=STRING), message(f={**STRING, "format": "date"}), "constraint_tightened", "01"),
    ("pattern changed", message(f={**STRING, "pattern": "a"}), message(f={**STRING, "pattern": "b"}),
     "constraint_changed", "00"),
    ("base64", message(f=STRING), message(f={**STRING, "contentEncoding": "base64"}), "constraint_changed", "00"),
    ("closed", message(), message(closed=True), "closed", "01"),
    ("opened", message(closed=True), message(), "opened", "10"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "change", "verdict"), CASES, ids=[case[0] for case in CASES])
def test_the_change_is_named_and_judged_as_the_table_says(
    name: str, old: Json, new: Json, change: str, verdict: str
) -> None:
    (found,) = compare(contracts_of_schema(old), contracts_of_schema(new))
    assert (found.change, found.backward, found.forward) == (change, verdict[0] == "1", verdict[1] == "1")
    assert found.event == "Placed"


def test_definitions_and_lists_are_followed() -> None:
    def order(kind: Json) -> Json:
        line = {"type": "object", "properties": {"quantity": kind, "next": {"$ref": "#/$defs/Line"}}}
        lines = {"type": "array", "items": {"$ref": "#/$defs/Line"}}
        return {**message(lines=lines), "$defs": {"Line": line}}

    (found,) = compare(contracts_of_schema(order(INTEGER)), contracts_of_schema(order(NUMBER)))
    assert found.field == "lines[].quantity"


def test_parts_of_all_of_are_read_as_one() -> None:
    parts = {"allOf": [{"$ref": "#/$defs/Head"}, message("b", b=STRING)], "$defs": {"Head": message("a", a=STRING)}}
    assert compare(contracts_of_schema(parts), contracts_of_schema(message("a b", a=STRING, b=STRING))) == ()


@pytest.mark.parametrize(
    "broken",
    [
        {"$ref": "https://example.com/schema.json"},
        {"$ref": "#/$defs/Nowhere"},
        {"$ref": "#"},
        {"type": "thing"},
        message(f=3),
        {"anyOf": 3},
        7,
    ],
)
def test_a_broken_schema_is_refused_with_a_sentence(broken: Any) -> None:
    with pytest.raises(UnreadableSchema, match=r"\.$"):
        contracts_of_schema(broken)


def test_avro_and_json_cannot_be_compared() -> None:
    avro = {"type": "record", "name": "Placed", "fields": []}
    with pytest.raises(UnreadableSchema, match="one format"):
        compare(contracts_of_schema(avro), contracts_of_schema(message()))


@pytest.mark.parametrize(
    ("mode", "allowed"),
    [
        ("BACKWARD", "11 10"), ("BACKWARD_TRANSITIVE", "11 10"), ("FORWARD", "11 01"), ("FORWARD_TRANSITIVE", "11 01"),
        ("FULL", "11"), ("FULL_TRANSITIVE", "11"), ("NONE", "11 10 01 00"),
    ],
)  # fmt: skip
def test_a_mode_forbids_what_breaks_its_promise(mode: str, allowed: str) -> None:
    all_four = [SchemaChange("E", "f", "c", a == "1", b == "1", "") for a, b in ("11", "10", "01", "00")]
    broken = forbidden(all_four, Mode(mode))
    kept = [f"{change.backward:d}{change.forward:d}" for change in all_four if change not in broken]
    assert kept == allowed.split()


def test_a_forbidden_change_says_what_to_do_instead() -> None:
    old, new = contracts_of_schema(message()), contracts_of_schema(message("f", f=STRING))
    assert "Make it optional" in compare(old, new, Mode.FULL)[0].message
    assert "Make it optional" not in compare(old, new, Mode.NONE)[0].message


def test_a_transitive_mode_looks_at_every_earlier_version() -> None:
    first = contracts_of_schema(message("f", f=STRING))
    second = contracts_of_schema(message(f=STRING))
    third = contracts_of_schema(message())
    assert [c.change for c in compare_with_history([first, second], third, Mode.FULL)] == ["field_removed_optional"]
    assert [c.change for c in compare_with_history([first, second], third, Mode.FULL_TRANSITIVE)] == [
        "field_removed_optional",
        "field_removed_required",
    ]

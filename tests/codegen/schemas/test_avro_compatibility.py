"""The Avro half of the rule table, confirmed by encoding and decoding."""

from __future__ import annotations

import io
from typing import Any

import fastavro
import pytest
from avro_cases import CASES, AvroCase, enum, field, record
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from codegen.schemas.compatibility import UnreadableSchema, compare, contracts_of_schema


def verdict(old: Any, new: Any) -> tuple[bool, bool]:
    found = compare(contracts_of_schema(old), contracts_of_schema(new))
    return all(change.backward for change in found), all(change.forward for change in found)


def can_read(writer: Any, reader: Any, value: Any) -> bool:
    held = io.BytesIO()
    fastavro.schemaless_writer(held, fastavro.parse_schema(writer), value)
    held.seek(0)
    try:
        fastavro.schemaless_reader(held, fastavro.parse_schema(writer), fastavro.parse_schema(reader))
    except (fastavro.schema.SchemaParseException, fastavro.read.SchemaResolutionError, ValueError, TypeError):
        return False
    return True


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_change_is_named_and_judged_as_the_table_says(case: AvroCase) -> None:
    found = compare(contracts_of_schema(case.old), contracts_of_schema(case.new))
    assert [change.change for change in found] == [case.change]
    assert (found[0].backward, found[0].forward) == (case.backward, case.forward)
    assert found[0].event in ("Placed", "Ordered")
    assert found[0].message.endswith(".")


@pytest.mark.parametrize("case", [case for case in CASES if case.decides], ids=lambda case: case.name)
def test_real_messages_agree_with_the_verdict(case: AvroCase) -> None:
    assert can_read(case.old, case.new, case.old_value) == case.backward
    assert can_read(case.new, case.old, case.new_value) == case.forward


def test_a_schema_is_compatible_with_itself() -> None:
    for case in CASES:
        assert compare(contracts_of_schema(case.old), contracts_of_schema(case.old)) == ()


def test_changes_inside_lists_maps_and_records_are_found_with_their_path() -> None:
    def order(kind: str) -> Any:
        line = {"type": "record", "name": "Line", "fields": [field("quantity", kind)]}
        return record(
            field("lines", {"type": "array", "items": line}), field("more", {"type": "map", "values": ["null", kind]})
        )

    found = compare(contracts_of_schema(order("int")), contracts_of_schema(order("long")))
    assert [change.field for change in found] == ["lines[].quantity", "more{}"]
    assert {change.change for change in found} == {"type_widened"}


def test_a_recursive_type_is_compared_once() -> None:
    def tree(kind: str) -> Any:
        return record(field("left", ["null", "Placed"]), field("value", kind))

    assert [
        change.field for change in compare(contracts_of_schema(tree("int")), contracts_of_schema(tree("long")))
    ] == ["value"]


@pytest.mark.parametrize(
    "broken",
    [
        {"type": "record", "fields": []},
        {"type": "record", "name": "A"},
        {"type": "record", "name": "A", "fields": [{"name": "x"}]},
        {"type": "record", "name": "A", "fields": [{"name": "x", "type": "Nowhere"}]},
        {"type": "record", "name": "A", "fields": [7]},
        ["null", 3],
    ],
)
def test_a_broken_schema_is_refused_with_a_sentence(broken: Any) -> None:
    with pytest.raises(UnreadableSchema, match=r"\.$"):
        contracts_of_schema(broken)


scalars = st.sampled_from(["int", "long", "float", "double", "string", "bytes", "boolean"])
enums = st.builds(
    lambda symbols, default: enum(*sorted(symbols), **({"default": min(symbols)} if default else {})),
    st.sets(st.sampled_from("ABC"), min_size=1),
    st.booleans(),
)
kinds = st.recursive(
    scalars,
    lambda inner: st.one_of(
        inner.map(lambda kind: {"type": "array", "items": kind}),
        inner.map(lambda kind: {"type": "map", "values": kind}),
        scalars.map(lambda kind: ["null", kind]),
        st.lists(scalars, min_size=2, max_size=3, unique=True),
    ),
    max_leaves=3,
)


@st.composite
def records(draw: st.DrawFn) -> Any:
    fields = []
    names = draw(st.lists(st.sampled_from("fghi"), unique=True, max_size=3))
    for position, name in enumerate(names):
        kind = draw(enums) if position == 0 and draw(st.booleans()) else draw(kinds)
        more: dict[str, Any] = {}
        if isinstance(kind, list) and kind[0] == "null" and draw(st.booleans()):
            more["default"] = None
        elif kind in ("int", "long") and draw(st.booleans()):
            more["default"] = 0
        if draw(st.integers(0, 5)) == 0:
            more["aliases"] = [draw(st.sampled_from("xy"))]  # no other field's name: that would be ambiguous
        fields.append(field(name, kind, **more))
    return record(*fields)


@st.composite
def neighbours(draw: st.DrawFn, schema: Any) -> Any:
    """The same record with one field's null or default changed: what independent draws rarely meet."""
    fields = [dict(item) for item in schema["fields"]]
    item = draw(st.sampled_from(fields))
    item.pop("default", None)
    kind = item["type"]
    if not isinstance(kind, list):
        item["type"] = ["null", kind]
    elif kind[0] == "null":
        item["type"] = kind[1]
    return {**schema, "fields": fields}


@st.composite
def values(draw: st.DrawFn, kind: Any) -> Any:
    if isinstance(kind, list):
        return draw(values(draw(st.sampled_from(kind))))
    name = kind["type"] if isinstance(kind, dict) else kind
    if name == "record":
        return {item["name"]: draw(values(item["type"])) for item in kind["fields"]}
    if name == "enum":
        return draw(st.sampled_from(kind["symbols"]))
    if name == "array":
        return draw(st.lists(values(kind["items"]), min_size=1, max_size=2))
    if name == "map":
        return draw(st.dictionaries(st.just("k"), values(kind["values"]), min_size=1))
    simple: dict[str, st.SearchStrategy[Any]] = {
        "null": st.none(),
        "boolean": st.booleans(),
        "int": st.integers(-5, 5),
        "long": st.integers(2**33, 2**40),
        "float": st.just(1.5),
        "double": st.just(1e300),
        "string": st.just("x"),
        "bytes": st.just(b"x"),
    }
    return draw(simple[name])


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_what_is_called_compatible_decodes(data: st.DataObject) -> None:
    """Soundness: no message of one schema is unreadable with another that the table calls compatible with it."""
    old = data.draw(records(), "old")
    new = data.draw(st.one_of(records(), neighbours(old)), "new")
    backward, forward = verdict(old, new)
    assume(backward or forward)
    if backward:
        assert can_read(old, new, data.draw(values(old), "old value"))
    if forward:
        assert can_read(new, old, data.draw(values(new), "new value"))

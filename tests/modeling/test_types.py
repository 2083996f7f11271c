"""Type expressions of fields."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modeling.types import SCALARS, TypeSyntaxError, parse_type

TYPES = st.recursive(
    st.sampled_from([*sorted(SCALARS), "decimal(12,2)", "OrderLine", "ref<Bike hire>"]),
    lambda inner: st.builds(lambda outer, item: f"{outer}<{item}>", st.sampled_from(["list", "map"]), inner),
    max_leaves=3,
)


@given(TYPES, st.booleans())
def test_a_type_is_written_as_it_was_read(text: str, nullable: bool) -> None:
    text = text + ("?" if nullable else "")
    assert str(parse_type(text)) == text


def test_parts_of_a_type_are_understood() -> None:
    parsed = parse_type("list<decimal(12,2)?>")
    assert parsed.name == "list"
    assert parsed.item is not None
    assert (parsed.item.precision, parsed.item.scale, parsed.item.nullable) == (12, 2, True)
    assert parse_type("ref<Customer account>").target == "Customer account"


@pytest.mark.parametrize("text", ["", "list<", "list<>", "decimal(50,2)", "decimal(2,5)", "a;b", "x" + "<y" * 3, "?"])
def test_text_that_is_no_type_is_refused(text: str) -> None:
    with pytest.raises(TypeSyntaxError):
        parse_type(text)


def test_a_type_nested_without_end_is_refused() -> None:
    with pytest.raises(TypeSyntaxError, match="nested"):
        parse_type("list<" * 50 + "int" + ">" * 50)

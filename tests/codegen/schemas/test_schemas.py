"""Every type becomes a schema that the real libraries accept, and real values go through it and back."""

from __future__ import annotations

import base64
import datetime
import decimal
import io
import json
import uuid
from typing import Any

import avro.schema
import fastavro
import pytest
import yaml
from every_type import BARE, ORDER_PLACED, PLACE_ORDER, SYSTEM
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from codegen import ir
from codegen.schemas import artifacts, json_schema
from codegen.schemas import avro as avro_schemas
from codegen.schemas.compatibility import compare, contracts_of_schema

ARTIFACTS = {artifact.path: artifact for artifact in artifacts(SYSTEM)}
_MOMENTS = st.datetimes(datetime.datetime(1990, 1, 1), datetime.datetime(2090, 1, 1))


def test_each_message_has_its_files() -> None:
    assert sorted(ARTIFACTS) == [
        "asyncapi/billing.yaml",
        "asyncapi/quiet.yaml",
        "asyncapi/sales.yaml",
        "contracts/COMPATIBILITY.md",
        "contracts/sales/none.avsc",
        "contracts/sales/none.proto",
        "contracts/sales/none.schema.json",
        "contracts/sales/order_placed.avsc",
        "contracts/sales/order_placed.proto",
        "contracts/sales/order_placed.schema.json",
        "contracts/sales/place_order.schema.json",
    ]
    assert {artifact.policy for artifact in ARTIFACTS.values()} == {"owned"}


@pytest.mark.parametrize("path", [path for path in ARTIFACTS if path.endswith(".avsc")])
def test_both_avro_libraries_accept_the_schema(path: str) -> None:
    text = ARTIFACTS[path].text
    fastavro.parse_schema(json.loads(text))
    avro.schema.parse(text)


@pytest.mark.parametrize("path", [path for path in ARTIFACTS if path.endswith(".schema.json")])
def test_the_json_schema_is_valid_by_its_metaschema(path: str) -> None:
    Draft202012Validator.check_schema(json.loads(ARTIFACTS[path].text))


def test_personal_data_is_marked_and_descriptions_survive() -> None:
    of_avro = {field["name"]: field for field in avro_schemas.event_schema(ORDER_PLACED, SYSTEM)["fields"]}
    assert of_avro["customer"]["personalData"] is True
    assert of_avro["price"]["doc"] == ORDER_PLACED.description
    of_json = json_schema.message_schema(ORDER_PLACED, SYSTEM)["properties"]
    assert of_json["customer"]["x-personal-data"] is True
    assert "x-personal-data" not in of_json["price"]


def test_the_same_system_gives_the_same_bytes() -> None:
    assert [artifact.data for artifact in artifacts(SYSTEM)] == [artifact.data for artifact in ARTIFACTS.values()]


def test_a_value_type_is_defined_once_and_then_named() -> None:
    text = ARTIFACTS["contracts/sales/order_placed.avsc"].text
    assert text.count('"name": "OrderLine"') == 1
    assert '"shop.types.OrderLine"' in text


def _decimals(precision: int, scale: int) -> st.SearchStrategy[decimal.Decimal]:
    most = 10**precision - 1
    return st.integers(-most, most).map(lambda digits: decimal.Decimal(digits).scaleb(-scale))


@st.composite
def avro_values(draw: st.DrawFn, kind: ir.Type, depth: int = 0) -> Any:
    if kind.nullable and (depth > 2 or draw(st.booleans())):
        return None
    named = {held.key: held for held in SYSTEM.types}
    if kind.kind == "ref":
        return draw(avro_values(kind.item))
    if kind.kind == "list":
        return draw(st.lists(avro_values(kind.item, depth + 1), max_size=2))
    if kind.kind == "map":
        return draw(st.dictionaries(st.text(max_size=5), avro_values(kind.item, depth + 1), max_size=2))
    if kind.kind == "enum":
        return draw(st.sampled_from([symbol.wire for symbol in named[kind.target].symbols]))
    if kind.kind == "record":
        return {field.wire: draw(avro_values(field.type, depth + 1)) for field in named[kind.target].fields}
    if kind.kind == "decimal":
        return draw(_decimals(kind.precision, kind.scale))
    simple: dict[str, st.SearchStrategy[Any]] = {
        "string": st.text(max_size=20),
        "int": st.integers(-(2**31), 2**31 - 1),
        "long": st.integers(-(2**63), 2**63 - 1),
        "double": st.floats(allow_nan=False),
        "boolean": st.booleans(),
        "uuid": st.uuids(),
        "date": st.dates(),
        "time": st.times().map(lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000)),
        "timestamp": _MOMENTS.map(
            lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000, tzinfo=datetime.UTC)
        ),
        "duration": st.just("P1DT2H"),
        "bytes": st.binary(max_size=20),
        "money": st.fixed_dictionaries({"amount": _decimals(19, 4), "currency": st.just("EUR")}),
    }
    return draw(simple[kind.kind])


@st.composite
def messages(draw: st.DrawFn) -> dict[str, Any]:
    return {
        field.wire: None if not field.required and draw(st.booleans()) else draw(avro_values(field.type))
        for field in ORDER_PLACED.fields
    }


def _json(value: Any) -> Any:
    """A value as it travels in JSON."""
    if isinstance(value, dict):
        return {key: _json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_json(inner) for inner in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, decimal.Decimal):
        return f"{value:f}"
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(messages())
def test_every_value_survives_avro_and_satisfies_the_json_schema(message: dict[str, Any]) -> None:
    schema = fastavro.parse_schema(avro_schemas.event_schema(ORDER_PLACED, SYSTEM))
    held = io.BytesIO()
    fastavro.schemaless_writer(held, schema, message)
    held.seek(0)
    assert fastavro.schemaless_reader(held, schema) == message
    validator = Draft202012Validator(
        json_schema.message_schema(ORDER_PLACED, SYSTEM), format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    assert [error.message for error in validator.iter_errors(_json(message))] == []


@pytest.mark.parametrize(
    ("wire", "wrong"),
    [("price", "12.345"), ("price", 12.5), ("int", 2**31), ("uuid", 7), ("time", "25:00"), ("channel", "post"),
     ("money", {"amount": "1"}), ("whole", "1.5"), ("customer", None), ("lines", [{}])],
)  # fmt: skip
def test_a_wrong_value_is_refused_by_the_json_schema(wire: str, wrong: Any) -> None:
    schema = json_schema.message_schema(ORDER_PLACED, SYSTEM)
    validator = Draft202012Validator({**schema, "required": []})
    assert not validator.is_valid({wire: wrong})


def test_optional_fields_may_be_left_out() -> None:
    validator = Draft202012Validator(json_schema.message_schema(PLACE_ORDER, SYSTEM))
    missing = {error.message.split("'")[1] for error in validator.iter_errors({})}
    assert missing == {field.wire for field in PLACE_ORDER.fields if field.required}


def test_asyncapi_names_who_sends_and_who_receives() -> None:
    sales = yaml.safe_load(ARTIFACTS["asyncapi/sales.yaml"].text)
    assert sales["asyncapi"] == "3.0.0"
    assert {name: operation["action"] for name, operation in sales["operations"].items()} == {
        "publishOrderPlaced": "send",
        "publishNone": "send",
        "handlePlaceOrder": "receive",
    }
    assert sales["channels"]["shop_sales_order"]["address"] == "shop.sales.order"
    billing = yaml.safe_load(ARTIFACTS["asyncapi/billing.yaml"].text)
    assert {name: operation["action"] for name, operation in billing["operations"].items()} == {
        "onOrderPlaced": "receive",
        "requestPlaceOrder": "send",
    }
    assert yaml.safe_load(ARTIFACTS["asyncapi/quiet.yaml"].text)["channels"] == {}


def test_what_is_generated_can_be_compared_with_itself() -> None:
    for path, artifact in ARTIFACTS.items():
        if path.startswith("contracts/") and path.endswith((".avsc", ".json")):
            contract = contracts_of_schema(json.loads(artifact.text))
            assert compare(contract, contract) == ()


def test_a_message_without_fields_is_a_message() -> None:
    assert avro_schemas.event_schema(BARE, SYSTEM)["fields"] == []
    assert json_schema.message_schema(BARE, SYSTEM)["properties"] == {}

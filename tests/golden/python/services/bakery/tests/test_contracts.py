"""What travels between services: names, topics and data. Others rely on it.

Generated from the board and rewritten with it; do not edit.
"""

from collections.abc import Callable
from typing import Any

import pytest

from bakery_service.generated.samples import (
    a_bake_bread,
    a_bread_baked,
    a_bread_given_away,
    a_bread_sold,
    a_sell_bread,
)
from bakery_service.runtime.messages import Message

CONTRACTS: list[tuple[Callable[[], Message], str, str, dict[str, Any], list[str]]] = [
    (
        a_bread_baked,
        "bakery.bread-baked.v1",
        "bakery.bread-baked.v1",
        {"batch": 568},
        ["batch"],
    ),
    (
        a_bread_sold,
        "bakery.bread-sold.v1",
        "bakery.bread-sold.v1",
        {"batch": 568, "price": {"amount": "253.75", "currency": "EUR"}},
        ["batch", "price"],
    ),
    (
        a_bread_given_away,
        "bakery.bread-given-away.v1",
        "bakery.bread-given-away.v1",
        {"batch": 568},
        ["batch"],
    ),
    (
        a_bake_bread,
        "bakery.bake-bread.v1",
        "bakery.commands.v1",
        {"batch": 568},
        ["batch"],
    ),
    (
        a_sell_bread,
        "bakery.sell-bread.v1",
        "bakery.commands.v1",
        {"batch": 568, "price": {"amount": "253.75", "currency": "EUR"}},
        ["batch", "price"],
    ),
]


@pytest.mark.parametrize(("sample", "message_type", "topic", "data", "required"), CONTRACTS)
def test_a_message_keeps_its_contract(
    sample: Callable[[], Message],
    message_type: str,
    topic: str,
    data: dict[str, Any],
    required: list[str],
) -> None:
    message = sample()
    assert message.message_type == message_type
    assert message.message_topic == topic
    assert message.to_data() == data
    assert type(message).from_data(data) == message
    fields = type(message).model_fields
    assert [
        field.alias or name for name, field in fields.items() if field.is_required()
    ] == required
    assert type(message).from_data({**data, "unknown to us": 1}) == message

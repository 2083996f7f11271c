"""The quick check and the schema's own judge agree."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path

import fastjsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modeling.validation import compiled, first_complaint, schema, validator

DEFINITIONS = sorted(schema()["$defs"])
_SHOP = json.loads((Path(__file__).parents[2] / "boards/examples/shop.board.json").read_text("utf-8"))
#: Values that mean something to the schema, put where they do not belong.
ODD = [None, True, False, 0, -1, 1.0, 1.5, 1e9, -1e9, "", "x", "x" * 5000, "owner", [], ["x"], [1, 2, 3], {}, {"id": 1}]


def accepts(definition: str, raw: object) -> bool:
    try:
        compiled(definition)(raw)
    except fastjsonschema.JsonSchemaValueException:
        return False
    return True


def parts(of: object) -> list[object]:
    """The value and everything in it."""
    inner = of.values() if isinstance(of, dict) else of if isinstance(of, list) else ()
    return [of, *(found for value in inner for found in parts(value))]


@pytest.mark.parametrize("definition", DEFINITIONS)
@given(seed=st.integers(0, 2**32), odd=st.sampled_from(ODD))
def test_the_quick_check_accepts_exactly_what_the_schema_does(definition: str, seed: int, odd: object) -> None:
    """Entries of a real board, each with one place changed, judged by every definition."""
    chance = random.Random(seed)
    section = chance.choice([name for name in _SHOP if isinstance(_SHOP[name], list) and _SHOP[name]] + ["decisions"])
    held = _SHOP.get(section, {})
    raw = copy.deepcopy(chance.choice(held) if isinstance(held, list) else held)
    for judged in (raw, odd, chance.choice(parts(raw)), _changed(raw, odd, chance)):
        assert accepts(definition, judged) == validator(definition).is_valid(judged), judged


def _changed(raw: object, odd: object, chance: random.Random) -> object:
    containers = [part for part in parts(raw) if isinstance(part, dict | list) and part]
    if not containers:
        return odd
    container = chance.choice(containers)
    if isinstance(container, dict):
        container[chance.choice([*sorted(container), "kind", "id", "x", "enum", "fields", "group"])] = odd
    else:
        container[chance.randrange(len(container))] = odd
    return raw


def test_a_number_that_is_none_is_refused_though_no_schema_can_say_so() -> None:
    assert first_complaint("element", {"id": "a", "kind": "note", "label": "", "x": float("nan"), "y": 0})

"""Is this entry of a document valid? Where not, a sentence that says what is wrong and what to do.

The board schema (`board.schema.json`, Draft 2020-12) decides; documents and operations are judged by the same
definitions. What is valid, as nearly everything is, is told by compiled checks (fastjsonschema, forty times as quick);
jsonschema judges the rest and says what is wrong. A property test holds the two together.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any

import fastjsonschema
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from modeling import limits
from modeling.codec import Json


def schema() -> Json:
    """The JSON Schema of the board document (Draft 2020-12)."""
    loaded: Json = json.loads(resources.files("modeling").joinpath("board.schema.json").read_text("utf-8"))
    return loaded


@cache
def validator(definition: str) -> Draft202012Validator:
    """A validator for one definition of the schema, such as "element"."""
    whole = schema()
    return Draft202012Validator({"$ref": f"#/$defs/{definition}", "$defs": whole["$defs"]})


@cache
def compiled(definition: str) -> Callable[[object], object]:
    """A quick check by one definition of the schema: raises `JsonSchemaValueException` for what it does not accept."""
    whole = schema()
    asked = {"$schema": _DRAFT, "$ref": f"#/definitions/{definition}", "definitions": _as_draft_7(whole["$defs"])}
    check: Callable[[object], object] = fastjsonschema.compile(
        asked, use_default=False, use_formats=False, detailed_exceptions=False
    )
    return check


_DRAFT = "http://json-schema.org/draft-07/schema#"


def _as_draft_7(part: Any) -> Any:
    """The board schema as fastjsonschema knows it; the two drafts differ in two names that it uses."""
    if isinstance(part, list):
        return [_as_draft_7(item) for item in part]
    if not isinstance(part, dict):
        return part
    found = {name: _as_draft_7(value) for name, value in part.items()}
    if isinstance(found.get("$ref"), str):
        found["$ref"] = found["$ref"].replace("#/$defs/", "#/definitions/")
    if "prefixItems" in found:
        found["additionalItems"] = found.pop("items", True)
        found["items"] = found.pop("prefixItems")
    return found


def complaint(error: ValidationError) -> str:
    """A validation error as a sentence; values are shortened."""
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path)
    subject = f"“{place.lstrip('.')}” " if place else ""
    instance: Any = error.instance
    expected: Any = error.validator_value
    value = shorten(instance)
    if error.validator == "required":
        missing = [key for key in expected if key not in instance]
        return f"{subject}lacks “{missing[0]}”. Add it."
    if error.validator == "enum":
        return f"{subject}is {value}. Use one of: {', '.join(str(item) or '(empty)' for item in expected)}."
    if error.validator == "maxLength":
        return f"{subject}has {len(instance)} characters. Shorten it to {expected}."
    if error.validator in ("minimum", "maximum"):
        return f"{subject}is {value}, outside the board. Keep it within ±{limits.COORDINATE}."
    if error.validator == "type":
        return f"{subject}is {value}. It must be of type {expected}."
    return f"{subject}is not valid: {error.message[:200]}."


def first_complaint(definition: str, raw: object) -> str | None:
    """What is wrong with `raw` as one of the schema's definitions, as a sentence; None when nothing is."""
    try:
        compiled(definition)(raw)
    except fastjsonschema.JsonSchemaValueException:
        error = next(iter(validator(definition).iter_errors(raw)), None)
        if error is not None:
            return complaint(error)
    return _unbounded(raw)


def _unbounded(raw: object) -> str | None:
    """NaN passes every comparison of a schema: look for it apart."""
    if isinstance(raw, float) and not math.isfinite(raw):
        return f"{raw} is not a position. Give a finite number."
    if isinstance(raw, dict):
        return next((found for value in raw.values() if (found := _unbounded(value))), None)
    if isinstance(raw, list):
        return next((found for value in raw if (found := _unbounded(value))), None)
    return None


def shorten(value: object) -> str:
    """A value as JSON of at most 60 characters, for a sentence."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "…"

"""Is this entry of a document valid? Where not, a sentence that says what is wrong and what to do.

The board schema (`board.schema.json`, Draft 2020-12) decides; documents and operations are judged by the same
definitions.
"""

from __future__ import annotations

import json
import math
from functools import cache
from importlib import resources
from typing import Any

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

"""Frozen values of the model ↔ JSON objects.

One rule for all of them: a key that a value does not know goes to its `extra` and comes back on writing; a value
equal to its default is not written. `decode_*` expects JSON that has passed the board schema.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

from modeling.model import (
    Alternative,
    Answer,
    ContextDecision,
    Decisions,
    Element,
    Field,
    Link,
    LinkVerdict,
    Measurement,
    SignOff,
    ValueType,
)

Json = dict[str, Any]
T = TypeVar("T")

#: attribute → JSON key, where they differ.
_KEYS: Mapping[type, Mapping[str, str]] = {
    Link: {"source": "from", "target": "to"},
    LinkVerdict: {"source": "from", "target": "to"},
    ValueType: {"symbols": "enum"},
}

#: attribute → the class of the objects in its array (or of the object it holds).
_NESTED: Mapping[type, Mapping[str, type]] = {
    Element: {"fields": Field},
    ValueType: {"fields": Field},
    Link: {"group": Alternative},
    ContextDecision: {"sign_offs": SignOff, "measurements": Measurement},
}


def decode(kind: type[T], raw: Mapping[str, Any]) -> T:
    """The value of class `kind` that `raw` describes."""
    keys, nested = _KEYS.get(kind, {}), _NESTED.get(kind, {})
    known: Json = {}
    rest = dict(raw)
    for attribute in fields(kind):  # type: ignore[arg-type]
        key = keys.get(attribute.name, attribute.name)
        if attribute.name == "extra" or key not in rest:
            continue
        known[attribute.name] = _decode_value(rest.pop(key), nested.get(attribute.name))
    if rest and any(attribute.name == "extra" for attribute in fields(kind)):  # type: ignore[arg-type]
        known["extra"] = rest
    if kind is Element and known.get("state") == "open":
        known["state"] = ""
    return kind(**known)


def _decode_value(value: Any, inner: type | None) -> Any:
    if inner is not None and isinstance(value, Mapping):
        return decode(inner, value)
    if isinstance(value, list):
        return tuple(decode(inner, item) if inner else _decode_value(item, None) for item in value)
    return value


def encode(value: Any) -> Json:
    """The JSON object of a frozen value; keys in declaration order, then the unknown ones."""
    kind = type(value)
    keys = _KEYS.get(kind, {})
    out: Json = {}
    for attribute in fields(value):
        if attribute.name == "extra":
            continue
        held = getattr(value, attribute.name)
        if held == attribute.default or (attribute.default_factory is dict and not held):
            continue
        out[keys.get(attribute.name, attribute.name)] = _encode_value(held)
    out.update(getattr(value, "extra", {}))
    return out


def _encode_value(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_encode_value(item) for item in value]
    if isinstance(value, Mapping):
        return dict(value)
    if hasattr(value, "__dataclass_fields__"):
        return encode(value)
    return value


def decode_decisions(raw: Mapping[str, Any]) -> Decisions:
    rest = dict(raw)

    def values(key: str, decoded: Callable[[Any], Any]) -> tuple[Any, ...]:
        return tuple(decoded(item) for item in rest.pop(key, ()))

    def pair(item: Any) -> tuple[str, str]:
        return (item[0], item[1])

    extraction = dict(rest.pop("extraction", {}))
    return Decisions(
        same_context=values("same_context", pair),
        separate_context=values("separate_context", pair),
        answers=values("answers", lambda item: decode(Answer, item)),
        links=values("links", lambda item: decode(LinkVerdict, item)),
        contexts=values("contexts", lambda item: decode(ContextDecision, item)),
        first=tuple(extraction.pop("first", ())),
        after=tuple(pair(item) for item in extraction.pop("after", ())),
        extra=rest,
        extraction_extra=extraction,
    )


def encode_decisions(decisions: Decisions) -> Json:
    out: Json = {}
    for key in ("same_context", "separate_context", "answers", "links", "contexts"):
        if held := getattr(decisions, key):
            out[key] = _encode_value(held)
    extraction: Json = {}
    if decisions.first:
        extraction["first"] = list(decisions.first)
    if decisions.after:
        extraction["after"] = _encode_value(decisions.after)
    extraction.update(decisions.extraction_extra)
    if extraction:
        out["extraction"] = extraction
    out.update(decisions.extra)
    return out

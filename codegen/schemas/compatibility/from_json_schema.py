"""JSON Schemas (the part of Draft 2020-12 that messages use; `definitions` of earlier drafts too) → neutral shapes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from codegen.schemas.compatibility.rules import Family
from codegen.schemas.compatibility.shape import Member, Schema, Shape, UnreadableSchema

_KINDS = {
    "string": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "null": "null",
    "array": "list",
    "object": "record",
}
_CONSTRAINTS = (
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "minItems", "maxItems",
    "minProperties", "maxProperties", "multipleOf", "uniqueItems", "pattern", "format", "contentEncoding",
)  # fmt: skip
_DEEPEST = 64


def read_json_schema(raw: Any, event: str = "") -> Schema:
    """The schema in a JSON Schema file. `event` is its name where the file has no title. Raises `UnreadableSchema`."""
    if not isinstance(raw, dict):
        raise UnreadableSchema("A JSON Schema of a message is a JSON object, this is something else.")
    title = raw.get("title")
    reader = _Reader(raw, event or (title if isinstance(title, str) else ""))
    root = reader.shape(raw, 0)
    return Schema(reader.event or "message", Family.JSON, root, reader.named)


class _Reader:
    def __init__(self, document: dict[str, Any], event: str) -> None:
        self.document = document
        self.event = event
        self.named: dict[str, Shape] = {}

    def shape(self, raw: Any, depth: int) -> Shape:
        if depth > _DEEPEST:
            raise UnreadableSchema(f"The schema is nested more than {_DEEPEST} deep.")
        if raw is True or raw == {}:
            return Shape("any")
        if not isinstance(raw, dict):
            raise UnreadableSchema(f"{raw!r} cannot be compared. Write a schema as a JSON object.")
        if "$ref" in raw:
            return self._reference(raw["$ref"], depth)
        for keyword in ("anyOf", "oneOf"):
            if keyword in raw:
                return _union([self.shape(item, depth + 1) for item in _list(raw[keyword])])
        if "allOf" in raw:
            return self._all(raw, depth)
        if "const" in raw or "enum" in raw:
            return _enumeration(raw)
        kinds = raw.get("type", _implied(raw))
        if isinstance(kinds, list):
            return _union([self._typed(str(kind), raw, depth) for kind in kinds])
        return self._typed(str(kinds), raw, depth)

    def _reference(self, target: Any, depth: int) -> Shape:
        if not isinstance(target, str) or not target.startswith("#"):
            raise UnreadableSchema(f"“$ref” {target!r} leads out of the file. Put the definition into the same file.")
        if target not in self.named:
            self.named[target] = Shape("any")  # while it is read; it may use itself
            here: Any = self.document
            for part in [part for part in target[1:].split("/") if part]:
                part = part.replace("~1", "/").replace("~0", "~")
                if not isinstance(here, dict) or part not in here:
                    raise UnreadableSchema(f"“$ref” {target} leads to nothing. Define it.")
                here = here[part]
            found = self.shape(here, depth + 1)
            if found.kind == "named" and found.name == target:
                raise UnreadableSchema(f"“$ref” {target} leads to itself. Define it.")
            self.named[target] = found
        return Shape("named", target)

    def _all(self, raw: dict[str, Any], depth: int) -> Shape:
        merged: dict[str, Any] = {key: value for key, value in raw.items() if key != "allOf"}
        for part in _list(raw["allOf"]):
            if isinstance(part, dict) and "$ref" in part:
                name = self._reference(part["$ref"], depth).name
                part = self._raw(name)
            if not isinstance(part, dict):
                raise UnreadableSchema("A part of “allOf” is no JSON object; such a schema cannot be compared.")
            properties = {**merged.get("properties", {}), **part.get("properties", {})}
            required = [*merged.get("required", []), *part.get("required", [])]
            merged = {**merged, **part, "properties": properties, "required": required}
        return self.shape(merged, depth + 1)

    def _raw(self, target: str) -> Any:
        here: Any = self.document
        for part in [part for part in target[1:].split("/") if part]:
            here = here[part.replace("~1", "/").replace("~0", "~")]
        return here

    def _typed(self, kind: str, raw: dict[str, Any], depth: int) -> Shape:
        if kind == "any":
            return Shape("any", constraints=_constraints(raw))
        if kind not in _KINDS:
            raise UnreadableSchema(f"“{kind}” is not a type of JSON Schema. Use one of: {', '.join(_KINDS)}.")
        constraints = _constraints(raw)
        if kind == "array":
            item = self.shape(raw["items"], depth + 1) if "items" in raw else Shape("any")
            return Shape("list", item=item, constraints=constraints)
        if kind != "object":
            return Shape(_KINDS[kind], constraints=constraints)
        further = raw.get("additionalProperties", raw.get("unevaluatedProperties", True))
        properties = raw.get("properties")
        if isinstance(further, dict) and further and not properties:
            return Shape("map", item=self.shape(further, depth + 1), constraints=constraints)
        required = set(_list(raw.get("required", [])))
        members = tuple(
            Member(name, self.shape(inner, depth + 1), name not in required)
            for name, inner in (properties if isinstance(properties, dict) else {}).items()
        )
        return Shape("record", members=members, open=further is not False, constraints=constraints)


def _union(shapes: list[Shape]) -> Shape:
    flat: list[Shape] = []
    for shape in shapes:
        flat.extend(shape.branches if shape.kind == "union" else (shape,))
    rest = tuple(dict.fromkeys(replace(shape, nullable=False) for shape in flat if shape.kind != "null"))
    nullable = any(shape.kind == "null" or shape.nullable for shape in [*flat, *shapes])
    if not rest:
        return Shape("null")
    if len(rest) == 1:
        return replace(rest[0], nullable=nullable)
    return Shape("union", branches=rest, nullable=nullable)


def _enumeration(raw: dict[str, Any]) -> Shape:
    values = [raw["const"]] if "const" in raw else _list(raw["enum"])
    symbols = tuple(value if isinstance(value, str) else repr(value) for value in values if value is not None)
    return Shape("enum", symbols=symbols, nullable=None in values)


def _implied(raw: dict[str, Any]) -> str:
    """The type of a schema that does not say it."""
    if "properties" in raw or "required" in raw or "additionalProperties" in raw:
        return "object"
    return "array" if "items" in raw else "any"


def _constraints(raw: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((key, raw[key]) for key in _CONSTRAINTS if key in raw and not isinstance(raw[key], (dict, list)))


def _list(raw: Any) -> list[Any]:
    if not isinstance(raw, list):
        raise UnreadableSchema(f"{raw!r} stands where a JSON array is needed.")
    return raw

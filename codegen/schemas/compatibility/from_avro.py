"""Avro schemas → neutral shapes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from codegen.schemas.compatibility.rules import Family
from codegen.schemas.compatibility.shape import Member, Schema, Shape, UnreadableSchema

_SCALARS = frozenset("null boolean int long float double bytes string".split())
_DEEPEST = 64


def read_avro(raw: Any) -> Schema:
    """The schema in an `.avsc` file's JSON. Raises `UnreadableSchema`."""
    reader = _Reader()
    root = reader.shape(raw, "", 0)
    top = reader.named.get(root.name, root) if root.kind == "named" else root
    return Schema((top.name or top.kind).rpartition(".")[2], Family.AVRO, root, reader.named)


class _Reader:
    def __init__(self) -> None:
        self.named: dict[str, Shape] = {}

    def shape(self, raw: Any, namespace: str, depth: int) -> Shape:
        if depth > _DEEPEST:
            raise UnreadableSchema(f"The schema is nested more than {_DEEPEST} deep.")
        if isinstance(raw, str):
            return Shape(raw) if raw in _SCALARS else Shape("named", self._find(raw, namespace))
        if isinstance(raw, list):
            return self._union(raw, namespace, depth)
        if not isinstance(raw, dict) or "type" not in raw:
            raise UnreadableSchema(f"{_short(raw)} is not an Avro schema. It needs a “type”.")
        kind = raw["type"]
        if kind in ("record", "error", "enum", "fixed"):
            return self._define(raw, namespace, depth)
        if kind == "array":
            return Shape("list", item=self.shape(raw.get("items"), namespace, depth + 1))
        if kind == "map":
            return Shape("map", item=self.shape(raw.get("values"), namespace, depth + 1))
        inner = self.shape(kind, namespace, depth + 1)
        return replace(inner, logical=_logical(raw)) if inner.kind in _SCALARS else inner

    def _find(self, name: str, namespace: str) -> str:
        for full in [name] if "." in name else [f"{namespace}.{name}" if namespace else name, name]:
            if full in self.named:
                return full
        raise UnreadableSchema(f"The type “{name}” is used before it is defined. Define it in the same file.")

    def _union(self, raw: list[Any], namespace: str, depth: int) -> Shape:
        branches = [self.shape(item, namespace, depth + 1) for item in raw]
        rest = tuple(branch for branch in branches if branch.kind != "null")
        nullable = len(rest) < len(branches)
        if not rest:
            return Shape("null")
        if len(rest) == 1:
            return replace(rest[0], nullable=nullable)
        return Shape("union", branches=rest, nullable=nullable)

    def _define(self, raw: dict[str, Any], namespace: str, depth: int) -> Shape:
        name = raw.get("name")
        if not isinstance(name, str) or not name:
            raise UnreadableSchema(f"A {raw['type']} has no name. Give it one.")
        namespace = name.rpartition(".")[0] if "." in name else str(raw.get("namespace") or namespace)
        full = name if "." in name or not namespace else f"{namespace}.{name}"
        aliases = tuple(a if "." in a or not namespace else f"{namespace}.{a}" for a in _texts(raw.get("aliases")))
        if full in self.named:
            raise UnreadableSchema(f"The type “{full}” is defined twice. Define it once and use its name.")
        if raw["type"] == "enum":
            default = raw.get("default")
            kept = default if isinstance(default, str) else None
            self.named[full] = Shape("enum", full, aliases, symbols=_texts(raw.get("symbols")), default=kept)
        elif raw["type"] == "fixed":
            logical = f"{raw.get('size')} bytes {_logical(raw)}".strip()
            self.named[full] = Shape("fixed", full, aliases, logical=logical)
        else:
            self.named[full] = Shape("record", full, aliases)  # so that it may use itself
            fields = raw.get("fields")
            if not isinstance(fields, list):
                raise UnreadableSchema(f"The record “{full}” has no “fields”. Give it an array, empty if need be.")
            members = tuple(self._member(item, full, namespace, depth) for item in fields)
            self.named[full] = Shape("record", full, aliases, members=members)
        return Shape("named", full)

    def _member(self, raw: Any, record: str, namespace: str, depth: int) -> Member:
        if not isinstance(raw, dict) or not isinstance(raw.get("name"), str) or "type" not in raw:
            raise UnreadableSchema(f"A field of “{record}” is {_short(raw)}. It needs a “name” and a “type”.")
        shape = self.shape(raw["type"], namespace, depth + 1)
        return Member(raw["name"], shape, "default" in raw, _texts(raw.get("aliases")))


def _logical(raw: dict[str, Any]) -> str:
    """The logical type with what decides about its meaning; "" for none. Unknown ones count too."""
    name = raw.get("logicalType")
    if not isinstance(name, str):
        return ""
    if name == "decimal":
        return f"decimal({raw.get('precision')},{raw.get('scale', 0)})"
    return name


def _texts(raw: Any) -> tuple[str, ...]:
    return tuple(item for item in raw if isinstance(item, str)) if isinstance(raw, list) else ()


def _short(raw: Any) -> str:
    text = repr(raw)
    return text if len(text) <= 60 else text[:57] + "…"

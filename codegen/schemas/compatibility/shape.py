"""Schemas of any format as one neutral value, so that one walk finds the changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from codegen.schemas.compatibility.rules import Family


class UnreadableSchema(ValueError):
    """The schema cannot be understood; the message says what and where."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One type.

    `kind`: a scalar (null boolean int long float double string bytes integer number any), "fixed", "record", "enum",
    "list", "map", "union" (`branches`, null left out: `nullable` says it) or "named" (`name` stands in the schema's
    table). `logical` is an Avro logical type with its parameters; `constraints` are JSON Schema keywords with values.
    """

    kind: str
    name: str = ""
    aliases: tuple[str, ...] = ()
    nullable: bool = False
    logical: str = ""
    members: tuple[Member, ...] = ()
    symbols: tuple[str, ...] = ()
    default: str | None = None  # of an enumeration
    item: Shape | None = None
    branches: tuple[Shape, ...] = ()
    open: bool = True
    constraints: tuple[tuple[str, Any], ...] = ()

    def __str__(self) -> str:
        inner = {
            "list": f"list<{self.item}>",
            "map": f"map<{self.item}>",
            "union": " or ".join(str(branch) for branch in self.branches),
        }.get(self.kind, self.name or self.kind)
        return f"{inner} ({self.logical})" if self.logical else inner


@dataclass(frozen=True, slots=True)
class Member:
    """A field of a record. `optional`: a reader finds something when a message has none."""

    name: str
    shape: Shape
    optional: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Schema:
    """One message's schema: `root`, and the table of the shapes that "named" ones stand for."""

    event: str
    family: Family
    root: Shape
    named: Mapping[str, Shape] = field(default_factory=dict)

    def resolve(self, shape: Shape) -> Shape:
        """The shape that a "named" one stands for, nullable if either is; others unchanged."""
        seen = set()
        nullable = shape.nullable
        while shape.kind == "named":
            if shape.name in seen or shape.name not in self.named:
                raise UnreadableSchema(f"{self.event}: “{shape.name}” is not defined. Define it in the same file.")
            seen.add(shape.name)
            shape = self.named[shape.name]
            nullable = nullable or shape.nullable
        if nullable == shape.nullable:
            return shape
        return replace(shape, nullable=True)

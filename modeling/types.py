"""The type expressions of a field, such as `list<OrderLine>?` or `decimal(12,2)`, parsed into values.

Grammar (`contracts`): `string int long double boolean uuid date time timestamp duration money bytes`,
`decimal(p,s)`, `list<T>`, `map<T>`, a named type, `ref<Aggregate name>`; a `?` at the end means nullable.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

SCALARS = frozenset("string int long double boolean uuid date time timestamp duration money bytes".split())

_DECIMAL = re.compile(r"decimal\((\d{1,2}),(\d{1,2})\)$")
_GENERIC = re.compile(r"(list|map|ref)<(.+)>$", re.DOTALL)
_DEEPEST = 8


class TypeSyntaxError(ValueError):
    """The text is no type expression; the message says what to write instead."""


@dataclass(frozen=True, slots=True)
class TypeExpression:
    """A parsed type.

    `name` is a scalar, "decimal", "list", "map", "ref" or "named". `item` is the inner type of a list or map,
    `target` the named type's or the referenced aggregate's name, `precision` and `scale` those of a decimal.
    """

    name: str
    nullable: bool = False
    item: TypeExpression | None = None
    target: str = ""
    precision: int = 0
    scale: int = 0

    def __str__(self) -> str:
        inner = {
            "decimal": f"decimal({self.precision},{self.scale})",
            "list": f"list<{self.item}>",
            "map": f"map<{self.item}>",
            "ref": f"ref<{self.target}>",
            "named": self.target,
        }.get(self.name, self.name)
        return inner + ("?" if self.nullable else "")


def parse_type(text: str, _depth: int = 0) -> TypeExpression:
    """The type that `text` writes; anything that is not built in is the name of a named type.

    Raises `TypeSyntaxError` for an empty text, unbalanced brackets, or a decimal out of range (1 ≤ s ≤ p ≤ 38).
    """
    text = text.strip()
    if _depth > _DEEPEST:
        raise TypeSyntaxError(f"The type is nested more than {_DEEPEST} deep. Give the inner part a name of its own.")
    if text.endswith("?"):
        return replace(parse_type(text[:-1], _depth + 1), nullable=True)
    if text in SCALARS:
        return TypeExpression(text)
    if found := _DECIMAL.match(text.replace(" ", "")):
        precision, scale = int(found[1]), int(found[2])
        if not (1 <= precision <= 38 and scale <= precision):
            raise TypeSyntaxError(f"“{text}” is out of range. Write decimal(p,s) with s ≤ p ≤ 38.")
        return TypeExpression("decimal", precision=precision, scale=scale)
    if found := _GENERIC.match(text):
        if found[1] == "ref":
            return TypeExpression("ref", target=found[2].strip())
        return TypeExpression(found[1], item=parse_type(found[2], _depth + 1))
    if not text or any(mark in text for mark in "<>(){}[]?,;\n"):
        raise TypeSyntaxError(
            f"“{text[:60]}” is not a type. Write a scalar such as string, decimal(12,2), list<…>, map<…>, "
            "ref<…> or the name of a type."
        )
    return TypeExpression("named", target=text)

"""Field types and value types: texts such as `list<Line>?` → resolved types."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from codegen import naming
from codegen.ir import Field, Name, Problem, Symbol, Type, ValueType
from modeling import model as board
from modeling.types import TypeExpression, TypeSyntaxError, parse_type

STRING = Type("string")
_SAFE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")

#: (name as people wrote it, key of the context that refers to it) → (the aggregate's key, its key's type), or None.
FindAggregate = Callable[[str, str], tuple[str, Type] | None]


class TypedFields:
    """Resolves the types of one model; collects what could not be resolved in `problems`."""

    def __init__(self, types: Iterable[board.ValueType], problems: list[Problem]) -> None:
        self.problems = problems
        self.find_aggregate: FindAggregate = lambda name, context: None
        self.scope_words: list[str] = []
        self._drawn: dict[str, tuple[board.ValueType, Name, str]] = {}
        scope = naming.Scope()
        for drawn in types:
            name = scope.name(drawn.name, "type")
            self.scope_words.append(naming.snake(name))
            self._drawn[drawn.name.strip().casefold()] = (drawn, name, naming.snake(name))

    def value_types(self) -> tuple[ValueType, ...]:
        """All value types; a used one comes before its user, a type that needs itself gets a nullable field."""
        done: dict[str, ValueType] = {}
        for folded in self._drawn:
            self._value_type(folded, done, ())
        return tuple(done.values())

    def fields(self, drawn: Iterable[board.Field], context: str, where: str) -> tuple[Field, ...]:
        """Resolved fields with names of their own. `where` names the element for problems."""
        scope = naming.Scope()
        wires: set[str] = set()
        out = []
        for field in drawn:
            name = scope.name(field.name, "field")
            wire = field.name if _SAFE.match(field.name) and field.name not in wires else naming.camel(name)
            wires.add(wire)
            resolved = self.resolve(field.type, context, where)
            description = field.description.strip()
            out.append(Field(name, wire, resolved, field.required, description, field.example, field.personal))
        return tuple(out)

    def resolve(self, text: str, context: str, where: str) -> Type:
        """The type that `text` writes; a string, with a problem, where it writes none."""
        try:
            return self._resolve(parse_type(text), context, where)
        except TypeSyntaxError as error:
            self.problems.append(Problem(where, f"{error} A string was taken."))
            return STRING

    def _resolve(self, parsed: TypeExpression, context: str, where: str) -> Type:
        if parsed.name in ("list", "map") and parsed.item is not None:
            return Type(parsed.name, parsed.nullable, self._resolve(parsed.item, context, where))
        if parsed.name == "decimal":
            return Type("decimal", parsed.nullable, precision=parsed.precision, scale=parsed.scale)
        if parsed.name not in ("named", "ref"):
            return Type(parsed.name, parsed.nullable)
        if parsed.name == "named" and (held := self._drawn.get(parsed.target.strip().casefold())):
            return Type("enum" if held[0].symbols else "record", parsed.nullable, target=held[2])
        if found := self.find_aggregate(parsed.target, context):
            return Type("ref", parsed.nullable, item=found[1], target=found[0])
        kind = "an aggregate" if parsed.name == "ref" else "a type"
        self.problems.append(
            Problem(where, f"“{parsed.target}” is not {kind} of this board; a string was taken. Add it or rename it.")
        )
        return Type("string", parsed.nullable)

    def _value_type(self, folded: str, done: dict[str, ValueType], above: tuple[str, ...]) -> None:
        drawn, name, key = self._drawn[folded]
        if key in done:
            return
        fields = self.fields(drawn.fields, "", drawn.name) if not drawn.symbols else ()
        path = (*above, key)
        kept = []
        by_key = {held[2]: name for name, held in self._drawn.items()}
        for field in fields:
            needed = _needed(field.type)
            if needed in path:
                self.problems.append(
                    Problem(
                        drawn.name, f"“{drawn.name}” contains itself by “{field.name.text}”, which was made nullable."
                    )
                )
                loose = Type(field.type.kind, True, target=field.type.target)
                kept.append(Field(field.name, field.wire, loose, False, field.description, None, field.personal))
                continue
            for used in _used(field.type):
                if used not in path:
                    self._value_type(by_key[used], done, path)
            kept.append(field)
        done[key] = ValueType(key, name, tuple(kept), _symbols(drawn))


def _symbols(drawn: board.ValueType) -> tuple[Symbol, ...]:
    scope = naming.Scope()
    names = [(text, scope.name(text, "value")) for text in drawn.symbols]
    wires: set[str] = set()
    out = []
    for text, name in names:
        wire = text if _SAFE.match(text) and text not in wires else naming.snake(name)
        wires.add(wire)
        out.append(Symbol(name, wire))
    return tuple(out)


def _needed(kind: Type) -> str:
    """The record that a value of this type cannot be without; "" where it can be null or empty."""
    return kind.target if kind.kind == "record" and not kind.nullable else ""


def _used(kind: Type) -> tuple[str, ...]:
    if kind.item is not None and kind.kind in ("list", "map"):
        return _used(kind.item)
    return (kind.target,) if kind.kind in ("record", "enum") else ()


def types_used(fields: Iterable[Field], types: dict[str, ValueType]) -> set[str]:
    """Keys of the value types that these fields use, and of those that these use."""
    found: set[str] = set()
    waiting = [used for field in fields for used in _used(field.type)]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting.extend(used for field in types[key].fields for used in _used(field.type))
    return found


def same(one: Type, other: Type) -> bool:
    """Whether a value of one type may be copied to the other; null is looked at apart."""
    if one.kind == "ref" and one.item is not None:
        return same(one.item, other)
    if other.kind == "ref" and other.item is not None:
        return same(one, other.item)
    if (one.kind, one.target, one.precision, one.scale) != (other.kind, other.target, other.precision, other.scale):
        return False
    if one.item is None or other.item is None:
        return one.item is other.item
    return one.item.nullable == other.item.nullable and same(one.item, other.item)

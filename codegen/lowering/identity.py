"""Which field says which one: the key of an aggregate, the target of a command, the row of a read model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from codegen import ir, naming
from codegen.lowering.concepts import Concept
from codegen.lowering.typed_fields import STRING
from modeling.model import Field
from modeling.types import SCALARS, TypeSyntaxError, parse_type

_KEYS = ("string", "uuid", "int", "long")


def of_aggregate(aggregate: Concept, messages: Sequence[Concept]) -> Field | None:
    """The field that identifies an aggregate: "<its name> id", else "id", else what most of its messages carry.

    Ties go to the field that comes first.
    """
    everywhere = [*aggregate.fields, *(field for message in messages for field in message.fields)]
    usable = [field for field in everywhere if _may_be_key(field)]
    own = naming.words(aggregate.label)
    for wanted in ((*own, "id"), (*own[-1:], "id"), ("id",)):
        for field in usable:
            if naming.words(field.name) == wanted:
                return field
    carried = Counter(
        field.name for message in messages for field in message.fields if _may_be_key(field) and _is_id(field)
    )
    most, count = max(carried.items(), key=lambda item: item[1], default=("", 0))
    if count * 2 > len(messages):
        return next(field for field in usable if field.name == most)
    return next((field for field in aggregate.fields if _may_be_key(field) and _is_id(field)), None)


def target_of(command: Concept, aggregate: Concept, identity: str) -> Field | None:
    """The field by which a command says which aggregate it means: the aggregate's key field, else a reference to it."""
    for field in command.fields:
        if field.name == identity and _may_be_key(field):
            return field
    wanted = {naming.words(identity), (*naming.words(aggregate.label), "id")}
    for field in command.fields:
        if naming.words(field.name) in wanted and _may_be_key(field):
            return field
    for field in command.fields:
        found = _parsed(field)
        if found is not None and found[0] == "ref" and naming.words(found[1]) == naming.words(aggregate.label):
            return field
    return None


def of_view(name: ir.Name, fields: Iterable[ir.Field], carried: set[str]) -> str:
    """The wire name of the field that identifies a row: one that its events carry, the best named first."""
    usable = [field for field in fields if field.wire in carried and _plain(field.type).kind in _KEYS]
    for wanted in ((*name.words, "id"), (*name.words[-1:], "id"), (*name.words[:1], "id"), ("id",)):
        for field in usable:
            if field.name.words == wanted:
                return field.wire
    return next((field.wire for field in usable if field.name.words[-1] == "id"), "")


def key_type(text: str) -> ir.Type:
    """The type of a key field; anything that is no plain scalar counts as a string."""
    try:
        parsed = parse_type(text)
    except TypeSyntaxError:
        return STRING
    return ir.Type(parsed.name) if parsed.name in _KEYS and parsed.name in SCALARS else STRING


def _may_be_key(field: Field) -> bool:
    found = _parsed(field)
    return found is not None and (found[0] in _KEYS or found[0] == "ref")


def _parsed(field: Field) -> tuple[str, str] | None:
    try:
        parsed = parse_type(field.type)
    except TypeSyntaxError:
        return None
    return (parsed.name, parsed.target)


def _is_id(field: Field) -> bool:
    found = naming.words(field.name)
    return bool(found) and found[-1] == "id"


def _plain(kind: ir.Type) -> ir.Type:
    return kind.item if kind.kind == "ref" and kind.item is not None else kind

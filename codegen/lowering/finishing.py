"""The last touches of lowering: message types, fields that may not be known yet, who consumes which event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from codegen import ir, naming
from codegen.lowering.concepts import Concept


def message_type(concept: Concept) -> str:
    return f"{concept.context.replace('_', '-')}.{naming.kebab(concept.name)}.v1"


def loose(field: ir.Field) -> ir.Field:
    """The field as something that may not be known yet."""
    return replace(field, type=replace(field.type, nullable=True), required=False, example=None)


def named_apart(fields: Iterable[ir.Field]) -> tuple[ir.Field, ...]:
    """Fields that were gathered from several messages, with names unique among them."""
    scope = naming.Scope()
    return tuple(replace(field, name=scope.name(field.name.text, "field")) for field in fields)


def with_consumers(contexts: tuple[ir.Context, ...]) -> tuple[ir.Context, ...]:
    consumers: dict[str, list[str]] = {}
    for context in contexts:
        for event in context.consumes:
            consumers.setdefault(event, []).append(context.key)
    return tuple(
        replace(
            context,
            events=tuple(
                replace(event, consumers=tuple(sorted(consumers.get(event.key, ())))) for event in context.events
            ),
        )
        for context in contexts
    )

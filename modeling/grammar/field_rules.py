"""Rules about fields, their types, and examples that use them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from modeling.english import words
from modeling.findings import Severity
from modeling.flow import listed, quoted
from modeling.grammar.rule import Remark, Rule, Wall
from modeling.kinds import Level
from modeling.model import Field, ValueType
from modeling.types import TypeExpression, TypeSyntaxError, parse_type

_EVERYWHERE = ("domain_event", "command", "aggregate", "read_model", "external_system", "policy", "actor")


@lru_cache(maxsize=8_192)
def _parsed(text: str) -> TypeExpression | str:
    """The type, or what is wrong with it."""
    try:
        return parse_type(text)
    except TypeSyntaxError as error:
        return str(error)


def _typed(wall: Wall) -> Iterator[tuple[str, str, tuple[Field, ...]]]:
    """(element id, what it is, its fields), value types last; those stand beside no element."""
    for element in wall.model.of_kind(*_EVERYWHERE):
        if element.fields:
            yield element.id, quoted(element), element.fields
    for kind in wall.model.types.values():
        yield "", f"The type “{kind.name}”", kind.fields


def event_has_fields(wall: Wall) -> Iterator[Remark]:
    for event, places in wall.each("domain_event"):
        if not any(place.fields for place in places):
            yield Remark(
                event.id,
                f"{quoted(event)} says that something happened, but not to what: it has no fields.",
                "Add the fields that a reader of the domain event needs, beginning with the key.",
            )


def type_is_written_correctly(wall: Wall) -> Iterator[Remark]:
    for element, owner, fields in _typed(wall):
        for field in fields:
            parsed = _parsed(field.type)
            if isinstance(parsed, str):
                yield Remark(element, f"Field “{field.name}” of {owner}: {parsed}", "Correct the type of the field.")


def _leaves(expression: TypeExpression) -> Iterator[TypeExpression]:
    while expression.item is not None:
        expression = expression.item
    yield expression


def type_is_known(wall: Wall) -> Iterator[Remark]:
    aggregates = {words(aggregate.label) for aggregate in wall.model.of_kind("aggregate")}
    for element, owner, fields in _typed(wall):
        for field in fields:
            parsed = _parsed(field.type)
            if isinstance(parsed, str):
                continue
            for leaf in _leaves(parsed):
                where = f"Field “{field.name}” of {owner}"
                if leaf.name == "named" and leaf.target not in wall.model.types:
                    message = f"{where} has the type “{leaf.target}”, which is not on this board."
                    yield Remark(element, message, f"Add the type “{leaf.target}”, or use a type that exists.")
                elif leaf.name == "ref" and words(leaf.target) not in aggregates:
                    message = f"{where} refers to the aggregate “{leaf.target}”, which is not on this board."
                    yield Remark(element, message, f"Add the aggregate “{leaf.target}”, or correct its name.")


def field_names_are_distinct(wall: Wall) -> Iterator[Remark]:
    for element, owner, fields in _typed(wall):
        seen: set[tuple[str, ...]] = set()
        for field in fields:
            name = words(field.name)
            if name and name in seen:
                yield Remark(
                    element,
                    f"{owner} has two fields named “{field.name}”.",
                    "Remove one of them, or give them different names.",
                )
            seen.add(name)


def field_has_a_name(wall: Wall) -> Iterator[Remark]:
    for element, owner, fields in _typed(wall):
        for nameless in (field for field in fields if not words(field.name)):
            yield Remark(element, f"A field of {owner} has no name.", f"Name the {nameless.type} field, or remove it.")


def type_ends(wall: Wall) -> Iterator[Remark]:
    types = wall.model.types
    for kind in types.values():
        if _contains(types, kind, kind.name):
            yield Remark(
                "",
                f"The type “{kind.name}” contains itself, so no value of it could ever end.",
                "Make the field that leads back to it nullable (a ? at the end), optional, or a list.",
            )


def _contains(types: dict[str, ValueType], start: ValueType, goal: str) -> bool:
    waiting, seen = [start], set()
    while waiting:
        for field in waiting.pop().fields:
            parsed = _parsed(field.type)
            if isinstance(parsed, str) or parsed.nullable or parsed.name != "named" or not field.required:
                continue
            if parsed.target == goal:
                return True
            if parsed.target in types and parsed.target not in seen:
                seen.add(parsed.target)
                waiting.append(types[parsed.target])
    return False


def personal_data_stays(wall: Wall) -> Iterator[Remark]:
    if wall.partition is None:
        return
    for event in wall.model.of_kind("domain_event"):
        personal = [f"“{field.name}”" for field in event.fields if field.personal]
        home = wall.context_of.get(event.id)
        if not personal or home is None:
            continue
        readers = [wall.context_of.get(reader.id) for reader in wall.flow.after(event.id, "policy", "read_model")]
        abroad = list(dict.fromkeys(context for context in readers if context and context != home))
        if abroad:
            yield Remark(
                event.id,
                f"{quoted(event)} carries personal data ({listed(personal)}) out of {wall.context_name(home)} "
                f"to {listed(wall.context_name(context) for context in abroad)}.",
                "Publish a key instead and let the reader ask for the data, or write down why it may leave.",
            )


def example_fits(wall: Wall) -> Iterator[Remark]:
    elements = wall.model.elements
    for example in wall.model.examples.values():
        command = elements.get(example.command)
        if command is None:
            continue
        if command.kind != "command":
            yield Remark(command.id, f"An example uses {quoted(command)} as a command.", "Choose a command for it.")
            continue
        known = {field.name for field in command.fields}
        if known and (strange := [f"“{key}”" for key in example.when if key not in known]):
            yield Remark(
                command.id,
                f"An example gives {quoted(command)} {listed(strange)}, which it has no field for.",
                "Add the field to the command, or correct the example.",
            )
        possible = {outcome.event.id for outcome in wall.flow.outcomes(command.id)}
        others = [quoted(elements[event]) for event in example.then if event in elements and event not in possible]
        if others:
            yield Remark(
                command.id,
                f"An example expects {listed(others)} of {quoted(command)}, which does not lead there.",
                "Link the command (through its aggregate) to the domain event, or correct the example.",
            )


RULES = (
    Rule("G36", Severity.ADVICE, Level.DESIGN, "A domain event has fields", event_has_fields),
    Rule("G37", Severity.ERROR, Level.BIG_PICTURE, "A type is written correctly", type_is_written_correctly),
    Rule("G38", Severity.ERROR, Level.BIG_PICTURE, "A type or aggregate that is referred to exists", type_is_known),
    Rule("G39", Severity.ERROR, Level.BIG_PICTURE, "Each field has a name of its own", field_names_are_distinct),
    Rule("G40", Severity.ERROR, Level.BIG_PICTURE, "A type does not contain itself", type_ends),
    Rule("G41", Severity.WARNING, Level.PROCESS, "Personal data stays in its context", personal_data_stays),
    Rule("G42", Severity.WARNING, Level.PROCESS, "An example fits its command", example_fits),
    Rule("G52", Severity.WARNING, Level.BIG_PICTURE, "A field has a name", field_has_a_name),
)

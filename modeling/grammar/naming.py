"""Rules about the words on a note."""

from __future__ import annotations

from collections.abc import Iterator

from modeling.english import is_english, is_imperative, is_past_tense, words
from modeling.findings import Severity
from modeling.flow import quoted
from modeling.grammar.rule import Remark, Rule, Wall
from modeling.kinds import KINDS, Level

MOST_WORDS = 8
_MACHINERY = frozenset({"manager", "service", "handler", "processor", "controller", "helper", "util", "utils"})


def event_in_past_tense(wall: Wall) -> Iterator[Remark]:
    if not wall.speaks_english:
        return
    for event in wall.model.of_kind("domain_event"):
        told = is_past_tense(event.label)
        if told is False or (told is None and wall.names_a_thing(event.label)):
            yield Remark(
                event.id,
                f"{quoted(event)} does not say that something has happened.",
                "Write a domain event in the past tense, such as “Order placed”.",
            )


def command_in_imperative(wall: Wall) -> Iterator[Remark]:
    if not wall.speaks_english:
        return
    for command in wall.model.of_kind("command"):
        asked = is_imperative(command.label)
        if asked is False or (asked is None and wall.names_a_thing(command.label)):
            yield Remark(
                command.id,
                f"{quoted(command)} does not ask for something to be done.",
                "Write a command as an order with the verb first, such as “Place order”.",
            )


def label_is_not_empty(wall: Wall) -> Iterator[Remark]:
    for element in wall.model.elements.values():
        if element.kind != "note" and not element.label.strip():
            yield Remark(
                element.id,
                f"This {KINDS[element.kind].name.lower()} has no label.",
                "Write what it stands for, or remove the note.",
            )


def label_is_short(wall: Wall) -> Iterator[Remark]:
    for element in wall.model.of_kind("domain_event", "command", "aggregate", "read_model"):
        count = len(words(element.label))
        if count > MOST_WORDS:
            yield Remark(
                element.id,
                f"{quoted(element)} has {count} words; it becomes the name of a thing in the generated system.",
                f"Shorten it to at most {MOST_WORDS} words and move the rest to the description.",
            )


def aggregate_is_a_thing(wall: Wall) -> Iterator[Remark]:
    for aggregate in wall.model.of_kind("aggregate"):
        name = words(aggregate.label)
        if len(name) > 1 and name[-1] in _MACHINERY:
            yield Remark(
                aggregate.id,
                f"{quoted(aggregate)} is named after machinery, not after the thing that keeps a rule.",
                f"Name the thing itself, such as “{' '.join(name[:-1]).capitalize()}”.",
            )


def event_tells_one_thing(wall: Wall) -> Iterator[Remark]:
    for event in wall.model.of_kind("domain_event"):
        name = words(event.label)
        if is_english(event.label) and any(joint in name[1:-1] for joint in ("or", "and")):
            joint = "or" if "or" in name else "and"
            halves = event.label.casefold().split(f" {joint} ", 1)
            if len(halves) == 2 and all(is_past_tense(half) for half in halves):
                yield Remark(
                    event.id,
                    f"{quoted(event)} tells two things that can happen apart.",
                    "Split it into two domain events; alternatives can share an X group of links.",
                )


RULES = (
    Rule("G1", Severity.ADVICE, Level.BIG_PICTURE, "A domain event is in the past tense", event_in_past_tense),
    Rule("G2", Severity.ADVICE, Level.PROCESS, "A command is in the imperative", command_in_imperative),
    Rule("G3", Severity.WARNING, Level.BIG_PICTURE, "A note has a label", label_is_not_empty),
    Rule("G4", Severity.ADVICE, Level.PROCESS, "A label that becomes a name is short", label_is_short),
    Rule("G5", Severity.ADVICE, Level.DESIGN, "An aggregate is a thing, not machinery", aggregate_is_a_thing),
    Rule("G6", Severity.ADVICE, Level.BIG_PICTURE, "A domain event tells one thing", event_tells_one_thing),
)

"""`contracts/COMPATIBILITY.md`: which changes are safe, for the people who change the schemas."""

from __future__ import annotations

from codegen import ir
from codegen.naming import pascal
from codegen.schemas.compatibility.rules import RULES, Family, Rule

_INTRODUCTION = """\
# Compatibility of these schemas

The policy is **FULL_TRANSITIVE**: every version can be read by every other one, so that services can be deployed in any
sequence and old messages can be replayed. *Backward*: new readers understand old messages. *Forward*: old readers
understand new messages.

A change that breaks this becomes a new event type, such as `OrderPlacedV2`, published beside the old one; an upcaster
turns old messages into new ones, and the old type goes when nobody reads it any more. Compare two versions before
generating:

    eventstorm compare OLD.board.json NEW.board.json --mode FULL_TRANSITIVE
"""


def text_of(system: ir.System) -> str:
    return "\n".join([_INTRODUCTION, *_messages(system), "", *_rules()]) + "\n"


def _messages(system: ir.System) -> list[str]:
    lines = ["## Events", "", "| event | type | version | topic | readers |", "|---|---|---|---|---|"]
    for event in system.events:
        readers = ", ".join(f"`{reader}`" for reader in event.consumers) or "–"
        lines.append(f"| {pascal(event.name)} | `{event.type}` | {event.version} | `{event.topic}` | {readers} |")
    return lines


def _rules() -> list[str]:
    lines = ["## What a change means", "", "| change | Avro | JSON Schema | instead |", "|---|---|---|---|"]
    for rule in RULES.values():
        what = rule.change.replace("_", " ")
        lines.append(
            f"| {what} | {_verdict(rule, Family.AVRO)} | {_verdict(rule, Family.JSON)} | {rule.instead or '–'} |"
        )
    return [*lines, "", "JSON Schema is read tolerantly: fields that a reader does not know are ignored."]


def _verdict(rule: Rule, family: Family) -> str:
    try:
        backward, forward = rule.verdict(family)
    except LookupError:
        return "–"
    return {(True, True): "safe", (True, False): "backward", (False, True): "forward", (False, False): "breaks"}[
        backward, forward
    ]

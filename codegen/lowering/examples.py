"""Examples of the board: given these events, when this command comes, then these events."""

from __future__ import annotations

from collections.abc import Callable

from codegen import ir
from codegen.ir import Problem
from codegen.lowering.concepts import Concept, Concepts
from modeling.model import Model

Wire = Callable[[Concept, str], str]


def lower_examples(
    model: Model, concepts: Concepts, key_of: dict[int, str], context: str, wire: Wire
) -> tuple[ir.Example, ...]:
    """The examples whose command lives in `context`; one that names something else than its kinds is a problem."""
    out = []
    for example in model.examples.values():
        command = concepts.of.get(example.command)
        if command is None or command.context != context or command.kind != "command":
            continue
        events = [concepts.of.get(event) for event in (*example.given, *example.then)]
        if any(event is None or event.kind != "domain_event" for event in events):
            concepts.problems.append(
                Problem(example.command, f"An example of “{command.label}” names something that is no event; left out.")
            )
            continue
        when = tuple((wire(command, name), value) for name, value in example.when.items() if wire(command, name))
        keys = [key_of[id(event)] for event in events]
        given = len(example.given)
        out.append(ir.Example(key_of[id(command)], tuple(keys[:given]), when, tuple(keys[given:])))
    return tuple(out)

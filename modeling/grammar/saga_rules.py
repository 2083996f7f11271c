"""Rules about sagas and their way back."""

from __future__ import annotations

from collections.abc import Iterator

from modeling.english import undoes
from modeling.findings import Severity
from modeling.flow import COMPENSATES, quoted
from modeling.grammar.rule import Remark, Rule, Wall
from modeling.kinds import KINDS, Level
from modeling.model import Element


def saga_step_has_a_compensation(wall: Wall) -> Iterator[Remark]:
    """The last step needs none: nothing that can fail comes after it."""
    told: set[str] = set()
    for saga in wall.sagas:
        for step in saga.steps[:-1]:
            command = wall.model.elements[step.element]
            if command.kind != "command" or not step.certain or command.id in told:
                continue
            if wall.flow.compensations(command.id):
                continue
            told.add(command.id)
            yield Remark(
                command.id,
                f"{quoted(command)} is a step of the saga “{saga.name}”; nothing takes it back when a later one fails.",
                _proposal(wall, command),
            )


def _proposal(wall: Wall, command: Element) -> str:
    for aggregate in wall.flow.after(command.id, "aggregate"):
        for other in wall.flow.before(aggregate.id, "command"):
            if undoes(other.label, command.label):
                return f"{quoted(other)} looks like it: link it to this command with the role “compensates”."
    return "Add the command that undoes it and link it to this one with the role “compensates”."


def compensation_is_issued(wall: Wall) -> Iterator[Remark]:
    for link in wall.flow.links:
        command = wall.model.elements[link.source]
        if link.role == COMPENSATES and command.kind == "command" and not wall.flow.links_before(command.id):
            orchestrated = any(
                step.compensation == command.id for saga in wall.sagas if saga.policy for step in saga.steps
            )
            if not orchestrated:
                yield Remark(
                    command.id,
                    f"{quoted(command)} takes {quoted(wall.model.elements[link.target])} back, but nobody issues it.",
                    "Link the policy that reacts to the failure: “Whenever … failed, …”.",
                )


def compensation_joins_commands(wall: Wall) -> Iterator[Remark]:
    for link in wall.flow.links:
        if link.role != COMPENSATES:
            continue
        ends = [wall.model.elements[link.source], wall.model.elements[link.target]]
        wrong = next((end for end in ends if end.kind != "command"), None)
        if wrong is not None:
            yield Remark(
                ends[0].id,
                f"{quoted(wrong)} is a {KINDS[wrong.kind].name.lower()}; only a command takes a command back.",
                "Link the compensating command to the command that it undoes.",
            )
        elif wall.flow.compensations(link.source) and link.source in {
            end.id for end in wall.flow.compensations(link.source)
        }:
            yield Remark(ends[0].id, f"{quoted(ends[0])} takes itself back.", "Link the command that undoes it.")


RULES = (
    Rule("G49", Severity.WARNING, Level.PROCESS, "A saga's step has a compensation", saga_step_has_a_compensation),
    Rule("G50", Severity.WARNING, Level.PROCESS, "Somebody issues a compensation", compensation_is_issued),
    Rule("G51", Severity.WARNING, Level.PROCESS, "A compensation joins two commands", compensation_joins_commands),
)

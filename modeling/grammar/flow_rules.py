"""Rules about what is missing around a note: who produces, who reacts, who decides."""

from __future__ import annotations

from collections.abc import Iterator

from modeling.english import words
from modeling.findings import Severity
from modeling.flow import quoted
from modeling.grammar.rule import Remark, Rule, Wall
from modeling.kinds import Level

_PRODUCERS = ("aggregate", "external_system", "command", "policy")
_REACTIONS = ("policy", "read_model", "command", "external_system")


def event_is_produced(wall: Wall) -> Iterator[Remark]:
    for event, places in wall.each("domain_event"):
        if not wall.reached(places, *_PRODUCERS):
            yield Remark(
                event.id,
                f"Nothing produces {quoted(event)}.",
                "Put the command and its aggregate before it, or the external system (a clock counts) that tells it.",
            )


def command_has_an_outcome(wall: Wall) -> Iterator[Remark]:
    for command, places in wall.each("command"):
        if any(wall.flow.outcomes(place.id) for place in places) or wall.leads(places, "external_system"):
            continue
        yield Remark(
            command.id,
            f"{quoted(command)} has no outcome: no domain event follows it.",
            "Add the domain event that tells that it was done, or link the existing one.",
        )


def event_is_heard(wall: Wall) -> Iterator[Remark]:
    for event, places in wall.each("domain_event"):
        if not event.pivotal and not wall.leads(places, *_REACTIONS):
            yield Remark(
                event.id,
                f"Nobody reacts to {quoted(event)}.",
                "Add the policy or read model that needs it, mark it as pivotal, or ask whether it matters.",
            )


def policy_is_triggered(wall: Wall) -> Iterator[Remark]:
    for policy, places in wall.each("policy"):
        if not wall.reached(places, "domain_event"):
            says = " although it says “whenever”" if "whenever" in words(policy.label) else ""
            yield Remark(
                policy.id,
                f"No domain event triggers {quoted(policy)}{says}.",
                "Link the domain event that it waits for.",
            )


def policy_acts(wall: Wall) -> Iterator[Remark]:
    for policy, places in wall.each("policy"):
        if not wall.leads(places):
            yield Remark(
                policy.id,
                f"{quoted(policy)} issues no command.",
                "Link the command that it issues, or remove the policy.",
            )


def read_model_is_updated(wall: Wall) -> Iterator[Remark]:
    for view, places in wall.each("read_model"):
        if not wall.reached(places, "domain_event", "aggregate", "external_system"):
            yield Remark(
                view.id,
                f"No domain event updates {quoted(view)}.",
                "Link the domain events whose data it shows.",
            )


def read_model_is_read(wall: Wall) -> Iterator[Remark]:
    for view, places in wall.each("read_model"):
        readers = ("actor", "policy", "command", "external_system")
        if not wall.reached(places, "actor", "policy") and not wall.leads(places, *readers):
            yield Remark(
                view.id,
                f"Nobody looks at {quoted(view)}.",
                "Link the actor who decides by it, or remove it.",
            )


def external_system_answers(wall: Wall) -> Iterator[Remark]:
    for system, places in wall.each("external_system"):
        if wall.reached(places) and not wall.leads(places):
            yield Remark(
                system.id,
                f"{quoted(system)} is asked for something and answers nothing.",
                "Add the domain event that tells its answer, and the one that tells that it did not answer.",
            )
        elif not wall.reached(places) and not wall.leads(places):
            yield Remark(
                system.id,
                f"{quoted(system)} takes part in nothing.",
                "Link the command that it handles or the domain event that it produces.",
            )


def command_is_issued(wall: Wall) -> Iterator[Remark]:
    for command, places in wall.each("command"):
        if not wall.reached(places) and not any(place.id in wall.flow.compensating for place in places):
            yield Remark(
                command.id,
                f"Nobody issues {quoted(command)}.",
                "Link the actor, policy or external system that issues it.",
            )


def actor_does_something(wall: Wall) -> Iterator[Remark]:
    for actor, places in wall.each("actor"):
        if not wall.leads(places) and not wall.reached(places):
            yield Remark(
                actor.id,
                f"{quoted(actor)} does nothing on this board.",
                "Link the command that the actor issues or the read model that the actor looks at.",
            )


RULES = (
    Rule("G7", Severity.ADVICE, Level.PROCESS, "Something produces a domain event", event_is_produced),
    Rule("G8", Severity.WARNING, Level.PROCESS, "A command has an outcome", command_has_an_outcome),
    Rule("G9", Severity.ADVICE, Level.PROCESS, "Somebody reacts to a domain event, or it is pivotal", event_is_heard),
    Rule("G10", Severity.WARNING, Level.PROCESS, "A domain event triggers a policy", policy_is_triggered),
    Rule("G11", Severity.WARNING, Level.PROCESS, "A policy issues a command", policy_acts),
    Rule("G12", Severity.ADVICE, Level.PROCESS, "Something updates a read model", read_model_is_updated),
    Rule("G13", Severity.ADVICE, Level.PROCESS, "Somebody looks at a read model", read_model_is_read),
    Rule("G14", Severity.ADVICE, Level.PROCESS, "An external system answers", external_system_answers),
    Rule("G15", Severity.ADVICE, Level.PROCESS, "Somebody issues a command", command_is_issued),
    Rule("G16", Severity.ADVICE, Level.PROCESS, "An actor does something", actor_does_something),
)

"""Rules about aggregates: one keeper for each rule, and none that keeps too many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from modeling.english import words
from modeling.findings import Severity
from modeling.flow import listed, quoted
from modeling.grammar.rule import Remark, Rule, Wall
from modeling.kinds import Level
from modeling.model import Element

MOST = 5


def aggregate_is_small(wall: Wall) -> Iterator[Remark]:
    for aggregate, places in wall.each("aggregate"):
        commands = len(_concepts(item for place in places for item in wall.flow.before(place.id, "command")))
        events = len(_concepts(item for place in places for item in wall.flow.after(place.id, "domain_event")))
        if commands > MOST or events > MOST:
            many = [f"{commands} commands"] * (commands > MOST) + [f"{events} domain events"] * (events > MOST)
            yield Remark(
                aggregate.id,
                f"{quoted(aggregate)} has {listed(many)}, more than {MOST}.",
                "Look for two rules that can be kept apart, and split the aggregate there.",
            )


def one_aggregate_handles_a_command(wall: Wall) -> Iterator[Remark]:
    for command, places in wall.each("command"):
        handlers = _concepts(item for place in places for item in wall.flow.after(place.id, "aggregate"))
        if len(handlers) > 1:
            yield Remark(
                command.id,
                f"{quoted(command)} is handled by {listed(quoted(handler) for handler in handlers)}.",
                "Let one aggregate handle it and the other react to its domain event, or split the command.",
            )


def one_aggregate_produces_an_event(wall: Wall) -> Iterator[Remark]:
    for event, places in wall.each("domain_event"):
        producers = _concepts(item for place in places for item in wall.flow.before(place.id, "aggregate"))
        if len(producers) > 1:
            yield Remark(
                event.id,
                f"{quoted(event)} is produced by {listed(quoted(producer) for producer in producers)}.",
                "Let one aggregate own it, and give the other a domain event with a name of its own.",
            )


def aggregate_changes(wall: Wall) -> Iterator[Remark]:
    for aggregate, places in wall.each("aggregate"):
        if not wall.reached(places, "command", "policy"):
            yield Remark(
                aggregate.id,
                f"No command reaches {quoted(aggregate)}: nothing changes it.",
                "Link the commands that it handles, or make it a read model.",
            )


def aggregate_tells(wall: Wall) -> Iterator[Remark]:
    for aggregate, places in wall.each("aggregate"):
        handled = [command for place in places for command in wall.flow.before(place.id, "command")]
        if not wall.leads(places, "domain_event") and not wall.leads(handled, "domain_event"):
            yield Remark(
                aggregate.id,
                f"{quoted(aggregate)} produces no domain event: nobody can hear that it changed.",
                "Add the domain events that tell its changes.",
            )


def _concepts(elements: Iterable[Element]) -> list[Element]:
    """Occurrences of one concept count once; the first stands for all."""
    found: dict[tuple[str, ...], Element] = {}
    for element in elements:
        found.setdefault(words(element.label) or (element.id,), element)
    return list(found.values())


RULES = (
    Rule("G27", Severity.ADVICE, Level.DESIGN, "An aggregate is small", aggregate_is_small),
    Rule("G28", Severity.WARNING, Level.DESIGN, "One aggregate handles a command", one_aggregate_handles_a_command),
    Rule(
        "G29", Severity.WARNING, Level.DESIGN, "One aggregate produces a domain event", one_aggregate_produces_an_event
    ),
    Rule("G30", Severity.ADVICE, Level.DESIGN, "An aggregate changes", aggregate_changes),
    Rule("G31", Severity.WARNING, Level.DESIGN, "An aggregate tells its changes", aggregate_tells),
)

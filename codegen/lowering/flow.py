"""What flows: which aggregate or system handles a command, and which events it leads to.

A board says which aggregate produces an event, seldom which command leads to it. Explicit links count first, then
the words ("Ring bell" → "Bell rung"), then the place on the wall, then the sequence in the document. What
the board leaves open becomes a choice that the aggregate's own file makes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import dist

from codegen.ir import Outcome, Problem
from codegen.lowering.concepts import Concept, Concepts
from codegen.lowering.likeness import likeness, success_first
from modeling.model import Link

Pair = tuple[str, str]


@dataclass(slots=True)
class Unit:
    """Events that happen together, or of which one happens. `explicit`: an arrow group said so."""

    mode: str
    events: list[Concept]
    explicit: bool = False


@dataclass(slots=True)
class Implied:
    """A command that nobody wrote: it makes `events` happen, or tells an aggregate what a policy wants of it."""

    concept: Concept
    entry: str  # "report" | "internal"


@dataclass(slots=True)
class Flow:
    """Concepts by their links. Concepts are compared by identity; keys are `Concept.id` with its kind in front."""

    concepts: Concepts
    links: dict[Pair, list[tuple[Concept, Concept, Link]]] = field(default_factory=lambda: defaultdict(list))
    handler: dict[int, Concept] = field(default_factory=dict)  # command → aggregate or external system
    producer: dict[int, Concept] = field(default_factory=dict)  # event → aggregate
    outcomes: dict[int, list[Unit]] = field(default_factory=lambda: defaultdict(list))  # command → units
    implied: dict[int, Implied] = field(default_factory=dict)  # command → why it exists
    recorder: dict[int, Concept] = field(default_factory=dict)  # event → the implied command that records it
    stand_ins: dict[str, Concept] = field(default_factory=dict)  # context → its implied aggregate

    def after(self, concept: Concept, kind: str) -> list[Concept]:
        """What follows a concept by links, of one kind, without repetition."""
        pairs = self.links[concept.kind, kind]
        return _distinct(target for source, target, _ in pairs if source is concept)

    def before(self, concept: Concept, kind: str) -> list[Concept]:
        pairs = self.links[kind, concept.kind]
        return _distinct(source for source, target, _ in pairs if target is concept)

    def happening(self, command: Concept) -> list[Concept]:
        """All events that a command may lead to."""
        return _distinct(event for unit in self.outcomes[id(command)] for event in unit.events)

    def record(self, event: Concept, entry: str) -> Concept:
        """The implied command that makes `event` happen; the entry that is more open wins."""
        command = self.recorder.get(id(event))
        if command is None:
            verb = "Record" if event.label.strip() else ""
            command = Concept(event.id, "command", f"{verb} {event.label}".strip(), event.context, [], event.fields)
            self.concepts.all.append(command)
            self.recorder[id(event)] = command
            self.handler[id(command)] = self.producer.get(id(event)) or self.stand_in(event.context)
            self.producer.setdefault(id(event), self.handler[id(command)])
            self.outcomes[id(command)] = [Unit("all", [event])]
            self.implied[id(command)] = Implied(command, entry)
        elif entry == "report":
            self.implied[id(command)].entry = entry
        return command

    def stand_in(self, context: str) -> Concept:
        """The aggregate that stands in where the board has none."""
        if context not in self.stand_ins:
            label = f"{self.concepts.contexts[context].text} process".strip()
            concept = Concept("", "aggregate", label, context, [])
            self.stand_ins[context] = concept
            self.concepts.all.append(concept)
        return self.stand_ins[context]


def lower_flow(concepts: Concepts, links: Iterable[Link]) -> Flow:
    flow = Flow(concepts)
    for link in links:
        source, target = concepts.of.get(link.source), concepts.of.get(link.target)
        if link.role == "flow" and source is not None and target is not None and source is not target:
            flow.links[source.kind, target.kind].append((source, target, link))
    _producers(flow)
    _handlers(flow)
    for command in concepts.kind("command"):
        _explicit_outcomes(flow, command)
    for aggregate in concepts.kind("aggregate"):
        _claimed_outcomes(flow, aggregate)
    for system in concepts.kind("external_system"):
        for event in flow.after(system, "domain_event"):
            flow.record(event, "report")
    return flow


def _producers(flow: Flow) -> None:
    for event in flow.concepts.kind("domain_event"):
        producers = flow.before(event, "aggregate")
        if producers:
            flow.producer[id(event)] = _nearest(flow, event, producers, "is produced by")


def _handlers(flow: Flow) -> None:
    for command in flow.concepts.kind("command"):
        aggregates = flow.after(command, "aggregate")
        systems = flow.after(command, "external_system")
        if aggregates:
            flow.handler[id(command)] = _nearest(flow, command, aggregates, "is handled by")
        elif systems:
            flow.handler[id(command)] = systems[0]
        else:
            events = flow.after(command, "domain_event")
            owners = [flow.producer[id(event)] for event in events if id(event) in flow.producer]
            home = next((owner for owner in owners if owner.context == command.context), None)
            flow.handler[id(command)] = home or flow.stand_in(command.context)


def _nearest(flow: Flow, concept: Concept, candidates: Sequence[Concept], verb: str) -> Concept:
    """One of the aggregates, one of its own context if there is; the concept lives where its aggregate lives."""
    own = [candidate for candidate in candidates if candidate.context == concept.context]
    chosen = (own or list(candidates))[0]
    if len(candidates) > 1:
        flow.concepts.problems.append(
            Problem(concept.id, f"“{concept.label}” {verb} {len(candidates)} aggregates; “{chosen.label}” was taken.")
        )
    if chosen.context != concept.context:
        flow.concepts.problems.append(
            Problem(
                concept.id,
                f"“{concept.label}” {verb} “{chosen.label}” of another context; it was generated there.",
            )
        )
        concept.context = chosen.context
    return chosen


def _explicit_outcomes(flow: Flow, command: Concept) -> None:
    pairs = [(event, link) for source, event, link in flow.links["command", "domain_event"] if source is command]
    handler = flow.handler[id(command)]
    for unit in _units(pairs):
        own = []
        for event in unit.events:
            if handler.kind == "aggregate" and flow.producer.setdefault(id(event), handler) is handler:
                event.context = handler.context
                own.append(event)
            elif handler.kind == "external_system":
                flow.record(event, "report")
            else:
                flow.concepts.problems.append(
                    Problem(
                        command.id, f"“{command.label}” leads to “{event.label}”, which another aggregate produces."
                    )
                )
        if own:
            flow.outcomes[id(command)].append(Unit(unit.mode, _best_first(command, own), unit.explicit))


def _claimed_outcomes(flow: Flow, aggregate: Concept) -> None:
    """Shares the aggregate's events among its commands."""
    commands = [command for command in flow.concepts.kind("command") if flow.handler.get(id(command)) is aggregate]
    if not commands:
        return
    taken = {id(event) for command in commands for event in flow.happening(command)}
    pairs = [
        (event, link)
        for source, event, link in flow.links["aggregate", "domain_event"]
        if source is aggregate and flow.producer.get(id(event)) is aggregate and id(event) not in taken
    ]
    units = _units(pairs)
    claims: dict[int, list[Unit]] = defaultdict(list)
    later = []
    for unit in units:
        best = max(commands, key=lambda command: _fit(command, unit))
        if _fit(best, unit)[0][0]:
            claims[id(best)].append(unit)
        else:
            later.append(unit)
    for unit in later:
        idle = [command for command in commands if not claims[id(command)] and not flow.outcomes[id(command)]]
        best = max(idle or commands, key=lambda command: _fit(command, unit))
        claims[id(best)].append(unit)
    for command in commands:
        flow.outcomes[id(command)].extend(_chosen(command, claims[id(command)]))


def _chosen(command: Concept, claimed: list[Unit]) -> list[Unit]:
    """Arrow groups stay as they are; several single events that nothing groups are one choice among them."""
    out = [Unit(unit.mode, _best_first(command, unit.events), True) for unit in claimed if unit.explicit]
    single = _best_first(command, [event for unit in claimed if not unit.explicit for event in unit.events])
    if single:
        out.append(Unit("all" if len(single) == 1 else "some", single))
    return out


def _units(pairs: Iterable[tuple[Concept, Link]]) -> list[Unit]:
    units: dict[str, Unit] = {}
    for event, link in pairs:
        mode = {"X": "one", "O": "some"}.get(link.group.mode, "all") if link.group else "all"
        key = f"group {link.group.id}" if link.group else f"event {id(event)}"
        unit = units.setdefault(key, Unit(mode, [], link.group is not None))
        if not any(event is known for known in unit.events):
            unit.events.append(event)
    return list(units.values())


def _fit(command: Concept, unit: Unit) -> tuple[tuple[int, int], float]:
    words = max(likeness(command.label, event.label) for event in unit.events)
    here, there = command.centre, unit.events[0].centre
    return (words, -dist(here, there) if here and there else 0.0)


def _best_first(command: Concept, events: list[Concept]) -> list[Concept]:
    """The event that sounds most like the command is its success."""
    return sorted(events, key=lambda event: success_first(command.label, event.label))


def _distinct(concepts: Iterable[Concept]) -> list[Concept]:
    return list({id(concept): concept for concept in concepts}.values())


def outcomes_of(flow: Flow, command: Concept, key_of: dict[int, str]) -> tuple[Outcome, ...]:
    """The outcomes by event keys; a choice of one is no choice."""
    return tuple(
        Outcome(unit.mode if len(unit.events) > 1 else "all", tuple(key_of[id(event)] for event in unit.events))
        for unit in flow.outcomes[id(command)]
    )

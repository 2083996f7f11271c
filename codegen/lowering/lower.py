"""Assembles the system from concepts, flow and reactions: gives everything its name, key, type and topic."""

from __future__ import annotations

from collections.abc import Iterable

from codegen import ir, naming
from codegen.ir import Problem
from codegen.lowering import identity
from codegen.lowering.concepts import Concept, Concepts, gather, name_all
from codegen.lowering.examples import lower_examples
from codegen.lowering.finishing import loose, message_type, named_apart, with_consumers
from codegen.lowering.flow import Flow, lower_flow, outcomes_of
from codegen.lowering.reactions import Reaction, compensations, reactions, read_model_events
from codegen.lowering.typed_fields import STRING, TypedFields, same, types_used
from modeling.analysis.effective_links import effective_links
from modeling.analysis.result import Analysis
from modeling.model import Element, Link, Model


def lower(model: Model, analysis: Analysis) -> ir.System:
    """What `model`, cut into the contexts of `analysis`, means for a generated system. Pure and deterministic.

    What cannot be generated as drawn is in `System.problems`, and the rest is generated all the same.
    """
    return _Lowering(model, analysis).system()


class _Lowering:
    def __init__(self, model: Model, analysis: Analysis) -> None:
        self.model = model
        self.links: tuple[Link, ...] = effective_links(model, analysis.inferred_links)
        self.concepts: Concepts = gather(model, analysis)
        self.flow: Flow = lower_flow(self.concepts, self.links)
        self.reactions = reactions(self.flow, analysis, self.links)
        for event in self.concepts.kind("domain_event"):
            if not any(event is known for command in self._commands() for known in self.flow.happening(command)):
                self.flow.record(event, "report")
        self.typed = TypedFields(model.types.values(), self.concepts.problems)
        self.scopes = {key: naming.Scope(self.typed.scope_words) for key in self.concepts.contexts}
        name_all(self.concepts.all, self.scopes)
        self.key_of = {
            id(concept): f"{concept.context}.{naming.snake(concept.name)}"
            for concept in self.concepts.all
            if concept.kind != "external_system"
        }
        self.taken_back = compensations(self.flow, self.links)
        self._external_names: dict[tuple[int, str], ir.Name] = {}

    def _key(self, concept: Concept) -> str:
        return self.key_of[id(concept)]

    def _commands(self) -> list[Concept]:
        return self.concepts.kind("command")

    def system(self) -> ir.System:
        self._resolve_identities()
        types = self.typed.value_types()
        contexts = tuple(self._context(key, types) for key in self.concepts.contexts)
        contexts = with_consumers(contexts)
        name = naming.Scope().name(self.model.name, "system")
        problems = tuple(dict.fromkeys(self.concepts.problems))
        return ir.System(name, contexts, types, problems, self.model)

    def _resolve_identities(self) -> None:
        """Fields of messages and states, and each aggregate's key field with its type."""
        self.fields: dict[int, tuple[ir.Field, ...]] = {}
        self.identities: dict[int, tuple[str, ir.Type]] = {}
        aggregates = self.concepts.kind("aggregate")
        for aggregate in aggregates:
            found = identity.of_aggregate(aggregate, self._messages_of(aggregate))
            kind = STRING if found is None else identity.key_type(found.type)
            self.identities[id(aggregate)] = ("" if found is None else found.name, kind)

        def find(name: str, context: str) -> tuple[str, ir.Type] | None:
            wanted = naming.words(name)
            named = [one for one in aggregates if wanted and naming.words(one.label) == wanted]
            named.sort(key=lambda one: one.context != context)
            return (self.key_of[id(named[0])], self.identities[id(named[0])][1]) if named else None

        self.typed.find_aggregate = find
        for concept in self.concepts.all:
            self.fields[id(concept)] = self.typed.fields(concept.fields, concept.context, concept.id)

    def _messages_of(self, aggregate: Concept) -> list[Concept]:
        handled = [command for command in self._commands() if self.flow.handler.get(id(command)) is aggregate]
        return handled + self._events_of(aggregate)

    def _events_of(self, aggregate: Concept) -> list[Concept]:
        return [event for event in self.concepts.kind("domain_event") if self.flow.producer.get(id(event)) is aggregate]

    def _wire(self, concept: Concept, field_name: str) -> str:
        """The wire name of a drawn field; "" where the concept has none of that name."""
        drawn = [field.name for field in concept.fields]
        return self.fields[id(concept)][drawn.index(field_name)].wire if field_name in drawn else ""

    def _context(self, key: str, types: tuple[ir.ValueType, ...]) -> ir.Context:
        mine = [concept for concept in self.concepts.all if concept.context == key]
        aggregates = tuple(self._aggregate(one) for one in mine if one.kind == "aggregate")
        commands = tuple(self._command(one) for one in mine if one.kind == "command")
        events = tuple(self._event(one) for one in mine if one.kind == "domain_event")
        views = tuple(self._read_model(one) for one in mine if one.kind == "read_model")
        local = [reaction for reaction in self.reactions if reaction.policy.context == key]
        policies = tuple(self._policy(one) for one in local if not one.steps)
        sagas = tuple(self._saga(one) for one in local if one.steps)
        fields: list[ir.Field] = [field for one in mine for field in self.fields[id(one)]]
        fields += [field for one in views for field in one.fields]
        fields += [field for one in aggregates for field in one.state]
        fields += self._foreign_fields(local, views)
        used = types_used(fields, {kind.key: kind for kind in types})
        consumed = {event for reaction in local for event in map(self._key, reaction.triggers)}
        consumed |= {event for view in views for event in view.events}
        return ir.Context(
            key,
            self.concepts.contexts[key],
            aggregates,
            commands,
            events,
            policies,
            sagas,
            views,
            self._externals(key, commands),
            lower_examples(self.model, self.concepts, self.key_of, key, self._wire),
            tuple(kind for kind in types if kind.key in used),
            tuple(sorted(consumed)),
        )

    def _foreign_fields(self, local: list[Reaction], views: Iterable[ir.ReadModel]) -> list[ir.Field]:
        """Fields of messages that this context receives or sends but that live elsewhere."""
        concepts = [one for reaction in local for one in (*reaction.triggers, *reaction.sends)]
        for reaction in local:
            concepts += [one for step in reaction.steps for one in step if one is not None]
            concepts += [event for command, _ in reaction.steps for event in self.flow.happening(command)]
        watched = {event for view in views for event in view.events}
        concepts += [one for one in self.concepts.kind("domain_event") if self._key(one) in watched]
        return [field for one in concepts for field in self.fields[id(one)]]

    def _aggregate(self, aggregate: Concept) -> ir.Aggregate:
        events = self._events_of(aggregate)
        state = {field.wire: loose(field) for field in self.fields[id(aggregate)]}
        for event in events:
            for field in self.fields[id(event)]:
                known = state.setdefault(field.wire, loose(field))
                if not same(known.type, field.type):
                    self.concepts.problems.append(
                        Problem(
                            event.id,
                            f"“{field.name.text}” of “{event.label}” has another type than in “{aggregate.label}”; "
                            "the aggregate does not remember it. Give it one type.",
                        )
                    )
        drawn, _ = self.identities[id(aggregate)]
        owners = [one for one in (aggregate, *self._messages_of(aggregate)) if self._wire(one, drawn)]
        return ir.Aggregate(
            self._key(aggregate),
            aggregate.name,
            aggregate.context,
            named_apart(state.values()),
            self._wire(owners[0], drawn) if owners else "",
            tuple(
                self._key(command) for command in self._commands() if self.flow.handler.get(id(command)) is aggregate
            ),
            tuple(self._key(event) for event in events),
            not aggregate.elements,
            aggregate.description,
            aggregate.sources,
        )

    def _command(self, command: Concept) -> ir.Command:
        handler = self.flow.handler[id(command)]
        implied = self.flow.implied.get(id(command))
        external = handler.kind == "external_system"
        drawn = None if external else identity.target_of(command, handler, self.identities[id(handler)][0])
        actors = dict.fromkeys(actor.label for actor in self._actors(command))
        return ir.Command(
            self._key(command),
            command.name,
            command.context,
            self.fields[id(command)],
            message_type(command),
            f"{command.context.replace('_', '-')}.commands.v1",
            "" if external else self._key(handler),
            self._external_key(handler, command.context) if external else "",
            self._wire(command, drawn.name) if drawn else "",
            outcomes_of(self.flow, command, self.key_of),
            implied is not None,
            implied.entry if implied else "http",
            command.description,
            tuple(actors),
            tuple(self._key(taken) for taken in self._commands() if self.taken_back.get(id(taken)) is command),
            command.sources,
        )

    def _actors(self, command: Concept) -> list[Element]:
        elements = self.model.elements
        return [
            elements[link.source]
            for link in self.links
            if link.target in command.sources and elements[link.source].kind == "actor"
        ]

    def _event(self, event: Concept) -> ir.Event:
        producer = self.flow.producer.get(id(event))
        return ir.Event(
            self._key(event),
            event.name,
            event.context,
            self.fields[id(event)],
            message_type(event),
            message_type(event),
            self._key(producer) if producer else "",
            event.description,
            pivotal=any(element.pivotal for element in event.elements),
            sources=event.sources,
        )

    def _policy(self, reaction: Reaction) -> ir.Policy:
        policy = reaction.policy
        return ir.Policy(
            self._key(policy),
            policy.name,
            policy.context,
            tuple(self._key(event) for event in reaction.triggers),
            tuple(dict.fromkeys(self._key(command) for command in reaction.sends)),
            policy.description,
            policy.sources,
        )

    def _saga(self, reaction: Reaction) -> ir.Saga:
        policy = reaction.policy
        steps = tuple(
            ir.SagaStep(
                self._key(command),
                self._key(taker) if taker is not None else "",
                tuple(
                    self._key(event)
                    for unit in self.flow.outcomes[id(command)]
                    if unit.mode == "one"
                    for event in unit.events[1:]
                ),
            )
            for command, taker in reaction.steps
        )
        triggers = tuple(self._key(event) for event in reaction.triggers)
        key = self._key(policy)
        return ir.Saga(key, policy.name, policy.context, triggers, steps, policy.description, policy.sources)

    def _read_model(self, view: Concept) -> ir.ReadModel:
        events = read_model_events(self.flow, view)
        if not events:
            self.concepts.problems.append(
                Problem(
                    view.id, f"No event updates the read model “{view.label}”; it stays empty. Draw what updates it."
                )
            )
        own = {field.wire: loose(field) for field in self.fields[id(view)]}
        seen = [field for event in events for field in self.fields[id(event)]]
        if not own:
            for field in seen:
                own.setdefault(field.wire, loose(field))
        fields = named_apart(own.values())
        row = identity.of_view(view.name, fields, {field.wire for field in seen})
        keys = tuple(self._key(event) for event in events)
        return ir.ReadModel(self._key(view), view.name, view.context, fields, keys, row, view.description, view.sources)

    def _external_key(self, system: Concept, context: str) -> str:
        """One adapter a context: the system gets its name there when it is first met."""
        key = (id(system), context)
        if key not in self._external_names:
            self._external_names[key] = self.scopes[context].name(system.label, "system")
        return f"{context}.{naming.snake(self._external_names[key])}"

    def _externals(self, context: str, commands: tuple[ir.Command, ...]) -> tuple[ir.External, ...]:
        out = []
        for system in self.concepts.kind("external_system"):
            asked = tuple(
                self._key(command)
                for command in self._commands()
                if command.context == context and self.flow.handler[id(command)] is system
            )
            reports = tuple(
                self.key_of[id(self.flow.recorder[id(event)])]
                for event in self.flow.after(system, "domain_event")
                if event.context == context
            )
            if asked or reports:
                key = self._external_key(system, context)
                name = self._external_names[id(system), context]
                out.append(ir.External(key, name, context, asked, reports, system.description, system.sources))
        return tuple(out)

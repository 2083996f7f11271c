"""What the Python templates print: names, types and expressions, all decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from codegen import ir, naming
from codegen.literals import PersonText
from codegen.lowering.typed_fields import same
from codegen.targets.python.filling import Filling, Origin, expected_value, identities
from codegen.targets.python.reaction_views import external_view, projection_view, reaction_view, saga_view
from codegen.targets.python.spelling import Spelling, attribute, class_name, optional, symbol

View = dict[str, Any]


def package_name(context: ir.Context) -> str:
    """The suffix keeps a service apart from every module of Python and of its packages."""
    return f"{context.key}_service"


def module_name(name: ir.Name) -> str:
    """A module's name that neither Python nor a module beside it has."""
    spelled = attribute(name)
    return f"{spelled}_aggregate" if spelled in ("policies", "projections") else spelled


@dataclass(frozen=True)
class Service:
    """One context in Python's words. Messages of other contexts that it uses are in `foreign`."""

    system: ir.System
    context: ir.Context

    @cached_property
    def spelling(self) -> Spelling:
        return Spelling({kind.key: kind for kind in self.system.types})

    @cached_property
    def package(self) -> str:
        return package_name(self.context)

    @cached_property
    def folder(self) -> str:
        return f"services/{self.context.key.replace('_', '-')}"

    @cached_property
    def foreign_events(self) -> tuple[ir.Event, ...]:
        consumed = [self.system.event(key) for key in self.context.consumes]
        failures = [
            self.system.event(key) for saga in self.context.sagas for step in saga.steps for key in step.failures
        ]
        foreign = {event.key: event for event in (*consumed, *failures) if event.context != self.context.key}
        return tuple(foreign.values())

    @cached_property
    def foreign_commands(self) -> tuple[ir.Command, ...]:
        keys = [key for policy in self.context.policies for key in policy.sends]
        for saga in self.context.sagas:
            keys += [key for step in saga.steps for key in (step.command, step.compensation) if key]
        foreign = {key: self.system.command(key) for key in keys}
        return tuple(command for command in foreign.values() if command.context != self.context.key)

    @cached_property
    def classes(self) -> dict[str, str]:
        """Message and aggregate key → class name; a foreign one gets its context in front where a name is taken."""
        context = self.context
        named = [(one.key, one.name) for one in context.aggregates]
        named += [(one.key, one.name) for one in context.commands]
        named += [(one.key, one.name) for one in context.events]
        names = {key: class_name(name) for key, name in named}
        taken = set(names.values()) | {class_name(kind.name) for kind in self.context.types}
        messages: list[ir.Event | ir.Command] = [*self.foreign_events, *self.foreign_commands]
        for message in messages:
            plain = class_name(message.name)
            if plain in taken:
                plain = naming.pascal(self.system.context(message.context).name) + plain
            while plain in taken:
                plain += "_"
            taken.add(plain)
            names[message.key] = plain
        return names

    @cached_property
    def samples(self) -> dict[str, str]:
        """Message key → name of the function that makes a sample of it."""
        taken: dict[str, str] = {}
        for key, name in self.classes.items():
            spelled = "a_" + naming.snake(ir.Name("", naming.words(name)))
            while spelled in taken.values():
                spelled += "_"
            taken[key] = spelled
        return taken

    def free_class(self, wanted: str) -> str:
        """A class name that no message, aggregate or value of this service has."""
        taken = set(self.classes.values()) | {class_name(kind.name) for kind in self.context.types}
        while wanted in taken:
            wanted += "_"
        return wanted

    # Messages and values

    @property
    def messages(self) -> list[View]:
        return self.events + self.commands

    def fields(self, fields: Iterable[ir.Field], loose: bool = False) -> list[View]:
        return [self._field(field, loose) for field in fields]

    def _field(self, field: ir.Field, loose: bool) -> View:
        own = attribute(field.name)
        annotation = self.spelling.annotation(field.type)
        arguments = []
        if loose or optional(field):
            annotation += " | None"
            arguments.append("None")
        if own != field.wire:
            arguments.append(f'alias="{field.wire}"')
        if field.type.kind == "decimal":
            arguments += [f"max_digits={field.type.precision}", f"decimal_places={field.type.scale}"]
        default = ""
        if arguments == ["None"]:
            default = " = None"
        elif arguments:
            default = f" = Field({', '.join(arguments)})"
        return {
            "attribute": own,
            "code": f"{own}: {annotation}{default}",
            "wire": field.wire,
            "doc": PersonText(field.description),
            "personal": field.personal,
        }

    def message(self, message: ir.Event | ir.Command) -> View:
        _, data = self.sample_of(message)
        target = ""
        if isinstance(message, ir.Command) and message.target:
            target = next(attribute(field.name) for field in message.fields if field.wire == message.target)
        return {
            "class_name": self.classes[message.key],
            "text": PersonText(message.name.text),
            "doc": PersonText(message.description),
            "fields": self.fields(message.fields),
            "type": message.type,
            "topic": message.topic,
            "target": target,
            "sample": self.samples[message.key],
            "sample_arguments": self.sample_of(message)[0],
            "data": data,
            "required": [field.wire for field in message.fields if not optional(field)],
            "owner": message.context,
            "schema": naming.snake(message.name),
            "foreign": message.context != self.context.key,
        }

    def sample_of(self, message: ir.Event | ir.Command) -> tuple[list[tuple[str, str]], dict[str, Any]]:
        arguments, data = [], {}
        for field in message.fields:
            code, value = self.spelling.sample(field.type, field.wire)
            arguments.append((attribute(field.name), code))
            data[field.wire] = value
        return arguments, data

    def sample_codes(self, message: ir.Event | ir.Command) -> dict[str, str]:
        return {field.wire: self.spelling.sample(field.type, field.wire)[0] for field in message.fields}

    @cached_property
    def values(self) -> list[View]:
        return [
            {
                "class_name": class_name(kind.name),
                "text": PersonText(kind.name.text),
                "fields": self.fields(kind.fields),
                "symbols": [(symbol(held), held.wire) for held in kind.symbols],
            }
            for kind in self.context.types
        ]

    @cached_property
    def events(self) -> list[View]:
        return [self.message(event) for event in (*self.context.events, *self.foreign_events)]

    @cached_property
    def commands(self) -> list[View]:
        return [self.message(command) for command in (*self.context.commands, *self.foreign_commands)]

    # Aggregates

    @cached_property
    def aggregates(self) -> list[View]:
        return [self._aggregate(aggregate) for aggregate in self.context.aggregates]

    def _aggregate(self, aggregate: ir.Aggregate) -> View:
        commands = [self.system.command(key) for key in aggregate.commands]
        own = self.classes[aggregate.key].rstrip("_")
        return {
            "class_name": self.classes[aggregate.key],
            "base": self.free_class(f"{own}Base"),
            "state_class": self.free_class(f"{own}State"),
            "module": module_name(aggregate.name),
            "table": naming.plural(aggregate.name),
            "table_constant": naming.plural(aggregate.name).upper(),
            "kind": naming.snake(aggregate.name),
            "text": PersonText(aggregate.name.text),
            "doc": PersonText(aggregate.description),
            "implied": aggregate.implied,
            "state": self.fields(aggregate.state, loose=True),
            "commands": [self._decision(aggregate, command) for command in commands],
            "events": [self._application(aggregate, self.system.event(key)) for key in aggregate.events],
        }

    def _filling(self, aggregate: ir.Aggregate, command: ir.Command, event: ir.Event) -> Filling:
        others = [self.system.event(key) for key in aggregate.events if key != event.key]
        set_elsewhere = {field.wire for other in others for field in other.fields}
        remembered = tuple(field for field in aggregate.state if field.wire in set_elsewhere)
        origins = (Origin("command", command.fields), Origin("self.state", remembered, loose=True))
        return Filling(self.spelling, origins, "self.id", identities(aggregate, event.fields), "self.now")

    def _decision(self, aggregate: ir.Aggregate, command: ir.Command) -> View:
        events = [self.system.event(key) for key in command.possible]
        samples = self.sample_codes(command)
        replacements = {"self.id": '"one"', "self.now": "NOW"}
        possible = []
        for event in events:
            filling = self._filling(aggregate, command, event)
            possible.append(
                {
                    "class_name": self.classes[event.key],
                    "text": PersonText(event.name.text),
                    "snake": naming.snake(event.name),
                    "arguments": filling.arguments(event.fields),
                    "expected": [
                        (attribute(field.name), expected_value(filling, samples, field, replacements))
                        for field in event.fields
                    ],
                }
            )
        return {
            "class_name": self.classes[command.key],
            "snake": naming.snake(command.name),
            "text": PersonText(command.name.text),
            "doc": PersonText(command.description),
            "sample": self.samples[command.key],
            "possible": possible,
            "default": [self.classes[key] for key in command.expected],
            "choices": any(outcome.mode != "all" for outcome in command.outcomes),
            "groups": [
                (outcome.mode, [PersonText(self.system.event(key).name.text) for key in outcome.events])
                for outcome in command.outcomes
                if outcome.mode != "all"
            ],
        }

    def _application(self, aggregate: ir.Aggregate, event: ir.Event) -> View:
        state = {field.wire: field for field in aggregate.state}
        kept = [field for field in event.fields if field.wire in state and same(state[field.wire].type, field.type)]
        return {
            "class_name": self.classes[event.key],
            "snake": naming.snake(event.name),
            "text": PersonText(event.name.text),
            "sample": self.samples[event.key],
            "sets": [(attribute(state[field.wire].name), attribute(field.name)) for field in kept],
        }

    # Reactions

    @cached_property
    def policies(self) -> list[View]:
        """One reaction for each policy and trigger."""
        out = []
        for policy in self.context.policies:
            for key in policy.triggers:
                event = self.system.event(key)
                suffix = f"_after_{self.samples[key].removeprefix('a_')}" if len(policy.triggers) > 1 else ""
                out.append(reaction_view(self, policy, event, f"{attribute(policy.name)}{suffix}"))
        return out

    @cached_property
    def projections(self) -> list[View]:
        return [projection_view(self, view) for view in self.context.read_models]

    @cached_property
    def externals(self) -> list[View]:
        return [external_view(self, system) for system in self.context.externals if system.commands]

    @cached_property
    def sagas(self) -> list[View]:
        return [saga_view(self, saga) for saga in self.context.sagas]

    # Ways in

    @cached_property
    def endpoints(self) -> list[View]:
        out = []
        for command in self.context.commands:
            if command.entry != "internal":
                folder = "reports" if command.entry == "report" else "commands"
                path = f"/{folder}/{naming.kebab(command.name)}"
                sample = self.samples[command.key]
                out.append({"path": path, "class_name": self.classes[command.key], "sample": sample})
        return out

    @cached_property
    def subscriptions(self) -> list[str]:
        topics = {self.system.event(key).topic for key in self.context.consumes}
        topics |= {command.topic for command in self.context.commands}
        topics |= {saga["replies"] for saga in self.sagas}
        return sorted(topics)

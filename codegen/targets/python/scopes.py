"""What each template of the Python target is rendered with, and what is done to its text."""

from __future__ import annotations

import json
from typing import Any

from codegen import ir, naming
from codegen.literals import PersonText
from codegen.targets.python.stories import stories
from codegen.targets.python.tidy import tidy
from codegen.targets.python.view import Service, View

_WIDTH = 100

#: name → module below the service's package, for what the runtime offers to generated code.
_RUNTIME = {
    name: module
    for module, names in {
        "runtime.aggregate": "Aggregate State",
        "runtime.app": "create_app routes",
        "runtime.bus": "Bus MemoryBus",
        "runtime.db": "Database document_table list_documents outbox",
        "runtime.defaults": "UNKNOWN_TIME as_int as_uuid compose known",
        "runtime.envelope": "Envelope",
        "runtime.external": "External",
        "runtime.messages": "Command Event Message Money Value",
        "runtime.outbox": "backlog",
        "runtime.projection": "Projection",
        "runtime.saga": "Saga Step",
        "runtime.service": "Answer Definition Service",
        "runtime.settings": "Settings",
        "generated.application": "COMMANDS DEFINITION QUERIES",
        "main": "build",
    }.items()
    for name in names.split()
}


def scopes(system: ir.System) -> dict[str, list[View]]:
    """The values of every file: one of the system, one a context, one an aggregate, one an external system."""
    services = [Service(system, context) for context in system.contexts]
    by_context = [_context_values(service) for service in services]
    played = stories(system, services)
    return {
        "system": [_system_values(system, services, by_context, played)],
        "context": by_context,
        "aggregate": [
            {**values, "aggregate": _with_tests(service, aggregate), **_place(aggregate)}
            for service, values in zip(services, by_context, strict=True)
            for aggregate in service.aggregates
        ],
        "external": [
            {**values, "external": external, "module": external["module"]}
            for service, values in zip(services, by_context, strict=True)
            for external in service.externals
        ],
    }


def finished(path: str, text: str, values: View) -> str:
    """A Python file gets its imports and its blank lines; the others end with one newline."""
    if path.endswith(".py"):
        own = {**values["names"]}
        if path.endswith("generated/values.py"):
            own = {name: module for name, module in own.items() if not module.endswith("generated.values")}
        return tidy(text, own)
    lines = [line.rstrip() for line in text.split("\n")]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(kept).strip("\n") + "\n"


def _place(aggregate: View) -> View:
    return {"module": aggregate["module"], "kind": aggregate["kind"]}


def _context_values(service: Service) -> View:
    events, commands = service.events, service.commands
    messages = events + commands
    for message in messages:
        message["data_code"] = literal(message["data"])
        message["required_code"] = literal(message["required"])
    flows = [_flow(service, command) for command in service.context.commands if command.aggregate]
    sends = _sends(service)
    return {
        "name": service.context.key,
        "slug": service.context.key.replace("_", "-"),
        "package": service.package,
        "folder": service.folder,
        "title": PersonText(service.context.name.text or service.context.key),
        "system_title": PersonText(service.system.name.text or "this system"),
        "names": _names(service),
        "values": service.values,
        "events": events,
        "own_events": [event for event in events if not event["foreign"]],
        "commands": commands,
        "messages": messages,
        "targeted": [_targeted(service, command) for command in service.context.commands if command.target],
        "aggregates": service.aggregates,
        "policies": service.policies,
        "projections": [_with_rows(view) for view in service.projections],
        "externals": service.externals,
        "sagas": service.sagas,
        "consumed": [service.classes[key] for key in service.context.consumes],
        "tables": service.aggregates + service.projections,
        "reacting": service.policies + service.projections + service.externals,
        "endpoints": service.endpoints,
        "subscriptions": service.subscriptions,
        "bus_topic": service.subscriptions[0] if service.subscriptions else "",
        "flows": flows,
        "first_flow": next((flow for flow in flows if flow["topics"]), None),
        "sends": sends,
        "command_samples": [endpoint["sample"] for endpoint in service.endpoints],
    }


def _names(service: Service) -> dict[str, str]:
    """Every name that a module of this service can import, with its module."""
    package = service.package
    names = {name: f"{package}.{module}" for name, module in _RUNTIME.items()}
    names |= {value["class_name"]: f"{package}.generated.values" for value in service.values}
    names |= {event["class_name"]: f"{package}.generated.events" for event in service.events}
    names |= {command["class_name"]: f"{package}.generated.commands" for command in service.commands}
    for message in service.events + service.commands:
        names[message["sample"]] = f"{package}.generated.samples"
    for aggregate in service.aggregates:
        names[aggregate["class_name"]] = f"{package}.domain.{aggregate['module']}"
        names[aggregate["base"]] = f"{package}.generated.{aggregate['kind']}_base"
        names[aggregate["state_class"]] = f"{package}.generated.{aggregate['kind']}_base"
        names[aggregate["table_constant"]] = f"{package}.generated.tables"
    for policy in service.policies:
        names[policy["function"]] = f"{package}.domain.policies"
    for view in service.projections:
        names[view["class_name"]] = f"{package}.domain.projections"
        names[view["constant"]] = f"{package}.generated.tables"
    for external in service.externals:
        names[external["class_name"]] = f"{package}.domain.{external['module']}"
    for saga in service.sagas:
        names[saga["constant"]] = f"{package}.generated.sagas"
    return names


def _flow(service: Service, command: ir.Command) -> View:
    topics = [service.system.event(key).topic for key in command.expected]
    return {"sample": service.samples[command.key], "topics": topics}


def _sends(service: Service) -> list[View]:
    """What each event that is reacted to makes this service send: policies' commands and sagas' first steps."""
    types: dict[str, list[str]] = {}
    system = service.system
    for policy in service.context.policies:
        for trigger in policy.triggers:
            types.setdefault(trigger, []).extend(system.command(key).type for key in policy.sends)
    for saga in service.context.sagas:
        for trigger in saga.triggers:
            types.setdefault(trigger, []).append(system.command(saga.steps[0].command).type)
    return [{"sample": service.samples[key], "types": sent} for key, sent in types.items()]


def _targeted(service: Service, command: ir.Command) -> View:
    field = next(field for field in command.fields if field.wire == command.target)
    code, data = service.spelling.sample(field.type, field.wire)
    return {"sample": service.samples[command.key], "target_code": json.dumps(str(data)), "code": code}


def _with_rows(view: View) -> View:
    events = [{**event, "row_code": literal({"id": event["row_id"], **event["row"]})} for event in view["events"]]
    return {**view, "events": events}


def _with_tests(service: Service, aggregate: View) -> View:
    """The aggregate with what its tests expect: state after each event, and the board's examples."""
    drawn = next(one for one in service.context.aggregates if service.classes[one.key] == aggregate["class_name"])
    events = []
    for key, event in zip(drawn.events, aggregate["events"], strict=True):
        codes = dict(service.message(service.system.event(key))["sample_arguments"])
        events.append({**event, "remembered": [(state, codes[attribute]) for state, attribute in event["sets"]]})
    examples = [
        {
            "command": service.classes[example.command],
            "sample": service.samples[example.command],
            "given": [service.samples[key] for key in example.given if key in drawn.events],
            "when": literal(dict(example.when), 4) if example.when else "",
            "then": [service.classes[key] for key in example.then],
            "holds": example.then == service.system.command(example.command).expected,
        }
        for example in service.context.examples
        if example.command in drawn.commands and all(key in service.classes for key in example.then)
    ]
    return {**aggregate, "events": events, "examples": examples}


def _system_values(system: ir.System, services: list[Service], by_context: list[View], played: list[View]) -> View:
    names = dict.fromkeys(("SAMPLES", "STORIES", "Story", "System", "expected_way_back", "failing"), "in_memory")
    modules = {f"{service.package}.main" for service in services}
    for service, values in zip(services, by_context, strict=True):
        if values["messages"]:
            modules.add(f"{service.package}.generated.samples")
    for story in played:
        for step in story["steps"]:
            modules.add(f"{step['package']}.{step['handler'].rpartition('.')[0]}")
            modules.add(f"{step['package']}.runtime.aggregate")
            if step["choice"]:
                modules.add(f"{step['package']}.generated.events")
    if services:
        modules.add(f"{services[0].package}.runtime.bus")
    return {
        "name": naming.snake(system.name),
        "system_title": PersonText(system.name.text or "this system"),
        "services": by_context,
        "stories": played,
        "modules": sorted(modules),
        "names": names,
        "has_commands": any(values["command_samples"] for values in by_context),
    }


def literal(data: Any, indent: int = 8, used: int = 0) -> str:
    """JSON data as a Python literal, one entry a line where it is long.

    Its first line stands at `indent`, behind `used` other characters.
    """
    flat = _flat(data)
    if len(flat) + indent + used <= _WIDTH - 2 or not data or not isinstance(data, dict | list):
        return flat
    inner = " " * (indent + 4)
    if isinstance(data, dict):
        entries = [f"{_flat(key)}: {literal(value, indent + 4, len(_flat(key)) + 2)}" for key, value in data.items()]
        opening, closing = "{", "}"
    else:
        entries = [literal(value, indent + 4) for value in data]
        opening, closing = "[", "]"
    lines = "".join(f"{inner}{entry},\n" for entry in entries)
    return f"{opening}\n{lines}{' ' * indent}{closing}"


def _flat(data: Any) -> str:
    if isinstance(data, dict):
        return "{" + ", ".join(f"{_flat(key)}: {_flat(value)}" for key, value in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(_flat(value) for value in data) + "]"
    return json.dumps(data) if isinstance(data, str) else repr(data)

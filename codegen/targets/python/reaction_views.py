"""What the templates of policies, read models, adapters and sagas print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codegen import ir, naming
from codegen.literals import PersonText
from codegen.lowering.typed_fields import same
from codegen.targets.python.filling import Filling, Origin, expected_value, target_identity
from codegen.targets.python.spelling import attribute, class_name

if TYPE_CHECKING:
    from codegen.targets.python.view import Service

View = dict[str, Any]


def reaction_view(service: Service, policy: ir.Policy, event: ir.Event, name: str) -> View:
    samples = service.sample_codes(event)
    sent = []
    for key in policy.sends:
        command = service.system.command(key)
        filling = Filling(service.spelling, (Origin("event", event.fields),), "subject", target_identity(command))
        sent.append(
            {
                "class_name": service.classes[key],
                "type": command.type,
                "arguments": filling.arguments(command.fields),
                "expected": [
                    (attribute(field.name), expected_value(filling, samples, field, {"subject": '"one"'}))
                    for field in command.fields
                ],
            }
        )
    return {
        "function": name,
        "text": PersonText(policy.name.text),
        "doc": PersonText(policy.description),
        "event": service.classes[event.key],
        "event_text": PersonText(event.name.text),
        "sample": service.samples[event.key],
        "sends": sent,
    }


def projection_view(service: Service, view: ir.ReadModel) -> View:
    columns = {field.wire: field for field in view.fields}
    events = []
    for key in view.events:
        event = service.system.event(key)
        held = [field for field in event.fields if field.wire in columns]
        fitting = [field for field in held if same(columns[field.wire].type, field.type)]
        row_key = next((attribute(field.name) for field in held if field.wire == view.identity), "")
        _, data = service.sample_of(event)
        row: dict[str, Any] = dict.fromkeys(columns) | {field.wire: data[field.wire] for field in fitting}
        events.append(
            {
                "class_name": service.classes[key],
                "snake": service.samples[key].removeprefix("a_"),
                "text": PersonText(event.name.text),
                "sample": service.samples[key],
                "sets": [(attribute(columns[field.wire].name), attribute(field.name)) for field in fitting],
                "key": row_key,
                "row_id": str(data[view.identity]) if row_key else "one",
                "row": row,
            }
        )
    return {
        "class_name": service.free_class(f"{class_name(view.name).rstrip('_')}Projection"),
        "row_class": service.free_class(f"{class_name(view.name).rstrip('_')}Row"),
        "constant": f"{naming.screaming(view.name)}_VIEW",
        "table": f"{naming.snake(view.name)}_view",
        "path": f"/{naming.kebab(view.name)}",
        "text": PersonText(view.name.text),
        "doc": PersonText(view.description),
        "fields": service.fields(view.fields, loose=True),
        "events": events,
    }


def external_view(service: Service, system: ir.External) -> View:
    commands = []
    for key in system.commands:
        command = service.system.command(key)
        samples = service.sample_codes(command)
        reports = []
        for report in (service.system.command(name) for name in system.reports[:1]):
            filling = Filling(
                service.spelling, (Origin("command", command.fields),), "subject", target_identity(report)
            )
            reports.append(
                {
                    "class_name": service.classes[report.key],
                    "arguments": filling.arguments(report.fields),
                    "expected": [
                        (attribute(field.name), expected_value(filling, samples, field, {"subject": '"one"'}))
                        for field in report.fields
                    ],
                }
            )
        commands.append(
            {
                "class_name": service.classes[key],
                "snake": naming.snake(command.name),
                "text": PersonText(command.name.text),
                "sample": service.samples[key],
                "reports": reports,
            }
        )
    return {
        "class_name": service.free_class(f"{class_name(system.name).rstrip('_')}Adapter"),
        "module": f"{naming.snake(system.name)}_adapter",
        "text": PersonText(system.name.text),
        "doc": PersonText(system.description),
        "commands": commands,
    }


def saga_view(service: Service, saga: ir.Saga) -> View:
    return {
        "constant": f"{naming.screaming(saga.name)}_SAGA",
        "name": naming.snake(saga.name),
        "text": PersonText(saga.name.text),
        "doc": PersonText(saga.description),
        "replies": f"{service.context.key.replace('_', '-')}.replies.v1",
        "triggers": [service.classes[key] for key in saga.triggers],
        "steps": [
            {
                "command": service.classes[step.command],
                "compensation": service.classes[step.compensation] if step.compensation else "",
                "failures": [service.classes[key] for key in step.failures],
            }
            for step in saga.steps
        ],
    }

"""The stories that a generated system can play: each orchestrated saga, with who does which step and how it fails."""

from __future__ import annotations

from collections.abc import Iterable

from codegen import ir, naming
from codegen.literals import PersonText
from codegen.targets.python.view import Service, View, module_name


def stories(system: ir.System, services: Iterable[Service]) -> list[View]:
    """One story a saga, in the contexts' sequence; a saga that no event starts has none."""
    by_context = {service.context.key: service for service in services}
    return [
        _story(system, by_context, by_context[context.key], saga)
        for context in system.contexts
        for saga in context.sagas
        if saga.triggers
    ]


def _story(system: ir.System, by_context: dict[str, Service], owner: Service, saga: ir.Saga) -> View:
    return {
        "title": PersonText(saga.name.text or naming.snake(saga.name)),
        "saga": naming.snake(saga.name),
        "service": owner.context.key,
        "package": owner.package,
        "trigger": owner.samples[saga.triggers[0]],
        "steps": [_step(system, by_context, step) for step in saga.steps],
    }


def _step(system: ir.System, by_context: dict[str, Service], step: ir.SagaStep) -> View:
    command = system.command(step.command)
    service = by_context[command.context]
    snake = naming.snake(command.name)
    handler, method = _handler(system, service, command)
    return {
        "title": PersonText(command.name.text or snake),
        "type": command.type,
        "service": command.context,
        "package": service.package,
        "handler": handler,
        "method": f"{method}_{snake}",
        "compensation": system.command(step.compensation).type if step.compensation else "",
        "choice": f"choose_for_{snake}" if step.failures else "",
        "failure": service.classes[step.failures[0]] if step.failures else "",
    }


def _handler(system: ir.System, service: Service, command: ir.Command) -> tuple[str, str]:
    """Module and class below the service's package, and how the class's methods begin."""
    if command.external:
        key = command.external
        external = next(one for one in service.context.externals if one.key == key)
        shown = next(one for one in service.externals if one["module"] == f"{naming.snake(external.name)}_adapter")
        return f"domain.{shown['module']}.{shown['class_name']}", "ask"
    aggregate = system.aggregate(command.aggregate)
    return f"domain.{module_name(aggregate.name)}.{service.classes[aggregate.key]}", "decide"

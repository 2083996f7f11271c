"""One AsyncAPI 3.0.0 document a context: what it publishes, receives and sends.

Payloads are CloudEvents 1.0 in JSON, described as AsyncAPI schema objects, which every AsyncAPI tool reads: a
multi-format Avro schema is understood only by tools with an extra parser. The Avro schemas lie beside, in `contracts/`.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from codegen import ir
from codegen.naming import camel, pascal
from codegen.schemas.json_schema import Writer

Json = dict[str, Any]

_ENVELOPE: Json = {
    "type": "object",
    "description": "The CloudEvents 1.0 attributes that every message carries.",
    "required": ["specversion", "id", "source", "type"],
    "properties": {
        "specversion": {"type": "string", "const": "1.0"},
        "id": {
            "type": "string",
            "minLength": 1,
            "description": "Unique for its source; a second delivery has it again.",
        },
        "source": {"type": "string", "minLength": 1, "format": "uri-reference"},
        "type": {"type": "string", "minLength": 1},
        "subject": {"type": "string", "description": "Which one of its aggregates it is about."},
        "time": {"type": "string", "format": "date-time"},
        "datacontenttype": {"type": "string"},
        "dataschema": {"type": "string", "format": "uri"},
        "correlationid": {"type": "string", "description": "The same for everything that one request led to."},
        "causationid": {"type": "string", "description": "The id of the message that led to this one."},
        "traceparent": {"type": "string", "description": "W3C Trace Context."},
    },
}


def document(context: ir.Context, system: ir.System) -> Json:
    """The AsyncAPI document of one context as a JSON object."""
    return _Writer(context, system).document()


def text_of(context: ir.Context, system: ir.System) -> str:
    return yaml.dump(document(context, system), Dumper=_Plain, sort_keys=False, allow_unicode=True, width=120)


class _Plain(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


class _Writer:
    def __init__(self, context: ir.Context, system: ir.System) -> None:
        self.context, self.system = context, system
        self.schemas = Writer(system, "#/components/schemas/", lambda name: f"{pascal(name)}Value")
        self.channels: dict[str, Json] = {}
        self.operations: dict[str, Json] = {}
        self.messages: dict[str, Json] = {}
        self.data: dict[str, Json] = {}

    def document(self) -> Json:
        for event in self.context.events:
            self._operation("send", "publish", event)
        for key in self.context.consumes:
            self._operation("receive", "on", self.system.event(key))
        for command in self.context.commands:
            self._operation("receive", "handle", command)
        for key in self._sent():
            self._operation("send", "request", self.system.command(key))
        out: Json = {
            "asyncapi": "3.0.0",
            "id": f"urn:eventstorm:{'_'.join(self.system.name.words)}:{self.context.key}",
            "info": self._info(),
            "defaultContentType": "application/cloudevents+json",
            "channels": self.channels,
            "operations": self.operations,
        }
        schemas = {**self.data, **self.schemas.definitions(), "CloudEvent": _ENVELOPE} if self.messages else {}
        out["components"] = {"messages": self.messages, "schemas": schemas}
        return out

    def _info(self) -> Json:
        title = _line(self.context.name.text) or self.context.key
        return {
            "title": title,
            "version": "1.0.0",
            "description": f"Events and commands of {title} in {_line(self.system.name.text) or 'the system'}.",
        }

    def _sent(self) -> list[str]:
        """Keys of the commands that policies and sagas of this context send, own and foreign, without repetition."""
        keys = [key for policy in self.context.policies for key in policy.sends]
        for saga in self.context.sagas:
            for step in saga.steps:
                keys += [step.command, *([step.compensation] if step.compensation else [])]
        return list(dict.fromkeys(keys))

    def _operation(self, action: str, verb: str, message: ir.Event | ir.Command) -> None:
        name = self._message(message)
        channel = self._channel(message, name)
        self.operations[_unused(camel_after(verb, message.name), self.operations)] = {
            "action": action,
            "channel": {"$ref": f"#/channels/{channel}"},
            "messages": [{"$ref": f"#/channels/{channel}/messages/{name}"}],
        }

    def _channel(self, message: ir.Event | ir.Command, name: str) -> str:
        channel = re.sub(r"[^A-Za-z0-9_-]+", "_", message.topic)
        held = self.channels.setdefault(channel, {"address": message.topic, "messages": {}})
        held["messages"][name] = {"$ref": f"#/components/messages/{name}"}
        return channel

    def _message(self, message: ir.Event | ir.Command) -> str:
        own = message.context == self.context.key
        name = pascal(message.name) if own else f"{_pascal_key(message.context)}{pascal(message.name)}"
        if name in self.messages:
            return name
        data = self.schemas.object(message.fields)
        if message.description:
            data["description"] = message.description
        self.data[f"{name}Data"] = data
        self.messages[name] = {
            "name": message.type,
            "title": _line(message.name.text) or pascal(message.name),
            "contentType": "application/cloudevents+json",
            "correlationId": {"location": "$message.payload#/correlationid"},
            "payload": {
                "allOf": [
                    {"$ref": "#/components/schemas/CloudEvent"},
                    {
                        "type": "object",
                        "required": ["data"],
                        "properties": {
                            "type": {"const": message.type},
                            "data": {"$ref": f"#/components/schemas/{name}Data"},
                        },
                    },
                ]
            },
        }
        return name


def camel_after(verb: str, name: ir.Name) -> str:
    return camel(ir.Name("", (verb, *name.words)))


def _pascal_key(key: str) -> str:
    return "".join(part.capitalize() for part in key.split("_"))


def _unused(name: str, taken: dict[str, Json]) -> str:
    number = 2
    unused = name
    while unused in taken:
        unused = f"{name}{number}"
        number += 1
    return unused


def _line(text: str) -> str:
    return " ".join(text.split())

"""Contracts: what messages look like, in the formats that registries and readers know."""

from __future__ import annotations

from codegen import ir
from codegen.artifacts import Artifact
from codegen.naming import snake
from codegen.schemas import asyncapi, avro, guide, json_schema, protobuf

__all__ = ["artifacts"]


def artifacts(system: ir.System) -> list[Artifact]:
    """The schemas of every event and of every command that a person wrote, AsyncAPI, and what changes are safe."""
    out: list[Artifact] = []
    for context in system.contexts:
        folder = f"contracts/{context.key}"
        for event in context.events:
            name = snake(event.name)
            out.append(Artifact(f"{folder}/{name}.avsc", avro.text_of(event, system)))
            out.append(Artifact(f"{folder}/{name}.schema.json", json_schema.text_of(event, system)))
            out.append(Artifact(f"{folder}/{name}.proto", protobuf.text_of(event, system)))
        taken = {snake(event.name) for event in context.events}
        for command in context.commands:
            if not command.implied:
                name = snake(command.name) + ("_command" if snake(command.name) in taken else "")
                out.append(Artifact(f"{folder}/{name}.schema.json", json_schema.text_of(command, system)))
        out.append(Artifact(f"asyncapi/{context.key}.yaml", asyncapi.text_of(context, system)))
    out.append(Artifact("contracts/COMPATIBILITY.md", guide.text_of(system)))
    return out

"""The Protocol Buffers compiler accepts what is generated, and numbers stay what they were."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from every_type import ORDER_PLACED, SYSTEM, field
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory
from grpc_tools import protoc

from codegen import ir
from codegen.artifacts import Artifact
from codegen.schemas import artifacts, protobuf
from modeling.model import Element, Field, Model

WELL_KNOWN = Path(protoc.__file__).parent / "_proto"


def compiled(files: list[Artifact], folder: Path) -> descriptor_pb2.FileDescriptorSet:
    names = []
    for artifact in files:
        names.append(artifact.path.replace("/", "_"))
        (folder / names[-1]).write_bytes(artifact.data)
    out = folder / "all.binpb"
    arguments = ["protoc", f"-I{folder}", f"-I{WELL_KNOWN}", "--include_imports", f"--descriptor_set_out={out}", *names]
    assert protoc.main(arguments) == 0
    return descriptor_pb2.FileDescriptorSet.FromString(out.read_bytes())


def protos(system: ir.System) -> list[Artifact]:
    return [artifact for artifact in artifacts(system) if artifact.path.endswith(".proto")]


def test_the_compiler_accepts_every_type_and_json_has_the_wire_names(tmp_path: Path) -> None:
    held = compiled(protos(SYSTEM), tmp_path)
    pool = descriptor_pool.DescriptorPool()
    for file in held.file:
        pool.Add(file)
    name = next(file.package for file in held.file if file.package.endswith(".sales")) + ".OrderPlaced"
    message = message_factory.GetMessageClass(pool.FindMessageTypeByName(name))()
    content = {
        "price": "12.50",
        "lines": [{"sku": "a"}],
        "channel": "CHANNEL_WEB",
        "tags": {"k": {"value": [{"value": "x"}, {}]}},
        "timestamp": "2030-01-01T00:00:00Z",
        "money": {"amount": "1.00", "currency": "EUR"},
        "coins": {"coins": 3},
        "from": "here",
    }
    json_format.ParseDict(content, message)
    again = type(message).FromString(message.SerializeToString())
    assert json_format.MessageToDict(again) == content


def numbers(system: ir.System) -> dict[str, int]:
    text = protobuf.text_of(system.contexts[0].events[0], system)
    return {name: int(number) for name, number in re.findall(r"^  \w+ (\w+) = (\d+) \[", text, re.MULTILINE)}


def drawn(*fields: tuple[str, object], reserved: object = None) -> ir.System:
    """A system with one event whose fields have these stored numbers (None: none)."""
    extra = {} if reserved is None else {"reserved": reserved}
    element = Element(
        "e1",
        "domain_event",
        "Order placed",
        fields=tuple(Field(name, extra={} if number is None else {"number": number}) for name, number in fields),
        extra=extra,
    )
    event = replace(
        ORDER_PLACED,
        fields=tuple(replace(field(name, ir.Type("string")), name=ir.Name(name, (name,))) for name, _ in fields),
        sources=("e1",),
    )
    context = replace(SYSTEM.contexts[0], events=(event,))
    return replace(SYSTEM, contexts=(context,), snapshot=Model(elements={"e1": element}))


def test_fields_without_numbers_get_them_in_sequence() -> None:
    assert numbers(drawn(("a", None), ("b", None))) == {"a": 1, "b": 2}


def test_stored_numbers_stay_when_fields_move() -> None:
    assert numbers(drawn(("b", 2), ("new", None), ("a", 1))) == {"b": 2, "new": 3, "a": 1}


def test_the_number_of_a_removed_field_is_never_given_again(tmp_path: Path) -> None:
    system = drawn(("a", 1), ("new", None), reserved=[2, 3])
    assert numbers(system) == {"a": 1, "new": 4}
    assert "reserved 2, 3;" in protobuf.text_of(system.contexts[0].events[0], system)
    compiled(protos(system), tmp_path)


@pytest.mark.parametrize("nonsense", [0, -1, 10**9, "3", True, 1.5])
def test_a_stored_number_that_is_none_or_taken_is_replaced(nonsense: object, tmp_path: Path) -> None:
    system = drawn(("a", 1), ("b", nonsense), ("c", 1))
    assert numbers(system) == {"a": 1, "b": 2, "c": 3}
    compiled(protos(system), tmp_path)

"""Every example board gives schemas that the real libraries accept."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import avro.schema
import fastavro
import pytest
from jsonschema import Draft202012Validator

from codegen.artifacts import Artifact
from codegen.ir import System
from codegen.lowering import lower
from codegen.schemas import artifacts
from codegen.schemas.compatibility import compare, contracts_of_system
from modeling import document
from modeling.analysis import analyse

EXAMPLES = sorted((Path(__file__).resolve().parents[3] / "boards/examples").glob("*.board.json"))


@cache
def system_of(path: Path) -> System:
    model = document.read(document.loads(path.read_bytes())).model
    return lower(model, analyse(model))


@cache
def schemas_of(path: Path) -> tuple[Artifact, ...]:
    return tuple(artifacts(system_of(path)))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name.split(".")[0])
def test_avro_and_json_schemas_are_valid(path: Path) -> None:
    for artifact in schemas_of(path):
        if artifact.path.endswith(".avsc"):
            fastavro.parse_schema(json.loads(artifact.text))
            avro.schema.parse(artifact.text)
        elif artifact.path.endswith(".json"):
            Draft202012Validator.check_schema(json.loads(artifact.text))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name.split(".")[0])
def test_a_board_is_compatible_with_itself(path: Path) -> None:
    contracts = contracts_of_system(system_of(path))
    assert contracts
    assert compare(contracts, contracts) == ()

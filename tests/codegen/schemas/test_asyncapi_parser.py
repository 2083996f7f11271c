"""The official AsyncAPI parser accepts what is generated."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from every_type import SYSTEM
from test_schemas_of_examples import EXAMPLES, schemas_of

from codegen.schemas import artifacts

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def node() -> str:
    found = shutil.which("node")
    assert found, "node is not installed; the tests need it"
    if not (ROOT / "node_modules/@asyncapi/parser").exists():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=ROOT, check=True, timeout=280)
    return found


def judge(node: str, *files: Path) -> dict[str, list[dict[str, Any]]]:
    command = [node, str(ROOT / "tests/js/validate_asyncapi.mjs"), *map(str, files)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120, cwd=ROOT)
    judged: dict[str, list[dict[str, Any]]] = json.loads(run.stdout)
    return judged


def test_the_official_parser_has_no_errors_and_no_warnings(node: str, tmp_path: Path) -> None:
    files = []
    for artifact in artifacts(SYSTEM):
        if artifact.path.endswith(".yaml"):
            files.append(tmp_path / artifact.path.replace("/", "-"))
            files[-1].write_bytes(artifact.data)
    for file, diagnostics in judge(node, *files).items():
        assert [found for found in diagnostics if found["severity"] <= 1] == [], file


def test_the_official_parser_accepts_every_example_board(node: str, tmp_path: Path) -> None:
    files = []
    for example in EXAMPLES:
        for artifact in schemas_of(example):
            if artifact.path.endswith(".yaml"):
                files.append(tmp_path / f"{example.name}-{artifact.path.replace('/', '-')}")
                files[-1].write_bytes(artifact.data)
    assert files
    for file, diagnostics in judge(node, *files).items():
        assert [found for found in diagnostics if found["severity"] <= 1] == [], file


def test_the_parser_would_have_said_something(node: str, tmp_path: Path) -> None:
    broken = yaml.safe_load(next(a.text for a in artifacts(SYSTEM) if a.path == "asyncapi/sales.yaml"))
    broken["operations"]["publishNone"]["channel"]["$ref"] = "#/channels/nowhere"
    broken["operations"]["publishOrderPlaced"]["action"] = "shout"
    file = tmp_path / "broken.yaml"
    file.write_text(yaml.safe_dump(broken))
    assert any(found["severity"] == 0 for found in judge(node, file)[str(file)])

"""Storms of virtual users, and what must hold when they are over."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from modeling import document
from modeling.model import Model
from modeling.operations import parse_operation
from tests.modeling.operations.random_boards import canonical
from tests.sync.live_server import LiveServer, Person, Site

Json = dict[str, Any]
DRIVER = Path(__file__).parent / "virtual_users.js"


def begin(server: LiveServer, board: str, people: Iterable[Person], **task: Any) -> subprocess.Popen[str]:
    """Starts node with one virtual user per person; `finish` waits for it."""
    asked = {"origin": server.origin, "board": board, "people": [person.to_json() for person in people], **task}
    return subprocess.Popen(
        ["node", "--no-warnings", "--experimental-websocket", str(DRIVER), json.dumps(asked)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(storm: subprocess.Popen[str], patience: float) -> Json:
    """The report of the virtual users; they must all have come to rest."""
    try:
        out, errors = storm.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        storm.kill()
        raise
    assert storm.returncode == 0, errors[-4000:]
    assert not errors, errors[-4000:]
    report: Json = json.loads(out)
    assert report["settled"], [(user["status"], user["revision"]) for user in report["users"]]
    return report


def fold(start: Json, log: Iterable[Json]) -> Model:
    """The model that a log leads to from a document; revisions must follow one another."""
    model = document.read(start).model
    for revision, entry in enumerate(log, start=1):
        assert entry["revision"] == revision
        parse_operation(entry["op"]).apply(model)
    return model


def check_convergence(server: Site, board: str, witness: Person, start: Json, report: Json) -> list[Json]:
    """Every replica, the server's document and the fold of the log are equal; returns the log."""
    log = server.log(witness, board)
    folded = canonical(document.write(fold(start, log)))
    assert not differences(canonical(server.get(witness, f"/api/v1/boards/{board}/document/")), folded)
    for user in report["users"]:
        assert not differences(canonical(user["document"]), folded), user["member"]
    return log


def differences(found: Json, expected: Json) -> list[tuple[str, Any, Any]]:
    """What differs between two canonical documents: (where, found, expected)."""
    out: list[tuple[str, Any, Any]] = []
    for name in sorted(found.keys() | expected.keys()):
        one, other = found.get(name), expected.get(name)
        if isinstance(one, list) and isinstance(other, list):
            out += [(name, entry, None) for entry in one if entry not in other]
            out += [(name, None, entry) for entry in other if entry not in one]
            if len(one) != len(other):
                out.append((f"{name}: how many", len(one), len(other)))
        elif isinstance(one, dict) and isinstance(other, dict):
            out += [(f"{name}.{where}", *rest) for where, *rest in differences(one, other)]
        elif one != other:
            out.append((name, one, other))
    return out


def check_pushes(log: list[Json], report: Json) -> None:
    """Rules S1 and S3: a push is one run of entries of one author, and no push is in the log twice."""
    runs: list[tuple[str, str]] = []
    for entry in log:
        push = (entry["author"], entry["push"])
        if not runs or runs[-1] != push:
            runs.append(push)
    assert len(runs) == len(set(runs))
    last = {}
    for entry in log:
        last[entry["author"], entry["push"]] = entry["revision"]
    for user in report["users"]:
        acknowledged: dict[str, int] = {}
        for ack in user["acks"]:
            known = acknowledged.setdefault(ack["id"], ack["revision"])
            assert known == ack["revision"], "the same push was acknowledged at two revisions"
            found = last.get((user["member"], ack["id"]))
            assert found is None or found <= ack["revision"]

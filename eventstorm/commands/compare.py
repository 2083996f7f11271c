"""`compare OLD NEW`: may the new schemas follow the old ones?"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eventstorm.console import FINE, WRONG, NotUnderstood, emit, emit_json
from eventstorm.files import read_board, read_bytes

if TYPE_CHECKING:
    from codegen.schemas.compatibility import Contract

HELP = "schema changes between two boards, Avro schemas or JSON Schemas, each with its verdict"
_MODES = (
    "BACKWARD", "BACKWARD_TRANSITIVE", "FORWARD", "FORWARD_TRANSITIVE", "FULL", "FULL_TRANSITIVE", "NONE",
)  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="OLD", nargs="+", help="the earlier versions, oldest first")
    parser.add_argument("new", metavar="NEW", help="board document, .avsc or JSON Schema file")
    parser.add_argument("--mode", choices=_MODES, default="FULL_TRANSITIVE", help="what a change must keep")
    parser.add_argument("--json", action="store_true", help="one JSON value and nothing else on stdout")


def run(options: argparse.Namespace) -> int:
    from codegen.schemas.compatibility import Mode, UnreadableSchema, compare_with_history, forbidden

    mode = Mode(options.mode)
    history = [_contracts(name) for name in options.old]
    new = _contracts(options.new)
    try:
        changes = compare_with_history(history, new, mode)
    except UnreadableSchema as error:
        raise NotUnderstood(str(error)) from None
    broken = forbidden(changes, mode)
    if options.json:
        emit_json([asdict(change) for change in changes])
    else:
        for change in changes:
            verdict = "breaks" if change in broken else "fine"
            emit(f"{verdict}: {change.event}: {change.message}")
        emit(f"{len(changes)} changes, {len(broken)} that {mode.value} forbids." if changes else "No changes.")
    return WRONG if broken else FINE


def _contracts(name: str) -> tuple[Contract, ...]:
    from codegen.schemas.compatibility import UnreadableSchema, contracts_of_schema

    raw = _schema(name)
    if raw is None:
        return _board_contracts(name)
    try:
        return contracts_of_schema(raw, Path(name).name.split(".")[0])
    except UnreadableSchema as error:
        raise NotUnderstood(f"“{name}”: {error}") from None


def _schema(name: str) -> Any:
    """The JSON of a schema file; None for anything else, which then has to be a board."""
    if not name.lower().endswith((".avsc", ".json")):
        return None
    try:
        raw = json.loads(read_bytes(name))
    except RecursionError:
        raise NotUnderstood(f"“{name}” is nested too deeply.") from None
    except ValueError as error:
        raise NotUnderstood(f"“{name}” is not JSON: {error}.") from None
    return None if isinstance(raw, dict) and "format" in raw and "type" not in raw else raw


def _board_contracts(name: str) -> tuple[Contract, ...]:
    from codegen.lowering import lower
    from codegen.schemas.compatibility import contracts_of_system
    from modeling.analysis import analyse

    model = read_board(name).model
    return contracts_of_system(lower(model, analyse(model)))

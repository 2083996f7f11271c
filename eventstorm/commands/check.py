"""`check FILE`: what the grammar has to say about a board."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from eventstorm.console import FINE, WRONG, emit, emit_json
from eventstorm.files import add_file, read_board

HELP = "findings of the grammar: what is wrong on a board, and how to fix it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("--level", choices=("big_picture", "process", "design"), help="judge it at this level")
    parser.add_argument("--json", action="store_true", help="one JSON value and nothing else on stdout")


def run(options: argparse.Namespace) -> int:
    from modeling.analysis import analyse
    from modeling.findings import Severity
    from modeling.kinds import Level

    model = read_board(options.file).model
    if options.level:
        model.level = Level(options.level)
    findings = analyse(model).findings
    if options.json:
        emit_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            where = f"{finding.rule}, {finding.element or 'board'}"
            emit(f"{finding.severity.value}: {finding.message} {finding.fix} [{where}]")
        emit(_count([finding.severity.value for finding in findings]))
    return WRONG if any(finding.severity is Severity.ERROR for finding in findings) else FINE


def _count(severities: list[str]) -> str:
    if not severities:
        return "Nothing to say."
    return ", ".join(f"{severities.count(name)} × {name}" for name in dict.fromkeys(severities)) + "."

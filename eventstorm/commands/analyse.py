"""`analyse FILE`: candidate contexts, the context map, sagas, cycles and the extraction order."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from eventstorm.console import FINE, WRONG, emit, emit_json
from eventstorm.files import add_file, read_board

if TYPE_CHECKING:
    from collections.abc import Iterator

    from modeling.analysis.result import Analysis
    from modeling.model import Model

HELP = "suggested contexts, questions, context map, sagas, cycles and extraction order"
_QUESTIONS = 5  # shown without --json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("--json", action="store_true", help="one JSON value and nothing else on stdout")


def run(options: argparse.Namespace) -> int:
    from modeling.analysis import analyse

    imported = read_board(options.file)
    analysis = analyse(imported.model)
    if options.json:
        emit_json(analysis.to_json())
    else:
        for line in summary(imported.model, analysis):
            emit(line)
    return WRONG if imported.losses else FINE


def summary(model: Model, analysis: Analysis) -> Iterator[str]:
    """The analysis as lines to read."""
    names = {context.id: context.name for context in analysis.contexts}

    def label(element: str) -> str:
        return " ".join(model.elements[element].label.split()) if element in model.elements else element

    yield f"{model.name or 'Board'}: {len(model.elements)} elements, {len(names)} candidate contexts."
    for context in analysis.contexts:
        yield f"  {context.name} ({context.confidence:.0%} sure): {', '.join(map(label, context.elements))}"
    for title, lines in (
        ("Questions, most instructive first", [question.text for question in analysis.questions[:_QUESTIONS]]),
        (
            "Context map",
            [
                f"{names[relation.upstream]} → {names[relation.downstream]}: {relation.pattern.replace('_', ' ')} "
                f"through {', '.join(map(label, relation.via)) or 'nothing drawn'}"
                for relation in analysis.context_map
            ],
        ),
        (
            "Sagas",
            [
                f"{saga.name} ({saga.coordination}): {' → '.join(label(step.element) for step in saga.steps)}"
                for saga in analysis.sagas
            ],
        ),
        (
            "Cycles",
            [
                f"{', '.join(names[c] for c in cycle.contexts)}; cut "
                + ", ".join(f"{names[downstream]} → {names[upstream]}" for downstream, upstream in cycle.cut)
                for cycle in analysis.cycles
            ],
        ),
        (
            "Extraction order",
            [f"{ranked.position}. {names[ranked.context]}" for ranked in analysis.extraction.order],
        ),
        ("Findings", [f"{finding.severity.value}: {finding.message}" for finding in analysis.findings]),
    ):
        if lines:
            yield f"{title}:"
            yield from (f"  {line}" for line in lines)

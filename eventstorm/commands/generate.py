"""`generate FILE --out DIR`: the whole system; run again after a change, it merges."""

from __future__ import annotations

import argparse

from eventstorm.console import FINE, WRONG, NotUnderstood, complain
from eventstorm.files import add_file, read_board, write_artifacts

HELP = "the generated system; run again after a change it merges"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("--out", metavar="DIR", required=True, help="the directory to write into")
    parser.add_argument("--target", default="python", help="the language of the services (default: python)")
    parser.add_argument("--broker", choices=("memory", "kafka", "rabbitmq"), default="memory", help="default: memory")


def run(options: argparse.Namespace) -> int:
    from codegen.artifacts import ClashingPaths, UnsafePath
    from codegen.generate import UnknownOption, generate
    from codegen.target import UnknownTarget
    from modeling.analysis import analyse

    imported = read_board(options.file)
    analysis = analyse(imported.model)
    try:
        made = generate(imported.model, analysis, target=options.target, options={"broker": options.broker})
    except (UnknownTarget, UnknownOption, ClashingPaths, UnsafePath) as error:
        raise NotUnderstood(str(error)) from None
    for problem in made.problems:
        complain(str(problem))
    report = write_artifacts(made.artifacts, options.out)
    return FINE if report.clean and not imported.losses else WRONG

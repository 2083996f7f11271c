"""`schemas FILE --out DIR`: the event and command schemas only."""

from __future__ import annotations

import argparse

from eventstorm.console import FINE, WRONG, complain
from eventstorm.files import add_file, read_board, write_artifacts

HELP = "event and command schemas: Avro, JSON Schema, AsyncAPI"
_ENDINGS = {
    "avro": (".avsc", ".md"),
    "json": (".schema.json", ".md"),
    "protobuf": (".proto", ".md"),
    "asyncapi": (".yaml",),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("--out", metavar="DIR", required=True, help="the directory to write into")
    parser.add_argument("--format", choices=tuple(_ENDINGS), help="only this one (default: all)")


def run(options: argparse.Namespace) -> int:
    from codegen.lowering import lower
    from codegen.schemas import artifacts
    from modeling.analysis import analyse

    imported = read_board(options.file)
    system = lower(imported.model, analyse(imported.model))
    for problem in system.problems:
        complain(str(problem))
    endings = _ENDINGS[options.format] if options.format else ("",)
    report = write_artifacts([held for held in artifacts(system) if held.path.endswith(endings)], options.out)
    return FINE if report.clean and not imported.losses else WRONG

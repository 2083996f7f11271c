"""`convert IN OUT`: a board in another format, with a loss report on stderr."""

from __future__ import annotations

import argparse

from eventstorm.console import FINE, complain
from eventstorm.files import read_any, target_format, write_bytes

HELP = "another format, with a report of what it cannot hold"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("input", metavar="IN", help="the file to read; - for stdin")
    parser.add_argument("output", metavar="OUT", help="the file to write; - for stdout")
    parser.add_argument("--from", dest="source", metavar="F", help="format of IN, where its name does not say it")
    parser.add_argument("--to", dest="target", metavar="F", help="format of OUT, where its name does not say it")


def run(options: argparse.Namespace) -> int:
    from modeling.layout import lay_out

    target = target_format(options.target, options.output)
    source, imported = read_any(options.input, options.source)
    if source.code != "board":  # a board document comes out as it went in
        lay_out(imported.model)
    exported = target.write(imported.model)
    write_bytes(options.output, exported.data)
    for loss in exported.losses:
        complain(f"{options.output}: {loss}")
    return FINE

"""`export BOARD`: a board of the server as a file."""

from __future__ import annotations

import argparse

from eventstorm.console import FINE, NotUnderstood, complain
from eventstorm.files import STANDARD_INPUT, target_format, write_bytes

HELP = "a board of the server, as a board document or in another format"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("board", metavar="BOARD", help="the board's id, as in its address")
    parser.add_argument("--out", metavar="FILE", default=STANDARD_INPUT, help="the file to write (default: stdout)")
    parser.add_argument("--to", metavar="F", help="the format, where the file's name does not say it")


def run(options: argparse.Namespace) -> int:
    from eventstorm.database import open_database

    target = target_format(options.to, options.out)
    open_database()
    from boards.errors import Rejection
    from boards.selectors import board_document
    from modeling.document import read

    try:
        document = board_document(options.board)
    except Rejection as error:
        raise NotUnderstood(f"Board “{options.board}”: {error}") from None
    exported = target.write(read(document).model)
    write_bytes(options.out, exported.data)
    for loss in exported.losses:
        complain(f"{options.out}: {loss}")
    return FINE

"""`import FILE`: a new board from a file of any format that can be imported."""

from __future__ import annotations

import argparse
import secrets

from eventstorm.console import FINE, WRONG, emit, emit_json
from eventstorm.files import add_file, read_board

HELP = "a new board on the server from a file, with a link to join it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("--from", dest="source", metavar="F", help="the file's format, where its name does not say it")
    parser.add_argument("--json", action="store_true", help="one JSON value and nothing else on stdout")


def run(options: argparse.Namespace) -> int:
    from eventstorm.database import address, open_database

    imported = read_board(options.file, options.source)
    open_database()
    from boards.invitations import invite
    from boards.people import membership
    from boards.services import create_board

    person = secrets.token_urlsafe(24)  # nobody's session: the board is joined by its link
    board = create_board(imported.model, person, owner_name="Command line")
    link = f"{address()}/join/{invite(membership(board, person)).token}/"
    if options.json:
        emit_json({"board": board, "link": link})
    else:
        emit(f"Board {board} is made. Join it by {link}")
    return WRONG if imported.losses else FINE

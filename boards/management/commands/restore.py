from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from boards.archive import BadArchive, restore_board, restore_everything


class Command(BaseCommand):
    help = "Puts an archive back: everything into an empty database, or one board (--board)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="an archive that `backup` wrote; - for stdin")
        parser.add_argument("--board", action="store_true", help="the archive is of one board")
        parser.add_argument("--as", dest="board_id", default="", metavar="ID", help="the board's id; new: a free one")

    def handle(self, *args: Any, file: str, board: bool, board_id: str, **options: Any) -> None:
        try:
            with ExitStack() as opened:
                stream = sys.stdin.buffer if file == "-" else opened.enter_context(open(file, "rb"))
                if board or board_id:
                    found = restore_board(stream, board_id, self.stderr.write)
                    self.stdout.write(f"Board {found.board} is back at revision {found.revision}.")
                    self.stdout.write(f"{found.members} members, {found.strangers} of them without a way in.")
                else:
                    self.stdout.write(f"{restore_everything(stream, self.stderr.write)} boards are back.")
        except BadArchive as error:
            raise CommandError(f"{error} Nothing was restored.") from None
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {(error.strerror or str(error)).lower()}.") from None

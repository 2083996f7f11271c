from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from boards.archive import archive_board, archive_everything
from boards.errors import Rejection


class Command(BaseCommand):
    help = "Writes everything, or one board, into an archive, of one moment, while people go on working."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the archive to write, such as boards.evs; - for stdout")
        parser.add_argument("--board", metavar="ID", help="this board only, without secrets")

    def handle(self, *args: Any, file: str, board: str | None, **options: Any) -> None:
        try:
            rows = self._write(sys.stdout.buffer, board) if file == "-" else self._into(Path(file), board)
        except Rejection as error:
            raise CommandError(f"{error.what} {error.do}") from None
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {(error.strerror or str(error)).lower()}.") from None
        self._tell(f"{rows} rows are in {file}.")

    def _into(self, path: Path, board: str | None) -> int:
        """The file is there when it is whole, and only its owner can read it."""
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                rows = self._write(stream, board)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(beside, path)
        except BaseException:
            os.unlink(beside)
            raise
        return rows

    def _write(self, stream: IO[bytes], board: str | None) -> int:
        return archive_board(board, stream, self._tell) if board else archive_everything(stream, self._tell)

    def _tell(self, sentence: str) -> None:
        self.stderr.write(sentence)

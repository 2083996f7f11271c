"""Writing archives: row by row, of one moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO

from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from boards.archive.consistent import one_moment, one_moment_of
from boards.archive.lines import Json, Writer
from boards.archive.rows import to_json
from boards.archive.tables import OF_A_BOARD, every_table, installation, rows_of, rows_of_board
from boards.audit import Action, note
from boards.errors import Missing
from boards.models import Board

Tell = Callable[[str], None]
_CHUNK = 500  # rows in memory
_EVERY = 20_000  # rows between two words on the progress


def archive_board(board_id: str, stream: IO[bytes], tell: Tell = lambda _: None) -> int:
    """Writes one board: document, log, releases, people, links without their tokens. Returns the number of rows.

    Raises `Missing`.
    """
    with one_moment_of(board_id):
        if not Board.objects.filter(pk=board_id).exists():
            raise Missing("There is no such board.", f"boards/{board_id[:60]}", "Check its id.")
        writer = Writer(stream, {**_header("board"), "board": board_id})
        for model, without in OF_A_BOARD.items():
            for row in rows_of_board(model, board_id).iterator(chunk_size=_CHUNK):
                writer.row(model._meta.label, to_json(row, without))
                _progress(writer, tell)
        writer.close()
    note(Action.BOARD_ARCHIVED, board_id, rows=writer.rows.total())
    return writer.rows.total()


def archive_everything(stream: IO[bytes], tell: Tell = lambda _: None) -> int:
    """Writes all tables, sessions and hashes of secrets among them: who has the file and SECRET_KEY has it all.

    Returns the number of rows. Raises `NotOneMoment` within an open transaction of PostgreSQL, and writes nothing then.
    """
    with one_moment():
        writer = Writer(stream, _header("everything"))
        for model in every_table():
            for row in rows_of(model).iterator(chunk_size=_CHUNK):
                writer.row(model._meta.label, to_json(row))
                _progress(writer, tell)
        writer.close()
    note(Action.EVERYTHING_BACKED_UP, rows=writer.rows.total())
    return writer.rows.total()


def _header(of: str) -> Json:
    newest = MigrationRecorder.Migration.objects.filter(app="boards").order_by("-name").first()
    return {
        "of": of,
        "made": timezone.now().isoformat(),
        "migration": newest.name if newest else "",
        "installation": installation(),
    }


def _progress(writer: Writer, tell: Tell) -> None:
    if writer.rows.total() % _EVERY == 0:
        tell(f"{writer.rows.total()} rows …")

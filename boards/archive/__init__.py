"""Backup and restore: one board, or everything, as one file of gzipped JSON lines (docs/operations.md).

The first line says what the file is, each further one is a row of a table, the last one counts them and seals all
before it with SHA-256. Nothing in it is a path, a program or a pickle; what is read from one is bounded and checked.
"""

from boards.archive.consistent import NotOneMoment
from boards.archive.lines import BadArchive
from boards.archive.one_board import restore_board
from boards.archive.restoring import restore_everything
from boards.archive.writing import archive_board, archive_everything

__all__ = [
    "BadArchive",
    "NotOneMoment",
    "archive_board",
    "archive_everything",
    "restore_board",
    "restore_everything",
]

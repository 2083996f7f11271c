"""A view of the whole database, or of one board, at one moment, while people go on writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from boards.models import Board

_STEADY = ("repeatable read", "serializable")


class NotOneMoment(RuntimeError):
    """The open transaction sees each statement's own moment, and it is too late to ask for another."""


@contextmanager
def one_moment() -> Iterator[None]:
    """All reads in the block see the same state. Nobody waits for it, and it waits for nobody.

    PostgreSQL: a read-only transaction at REPEATABLE READ. SQLite: a deferred transaction, which in WAL mode reads from
    the moment of its first read on; the default here, IMMEDIATE, would hold up every writer. Within an open
    transaction PostgreSQL raises `NotOneMoment`, unless that one is such.
    """
    if connection.vendor == "postgresql":
        with _repeatable_read():
            yield
        return
    connection.ensure_connection()
    usual = connection.transaction_mode
    connection.transaction_mode = "DEFERRED"
    try:
        with transaction.atomic():
            yield
    finally:
        connection.transaction_mode = usual


@contextmanager
def one_moment_of(board_id: str) -> Iterator[None]:
    """As `one_moment`; within an open transaction of PostgreSQL the board is locked instead, until that one ends.

    Its row is what everybody locks who writes to its log, and what every new row of the board refers to.
    """
    if connection.vendor != "postgresql" or _is_steady():
        with one_moment():
            yield
        return
    with transaction.atomic():
        list(Board.objects.select_for_update().filter(pk=board_id))
        yield


@contextmanager
def _repeatable_read() -> Iterator[None]:
    if not _is_steady():
        raise NotOneMoment(
            "A backup of everything cannot be made within an open transaction: its rows would be of different moments. "
            "Make it outside, by: manage.py backup FILE"
        )
    open_already = connection.in_atomic_block
    with transaction.atomic():
        if not open_already:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _is_steady() -> bool:
    """Whether no transaction is open, or one all of whose statements see the same."""
    if not connection.in_atomic_block:
        return True
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        return cursor.fetchone()[0] in _STEADY

"""A view of the whole database at one moment, while people go on writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment() -> Iterator[None]:
    """All reads in the block see the same state. Nobody waits for it, and it waits for nobody.

    PostgreSQL: a read-only transaction at REPEATABLE READ. SQLite: a deferred transaction, which in WAL mode reads from
    the moment of its first read on; the default here, IMMEDIATE, would hold up every writer.
    """
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
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

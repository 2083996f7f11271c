"""Migrations that make nobody wait long: one process at a time, and never queueing for a lock before a busy table.

A statement that changes a table waits for those who use it, and everybody else waits behind it. So each gives up after
`lock_seconds` and the migration is tried again later; what was done before it stays done.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.management import call_command
from django.db import OperationalError, connection, connections

#: Of the advisory lock that a migrating process holds; any number that nobody else uses on the database.
MIGRATING = 7_204_119_638


class CannotMigrate(RuntimeError):
    """The message says who was in the way and what to do."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds. `patience`: in all, for the other process that migrates or for busy tables."""

    lock_seconds: float = 2.0
    statement_seconds: float = 60.0
    patience: float = 300.0
    pause: float = 3.0


def migrate(bounds: Bounds, tell: Callable[[str], None]) -> None:
    """Brings the database up to date; `tell` gets a sentence for each wait. Raises `CannotMigrate`."""
    until = time.monotonic() + bounds.patience
    if connection.vendor != "postgresql":
        call_command("migrate", verbosity=0, interactive=False)
        return
    with _alone(until, tell), _bounded(bounds):
        while not _migrated(bounds):
            if time.monotonic() > until:
                raise CannotMigrate(
                    "The tables were busy all the time: some transaction holds on to them (see pg_stat_activity). "
                    "End it, then migrate again."
                )
            tell(f"A table is busy. Others go first; tried again in {bounds.pause:g} s.")
            time.sleep(bounds.pause)


def _migrated(bounds: Bounds) -> bool:
    """Whether the migrations went through; False when a lock was not to be had."""
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        match getattr(error.__cause__, "sqlstate", ""):
            case "55P03":  # lock_not_available
                return False
            case "57014":  # query_canceled
                raise CannotMigrate(
                    f"A statement took longer than {bounds.statement_seconds:g} s and was taken back. "
                    "Migrate with a larger --statement-seconds at a quiet hour."
                ) from None
        raise
    return True


@contextmanager
def _bounded(bounds: Bounds) -> Iterator[None]:
    """The connection's own limits while it migrates."""
    limits = {"lock_timeout": bounds.lock_seconds, "statement_timeout": bounds.statement_seconds}
    with connection.cursor() as cursor:
        for name, seconds in limits.items():
            cursor.execute("SELECT set_config(%s, %s, false)", [name, f"{int(seconds * 1000)}ms"])
    try:
        yield
    finally:
        connection.close()


@contextmanager
def _alone(until: float, tell: Callable[[str], None]) -> Iterator[None]:
    """Holds the advisory lock on a connection of its own, which the migrations cannot lose."""
    holding = connections.create_connection("default")
    told = False
    try:
        while not _took(holding):
            if time.monotonic() > until:
                raise CannotMigrate("Another process migrates this database and does not end. Look at it first.")
            if not told:
                tell("Another process migrates this database; waiting for it.")
            told = True
            time.sleep(0.2)
        yield
    finally:
        holding.close()


def _took(holding: object) -> bool:
    with holding.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [MIGRATING])
        return bool(cursor.fetchone()[0])

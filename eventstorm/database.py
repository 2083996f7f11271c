"""Django for the commands that touch boards: set up, and a database that has the tables."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from eventstorm.console import NotUnderstood, complain


def open_database() -> None:
    """Set Django up and bring the embedded database up to date.

    Raises `NotUnderstood` when the environment makes an unsafe start, or when a database that somebody runs
    themselves lacks migrations.
    """
    set_up()
    with usable():
        _bring_up_to_date()


def set_up(with_models: bool = True) -> None:
    """Django's settings, and what its applications bring. Raises `NotUnderstood` for an unsafe start."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eventstorm.settings")
    from eventstorm.environment import UnsafeStart

    try:
        import django
        from django.conf import settings

        _ = settings.ENVIRONMENT  # reads them, and judges the environment
        if with_models:
            django.setup()
    except (UnsafeStart, OSError) as error:
        raise NotUnderstood(str(error)) from None


@contextmanager
def usable() -> Iterator[None]:
    """A database that cannot be used is a sentence."""
    from django.db import DatabaseError

    try:
        yield
    except DatabaseError as error:
        raise NotUnderstood(f"The database cannot be used: {error}.") from None


def address() -> str:
    """Where the server of this environment answers, without a slash at the end."""
    from django.conf import settings

    environment = settings.ENVIRONMENT
    host = f"[{environment.host}]" if ":" in environment.host else environment.host
    return f"{'https' if environment.https else 'http'}://{host}:{environment.port}"


def _bring_up_to_date() -> None:
    from django.conf import settings
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from eventstorm.migrating import Bounds, CannotMigrate, migrate

    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    if not settings.EMBEDDED:
        raise NotUnderstood("The database is not up to date. Run: python -m eventstorm migrate")
    try:
        migrate(Bounds(), complain)
    except CannotMigrate as error:
        raise NotUnderstood(str(error)) from None

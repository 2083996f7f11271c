"""Django for the commands that touch boards: set up, and a database that has the tables."""

from __future__ import annotations

import os

from eventstorm.console import NotUnderstood


def open_database() -> None:
    """Set Django up and bring the embedded database up to date.

    Raises `NotUnderstood` when the environment makes an unsafe start, or when a database that somebody runs
    themselves lacks migrations.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eventstorm.settings")
    from eventstorm.environment import UnsafeStart

    try:
        import django

        django.setup()
    except (UnsafeStart, OSError) as error:
        raise NotUnderstood(str(error)) from None
    _bring_up_to_date()


def address() -> str:
    """Where the server of this environment answers, without a slash at the end."""
    from django.conf import settings

    environment = settings.ENVIRONMENT
    host = f"[{environment.host}]" if ":" in environment.host else environment.host
    return f"{'https' if environment.https else 'http'}://{host}:{environment.port}"


def _bring_up_to_date() -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return
        if not settings.EMBEDDED:
            raise NotUnderstood("The database is not up to date. Run: python manage.py migrate")
        call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as error:
        raise NotUnderstood(f"The database cannot be used: {error}.") from None

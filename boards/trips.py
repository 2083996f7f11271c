"""Statements of the busiest path, by hand: few trips to the database and little work for each.

A busy board stores hundreds of rows a second, thirty times a second with a handful of questions before. Compiling those
from models costs more than judging and answering the pushes, and on PostgreSQL each trip is a wait besides, in which
other threads take the interpreter (docs/decisions/0014).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Field, JSONField, Model

Row = tuple[Any, ...]
_PARAMETERS = 900  # SQLite took 999 for long


@contextmanager
def together() -> Iterator[None]:
    """Statements within go to PostgreSQL in one trip; results may be taken afterwards.

    They run one after another as they were sent, each with a view of its own: what follows a row's lock sees what was
    committed while it was waited for. To be used within a transaction, which is over when one of them fails.
    """
    connection.ensure_connection()
    if connection.vendor == "postgresql" and connection.connection is not None:
        with connection.wrap_database_errors, connection.connection.pipeline():
            yield
    else:
        yield


class Asked:
    """A statement that was sent."""

    def __init__(self, sql: str, parameters: Sequence[object]) -> None:
        self._cursor: CursorWrapper = connection.cursor()
        self._cursor.execute(sql, parameters)

    def rows(self) -> list[Row]:
        with self._cursor:
            return self._cursor.fetchall()


def table(model: type[Model]) -> str:
    """The model's table, quoted."""
    return connection.ops.quote_name(model._meta.db_table)


def for_update() -> str:
    """What locks the rows of a SELECT; SQLite's transactions have the lock from their beginning."""
    return " FOR UPDATE" if connection.features.has_select_for_update else ""


def one_of(column: str, values: Sequence[str]) -> tuple[str, list[object]]:
    """A condition and its parameters."""
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s)", [list(values)]
    return f"{column} IN ({', '.join(['%s'] * len(values))})", list(values)


def insert(model: type[Model], columns: str, rows: Sequence[Row]) -> None:
    """Rows into a model's table: `columns` are names separated by spaces, values as Python has them."""
    if not rows:
        return
    names = tuple(columns.split())
    fields = [model._meta.get_field(name) for name in names]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_into_postgresql(model, names), [json.dumps(rows, default=_as_text)])
        else:
            cursor.executemany(_into(model, names), [tuple(map(_stored, fields, row)) for row in rows])


@lru_cache
def _into_postgresql(model: type[Model], names: tuple[str, ...]) -> str:
    """One parameter for all rows: an array of arrays, which the server takes apart."""
    fields = [model._meta.get_field(name) for name in names]
    taken = ", ".join(
        f"row -> {place}" if isinstance(field, JSONField) else f"(row ->> {place})::{field.db_type(connection)}"
        for place, field in enumerate(fields)
    )
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    return f"INSERT INTO {table(model)} ({columns}) SELECT {taken} FROM jsonb_array_elements(%s::jsonb) AS row"


@lru_cache
def _into(model: type[Model], names: tuple[str, ...]) -> str:
    columns = ", ".join(connection.ops.quote_name(model._meta.get_field(name).column) for name in names)
    return f"INSERT INTO {table(model)} ({columns}) VALUES ({', '.join(['%s'] * len(names))})"


def _stored(field: Field[Any, Any], value: Any) -> Any:
    if isinstance(field, JSONField):
        return json.dumps(value)
    return field.get_db_prep_value(value, connection)


def _as_text(value: Any) -> str:
    return str(value.isoformat())

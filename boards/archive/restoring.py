"""Restoring everything into an empty database, and proving that every board's log still leads to its board."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby, islice
from typing import IO

from django.apps import apps
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from django.db.models import Field, Model

from boards.archive.lines import BadArchive, Json, Reader
from boards.archive.proof import prove
from boards.archive.rows import check, from_json
from boards.archive.tables import every_table, table_named
from boards.audit import Action, note
from boards.models import Board

Tell = Callable[[str], None]
_BATCH = 500


def restore_everything(stream: IO[bytes], tell: Tell = lambda _: None) -> int:
    """Puts all rows in, under their own numbers; all or nothing. Returns how many boards there are.

    Raises `BadArchive`, also where the database is not empty.
    """
    reader = Reader(stream)
    if reader.header.get("of") != "everything":
        raise BadArchive("This archive holds one board. Restore it with: manage.py restore FILE --board")
    try:
        with transaction.atomic():
            _expect_empty()
            count = 0
            for label, rows in groupby(reader.rows(), key=lambda line: line[0]):
                count += _put(label, (values for _, values in rows))
                tell(f"{label}: {count} rows in all")
            _set_sequences()
            boards = list(Board.objects.order_by("pk").values_list("pk", flat=True))
            for number, board in enumerate(boards, start=1):
                prove(board)
                if number % 100 == 0:
                    tell(f"{number} of {len(boards)} boards proved")
            note(Action.EVERYTHING_RESTORED, boards=len(boards), rows=count)
    except DatabaseError as error:
        raise BadArchive(f"The database refuses a row of the archive: {_first_line(error)}") from None
    return len(boards)


def _expect_empty() -> None:
    for model in every_table():
        if model._default_manager.exists():
            raise BadArchive(
                f"The database is not empty: there are rows of {model._meta.label}. "
                "Restore into a new one: create it, set DATABASE_URL, run manage.py migrate."
            )


def _put(label: str, rows: Iterator[Json]) -> int:
    model = table_named(label)
    if model is None:
        raise BadArchive(f"There is no table {label[:60]}. Restore with the same version and the same settings.")
    count = 0
    while batch := [from_json(model, values) for values in islice(rows, _BATCH)]:
        for row in batch:
            check(row)
        _insert(model, batch)
        count += len(batch)
    return count


def _insert(model: type[Model], batch: list[Model]) -> None:
    if any(_sets_itself(field) for field in model._meta.concrete_fields):
        for row in batch:
            row.save_base(raw=True, force_insert=True)  # the times are those of the archive, not of now
    else:
        model._default_manager.bulk_create(batch)


def _sets_itself(field: Field) -> bool:  # type: ignore[type-arg]
    return getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)


def _set_sequences() -> None:
    """The next row of each table gets a number that is free."""
    statements = connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0][:200]

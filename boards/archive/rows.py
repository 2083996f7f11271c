"""Rows as JSON and back. A column that an older archive lacks gets its default; an unknown one is refused."""

from __future__ import annotations

import base64
from collections.abc import Container
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignKey, Model
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from boards.archive.lines import BadArchive

Json = dict[str, Any]
M = TypeVar("M", bound=Model)


def to_json(row: Model, without: Container[str] = ()) -> Json:
    """Column → value."""
    columns = [field.attname for field in row._meta.concrete_fields]
    return {column: _plain(getattr(row, column)) for column in columns if column not in without}


def from_json(model: type[M], values: Json) -> M:
    """A row that is not stored yet. Raises `BadArchive`."""
    row = model()
    for column, value in values.items():
        setattr(row, column, _value(model, column, value))
    return row


def check(row: Model) -> None:
    """Lengths, choices and ranges, as the columns say (SQLite keeps what it is given); raises `BadArchive`."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        try:
            if value is None:
                fits = field.null or field.primary_key
            else:
                field.run_validators(value)
                fits = isinstance(field, ForeignKey) or not field.choices or value in dict(field.flatchoices)
        except ValidationError:
            fits = False
        if not fits:
            raise _bad(row, field.attname)


def _bad(model: Model | type[Model], column: str) -> BadArchive:
    return BadArchive(f"A {model._meta.verbose_name} of the archive has a bad “{column[:40]}”.")


def _value(model: type[Model], column: str, value: Any) -> Any:
    field = _column(model, column)
    try:
        if value is None:
            return None
        if field.get_internal_type() == "DateTimeField":
            return _moment(value)
        return bytes(field.to_python(value)) if field.get_internal_type() == "BinaryField" else field.to_python(value)
    except (ValidationError, TypeError, ValueError, OverflowError):
        raise _bad(model, column) from None


def _column(model: type[Model], column: str) -> Field[Any, Any]:
    for field in model._meta.concrete_fields:
        if field.attname == column:
            return field
    told = f"{model._meta.label} has no column “{column[:40]}”"
    raise BadArchive(f"{told}: the archive is of a newer version. Update Eventstorm first.")


def _moment(value: object) -> datetime:
    found = parse_datetime(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(value)
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | UUID) else value

"""Values for what a message does not say, so that a service runs before its rules are written."""

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin
from uuid import NAMESPACE_URL, UUID, uuid5
from zlib import crc32

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)

UNKNOWN_TIME = datetime(1970, 1, 1, tzinfo=UTC)
_EMPTY: dict[Any, Any] = {
    str: "",
    int: 0,
    float: 0.0,
    bool: False,
    bytes: b"",
    Decimal: Decimal(0),
    UUID: UUID(int=0),
    date: UNKNOWN_TIME.date(),
    time: time(),
    datetime: UNKNOWN_TIME,
    timedelta: timedelta(),
    list: [],
    dict: {},
}


def known(value: T | None, otherwise: T) -> T:
    """`value`, or `otherwise` while it is not known."""
    return otherwise if value is None else value


def as_uuid(id: str) -> UUID:
    """The id as a UUID; an id that is none gets one of its own, always the same."""
    try:
        return UUID(id)
    except ValueError:
        return uuid5(NAMESPACE_URL, id)


def as_int(id: str) -> int:
    """The id as a number; an id that is none gets one of its own, always the same."""
    try:
        return int(id)
    except ValueError:
        return crc32(id.encode())


def compose(kind: type[M], data: dict[str, Any]) -> M:
    """A message or value of this class from `data` (by wire name).

    What is missing or does not fit gets a default.
    """
    fitting: dict[str, Any] = {}
    for name, field in kind.model_fields.items():
        wire = field.alias or name
        if wire in data and _fits(field, data[wire]):
            fitting[wire] = data[wire]
        elif field.is_required():
            fitting[wire] = TypeAdapter(Any).dump_python(default_of(field.annotation), mode="json")
    return kind.model_validate_json(json.dumps(fitting))


def default_of(annotation: Any) -> Any:
    """A value of the type that `annotation` names, as empty as it can be."""
    inner = get_args(annotation)
    if NoneType in inner:
        return None
    kind = get_origin(annotation) or annotation
    if issubclass(kind, BaseModel):
        return compose(kind, {})
    if issubclass(kind, Enum):
        return next(iter(kind)).value
    return _EMPTY[kind]


def _fits(field: FieldInfo, value: Any) -> bool:
    try:
        TypeAdapter(field.rebuild_annotation()).validate_json(json.dumps(value))
    except ValidationError:
        return False
    return True

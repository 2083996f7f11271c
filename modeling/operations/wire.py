"""Reading the parts of a wire object: each function returns the checked value or raises `Refused`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from modeling import limits
from modeling.codec import decode
from modeling.operations.operation import Json, Refused
from modeling.validation import first_complaint, shorten

T = TypeVar("T")

#: Items that one operation may hold.
ITEMS = limits.ELEMENTS


def identifier(raw: object, where: str) -> str:
    if isinstance(raw, str) and 0 < len(raw) <= limits.IDENTIFIER:
        return raw
    raise Refused(f"{shorten(raw)} is not an id. Use text of 1 to {limits.IDENTIFIER} characters.", where)


def text(raw: object, limit: int, where: str) -> str:
    if not isinstance(raw, str):
        raise Refused(f"{shorten(raw)} is not text. Send a string.", where)
    if len(raw) > limit:
        raise Refused(f"The text has {len(raw)} characters. Shorten it to {limit}.", where)
    return raw


def optional_text(raw: Json, name: str, limit: int) -> str | None:
    return None if raw.get(name) is None else text(raw[name], limit, name)


def choice(raw: object, choices: tuple[str, ...], where: str) -> str:
    if isinstance(raw, str) and raw in choices:
        return raw
    raise Refused(f"{shorten(raw)} is not known here. Use one of: {', '.join(choices)}.", where)


def coordinate(raw: object, where: str) -> float:
    if isinstance(raw, int | float) and not isinstance(raw, bool) and abs(raw) <= limits.COORDINATE:
        return raw
    raise Refused(f"{shorten(raw)} is not a position. Give a number within ±{limits.COORDINATE}.", where)


def several(raw: Json, name: str, read: Callable[[object, str], T], required: bool = True) -> tuple[T, ...]:
    """The items of the array `name`, each read by `read(item, where)`."""
    items = raw.get(name, None if required else [])
    if not isinstance(items, list):
        raise Refused(f"“{name}” is {shorten(items)}. Send an array.", name)
    if len(items) > ITEMS:
        raise Refused(f"“{name}” holds {len(items)} items. Send at most {ITEMS} at once.", name)
    return tuple(read(item, f"{name}[{position}]") for position, item in enumerate(items))


def identifiers(raw: Json, name: str, required: bool = True) -> tuple[str, ...]:
    return tuple(dict.fromkeys(several(raw, name, identifier, required)))


def pair(raw: object, where: str) -> tuple[str, str]:
    if isinstance(raw, list) and len(raw) == 2:
        return (identifier(raw[0], where), identifier(raw[1], where))
    raise Refused(f"{shorten(raw)} is not a pair of ids. Send an array of two.", where)


def move(raw: object, where: str) -> tuple[str, float | None, float | None]:
    """`[id, x, y]`; x and y may both be null: not placed."""
    if not isinstance(raw, list) or len(raw) != 3:
        raise Refused(f"{shorten(raw)} is not a move. Send [id, x, y].", where)
    x, y = (None if part is None else coordinate(part, where) for part in raw[1:])
    return (identifier(raw[0], where), x, y)


def value_of(kind: type[T], definition: str) -> Callable[[object, str], T]:
    """A reader of objects that the board schema defines, such as "element"."""

    def read(raw: object, where: str) -> T:
        if (found := first_complaint(definition, raw)) is not None:
            raise Refused(found, where)
        assert isinstance(raw, dict)
        return decode(kind, raw)

    return read

"""What an operation is, and how one is read from the wire (`docs/protocol.md`).

An operation is a small frozen value. Its life: `parse_operation` checks its shape, `settle` judges it against the
current model and writes down everything that follows from it, `inverse` and `apply` need no more judgement. Only
settled operations are applied and logged, so that replaying a log never decides anything again.
"""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, TypeVar

from modeling.model import Model
from modeling.validation import shorten

Json = dict[str, Any]
Allowed = Callable[[tuple[str, ...]], bool]
O = TypeVar("O", bound="type[Operation]")  # noqa: E741

_DEEPEST = 40
_LARGEST = 2**53
#: How JSON writes numbers that may be larger.
_SUSPECT = re.compile(r"(?<![\d.])\d{16}|e\+")


class Refused(ValueError):
    """The operation cannot be. `reason` says what, where and what to do; `where` is a key or a path."""

    def __init__(self, reason: str, where: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.where = where


class Operation(ABC):
    """One change of a board. Subclasses are frozen dataclasses, registered under their wire `name`."""

    name: ClassVar[str]
    void: ClassVar[bool] = False

    @classmethod
    @abstractmethod
    def parse(cls, raw: Json) -> Operation:
        """The operation that the wire object describes; raises `Refused` for a wrong shape or size."""

    @abstractmethod
    def settle(self, model: Model) -> Operation:
        """This operation as it will be logged: ids that are gone left out, texts merged, consequences named.

        `NOTHING` when it would change nothing. Raises `Refused` when it cannot be.
        """

    @abstractmethod
    def apply(self, model: Model) -> None:
        """Change `model` in place; for settled operations only. Cost: the size of the operation."""

    @abstractmethod
    def inverse(self, model: Model) -> tuple[Operation, ...]:
        """Operations that, applied in order after this one, restore `model`. To be asked before `apply`."""

    @abstractmethod
    def touches(self) -> tuple[str, ...]:
        """Keys of what a settled operation changes; those of its inverse are among them."""

    @abstractmethod
    def to_json(self) -> Json:
        """The wire object; `parse_operation` reads it back."""

    def attributed(self, member: str) -> Operation:
        """This operation as `member` may send it: whatever names a person names that member."""
        return self

    def only(self, allowed: Allowed) -> Operation:
        """The part of it all of whose keys are `allowed`; `NOTHING` when no part is."""
        return self if allowed(self.touches()) else NOTHING

    def split(self) -> tuple[Operation, ...]:
        """The same change as operations on one thing each."""
        return (self,)

    def endangers(self, model: Model) -> tuple[str, ...]:
        """Keys of what others may have put on the things this takes away; for undo."""
        return ()


class Nothing(Operation):
    """What is left of an operation that changes nothing; it is never logged."""

    name = "nothing"
    void = True

    @classmethod
    def parse(cls, raw: Json) -> Operation:
        return NOTHING

    def settle(self, model: Model) -> Operation:
        return self

    def apply(self, model: Model) -> None:
        return None

    def inverse(self, model: Model) -> tuple[Operation, ...]:
        return ()

    def touches(self) -> tuple[str, ...]:
        return ()

    def to_json(self) -> Json:
        return {"op": self.name}


NOTHING = Nothing()

#: wire name → class.
OPERATIONS: dict[str, type[Operation]] = {}


def operation(kind: O) -> O:
    """Class decorator: enter an operation into the registry."""
    OPERATIONS[kind.name] = kind
    return kind


def key(*parts: str) -> str:
    """The key of a thing or property; a slash inside an id is escaped so that keys cannot be confused."""
    return "/".join(part.replace("%", "%25").replace("/", "%2F") for part in parts)


def parse_operation(raw: object) -> Operation:
    """The operation in one wire object; raises `Refused` for anything that is not a well-formed one."""
    if not isinstance(raw, dict):
        raise Refused("An operation is a JSON object. Send an object with “op”.")
    kind = OPERATIONS.get(raw["op"]) if isinstance(raw.get("op"), str) else None
    if kind is None:
        raise Refused(
            f"{shorten(raw.get('op'))} is not an operation. Use one of: {', '.join(sorted(OPERATIONS))}.", "op"
        )
    _expect_storable(raw)
    return kind.parse(raw)


def parse_sent(raw: object) -> Operation:
    """As `parse_operation`, for what somebody sends rather than for what the log holds: numbers besides must be such
    that a database and a browser read back the same (a `jsonb` column makes a whole number of 1e308)."""
    found = parse_operation(raw)
    if _SUSPECT.search(json.dumps(raw, ensure_ascii=False)) and _holds_large(raw):
        raise Refused("A number is larger than 2^53, beyond which numbers are not exact. Give a smaller one.")
    return found


def _expect_storable(raw: Json) -> None:
    """Refuse what JSON, UTF-8 or a database cannot hold: NaN, lone surrogates, the character NUL."""
    try:
        text = json.dumps(raw, ensure_ascii=False, allow_nan=False)
        text.encode()
    except UnicodeEncodeError:
        raise Refused("A text holds half a character (a lone surrogate). Type it again.") from None
    except RecursionError:
        raise Refused("The operation is nested too deeply. Send a flatter value.") from None
    except ValueError:
        raise Refused("A number is not finite. Give finite numbers only.") from None
    if "\\u0000" in text and _holds_nul(raw):
        raise Refused("A text holds the character NUL. Leave it out.")
    if _deeper(raw, _DEEPEST):
        raise Refused(f"The operation is nested more than {_DEEPEST} deep. Send a flatter value.")


def _inner(value: object) -> Iterable[object]:
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, list) else ()


def _deeper(value: object, levels: int) -> bool:
    return levels < 0 or any(isinstance(inner, dict | list) and _deeper(inner, levels - 1) for inner in _inner(value))


def _holds_large(value: object) -> bool:
    if isinstance(value, int | float):
        return abs(value) > _LARGEST
    return any(_holds_large(inner) for inner in _inner(value))


def _holds_nul(value: object) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, Mapping) and any("\0" in name for name in value):
        return True
    return any(_holds_nul(inner) for inner in _inner(value))

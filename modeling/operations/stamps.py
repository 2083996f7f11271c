"""Who changed which property last, and when: what undo needs to know (rule S5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from modeling.operations.operation import Operation, parse_operation

#: (revision, author) of the last change of a key.
Stamp = tuple[int, str]


def stamp(raw: Sequence[Any] | None) -> Stamp | None:
    """A stamp out of JSON: `[revision, author]` or null."""
    return None if raw is None else (int(raw[0]), str(raw[1]))


class Stamps:
    """key → stamp. A key without one was never touched since the board was made."""

    def __init__(self, held: Mapping[str, Stamp] | None = None) -> None:
        self._held: dict[str, Stamp] = dict(held or {})

    def get(self, key: str) -> Stamp | None:
        return self._held.get(key)

    def of(self, keys: Iterable[str]) -> dict[str, Stamp | None]:
        """The stamps of these keys, None for those that have none; an entry's `before`."""
        return {key: self._held.get(key) for key in keys}

    def put(self, stamps: Mapping[str, Sequence[Any] | None]) -> None:
        """An entry's `after` becomes what holds; None takes a stamp away."""
        for key, raw in stamps.items():
            if (found := stamp(raw)) is None:
                self._held.pop(key, None)
            else:
                self._held[key] = found

    def copy(self) -> Stamps:
        return Stamps(self._held)

    def to_json(self) -> dict[str, list[Any]]:
        return {key: [*held] for key, held in self._held.items()}

    @classmethod
    def from_json(cls, raw: Mapping[str, Sequence[Any]]) -> Stamps:
        return cls({key: (int(held[0]), str(held[1])) for key, held in raw.items()})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Stamps) and self._held == other._held

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Entry:
    """What undo needs of a log entry. `before` and `after` are the stamps of the keys that it touched."""

    revision: int
    author: str
    push: str
    inverse: tuple[Operation, ...]
    before: Mapping[str, Stamp | None]
    after: Mapping[str, Stamp | None]

    @classmethod
    def from_json(
        cls,
        revision: int,
        author: str,
        push: str,
        inverse: Iterable[object],
        before: Mapping[str, Sequence[Any] | None],
        after: Mapping[str, Sequence[Any] | None],
    ) -> Entry:
        """An entry out of what the log stores."""
        return cls(
            revision,
            author,
            push,
            tuple(parse_operation(raw) for raw in inverse),
            {key: stamp(raw) for key, raw in before.items()},
            {key: stamp(raw) for key, raw in after.items()},
        )

"""Who changed which property last, and when: what undo needs to know (rule S5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from modeling.model import Model
from modeling.operations.operation import Operation, parse_operation
from modeling.operations.things import own_keys, stands, things_of

#: (revision, author) of the last change of a key.
Stamp = tuple[int, str]

#: Revisions for which the stamps of a removed thing are kept, at least (docs/decisions/0015).
KEPT = 5_000
_FLOOR = ""  # no key: under it, a snapshot says how far stamps were let go


def stamp(raw: Sequence[Any] | None) -> Stamp | None:
    """A stamp out of JSON: `[revision, author]` or null."""
    return None if raw is None else (int(raw[0]), str(raw[1]))


class Stamps:
    """key → stamp. A key without one was never touched since the board was made, or its stamp was let go.

    `floor`: of what was last touched at this revision or before, stamps may have been let go.
    """

    def __init__(
        self, held: Mapping[str, Stamp] | None = None, floor: int = 0, restored: Mapping[str, int] | None = None
    ) -> None:
        self._held: dict[str, Stamp] = dict(held or {})
        self.floor = floor
        #: thing → the revision at which an undo last put an older stamp back on it: it counts as touched then.
        self._restored: dict[str, int] = dict(restored or {})

    def get(self, key: str) -> Stamp | None:
        return self._held.get(key)

    def of(self, keys: Iterable[str]) -> dict[str, Stamp | None]:
        """The stamps of these keys, None for those that have none; an entry's `before`."""
        return {key: self._held.get(key) for key in keys}

    def put(self, stamps: Mapping[str, Sequence[Any] | None], revision: int) -> None:
        """The `after` of the entry at `revision` becomes what holds; None takes a stamp away."""
        for key, raw in stamps.items():
            found = stamp(raw)
            self._set(key, found)
            if found is None or found[0] != revision:
                self._restored.update(dict.fromkeys(things_of(key), revision))

    def put_back(self, before: Mapping[str, Stamp | None]) -> None:
        """As if the entry that `before` is of had never been."""
        for key, held in before.items():
            self._set(key, held)

    def _set(self, key: str, held: Stamp | None) -> None:
        if held is None:
            self._held.pop(key, None)
        else:
            self._held[key] = held

    def let_go(self, model: Model, revision: int, kept: int = KEPT) -> int:
        """Drops the stamps of things that are gone and were not touched in the last `kept` revisions; how many.

        For an entry after `floor`, every stamp that undo asks for stays what it was. Cost: the number of stamps; so it
        does nothing until there are a tenth of `kept` more revisions, and more on a board that has many.
        """
        floor = revision - kept
        if floor < self.floor + max(kept // 10, len(self._held) // 8):
            return 0
        there: dict[str, bool] = {}
        keys: dict[str, list[str]] = {}
        for key in self._held:
            for thing in things_of(key):
                if thing not in there:
                    there[thing] = stands(thing, model)
                if not there[thing]:
                    keys.setdefault(thing, []).append(key)
        old = [thing for thing, known in keys.items() if self._touched(thing, known) <= floor]
        before = len(self._held)
        for key in {key for thing in old for key in keys[thing]}:
            del self._held[key]
        self._restored = {thing: at for thing, at in self._restored.items() if at > floor}
        self.floor = floor
        return before - len(self._held)

    def _touched(self, thing: str, keys: Iterable[str]) -> int:
        return max(self._restored.get(thing, 0), *(self._held[key][0] for key in keys))

    def forgot(self, key: str, revision: int, model: Model) -> bool:
        """Whether the key may have had a stamp, at or after `revision`, that was let go."""
        if revision > self.floor or key in self._held:
            return False
        return any(not stands(thing, model) or self._added_since(thing, revision) for thing in things_of(key))

    def _added_since(self, thing: str, revision: int) -> bool:
        return any(self._held.get(own, (0, ""))[0] > revision for own in own_keys(thing))

    def copy(self) -> Stamps:
        return Stamps(self._held, self.floor, self._restored)

    def to_json(self) -> dict[str, list[Any]]:
        out: dict[str, list[Any]] = {key: [*held] for key, held in self._held.items()}
        if self.floor or self._restored:
            out[_FLOOR] = [self.floor, "", self._restored]
        return out

    @classmethod
    def from_json(cls, raw: Mapping[str, Sequence[Any]]) -> Stamps:
        floor, _, restored = (*raw.get(_FLOOR, (0, "")), {})[:3]
        return cls({key: (int(held[0]), str(held[1])) for key, held in raw.items() if key}, int(floor), restored)

    def __eq__(self, other: object) -> bool:
        """What holds; not what was let go of."""
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

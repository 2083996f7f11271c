"""Who is on a board, in whatever process, and what they point at: gathered between ticks, sent, never stored (S7).

A person is here as long as one *place* has a connection of theirs: this room, or the room of another process.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from boards.people import Membership
from boards.protocol import PRESENCE

Json = dict[str, Any]

HERE = ""  # this room, among places
BYTES = 1024 * 1024  # of all selections, drags and half-typed texts; what is over is left out, cursors stay
PEOPLE = 20_000  # on one board, of all processes; more are not shown
_SMALL = 64  # bytes that a cursor or nothing takes at most; not counted


@dataclass(slots=True)
class Changes:
    """Since the last time they were taken: keys by person, and who left."""

    keys: dict[str, set[str]] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)

    def note(self, member: str, keys: Iterable[str]) -> None:
        self.keys.setdefault(member, set()).update(keys)
        self.left.discard(member)

    def note_left(self, member: str) -> None:
        self.keys.pop(member, None)
        self.left.add(member)


class Presence:
    """People of one board. `people` is what everybody sees of them."""

    def __init__(self) -> None:
        self.people: dict[str, Json] = {}
        self._places: dict[str, set[str]] = {}
        self._connections: dict[str, int] = {}  # of this room, by person
        self._pointers: dict[str, str] = {}  # by person, the place at which they pointed at something last
        self._bulk: dict[tuple[str, str], int] = {}  # bytes by person and key
        self._bytes = 0
        self._seen = Changes()  # for the browsers of this room
        self._own = Changes()  # for the other processes

    # This room's people

    def enter(self, member: Membership) -> None:
        """A connection of somebody's."""
        self._connections[member.id] = self._connections.get(member.id, 0) + 1
        self.rename(member)

    def rename(self, member: Membership) -> None:
        """Somebody who is here is called so now."""
        known = member.to_json()
        self._put(HERE, member.id, known)
        self._own.note(member.id, known)

    def update(self, member: str, state: Json) -> None:
        """`state`: the keys that the person sent; None clears one."""
        if member in self._connections:
            self._put(HERE, member, state)
            self._own.note(member, state)

    def leave(self, member: str) -> None:
        """One connection of the person's ended."""
        rest = self._connections.pop(member, 0) - 1
        if rest > 0:
            self._connections[member] = rest
            self.update(member, self._pointing(member))
        elif rest == 0:
            self._withdraw(HERE, member)
            self._own.note_left(member)

    # Other places' people

    def put(self, place: str, states: Iterable[Json]) -> None:
        """Keys of people who are at that place; of a stranger nothing is taken until their name is known."""
        for state in states:
            member = state["id"]
            if member in self.people or ("name" in state and len(self.people) < PEOPLE):
                self._put(place, member, state)

    def withdraw(self, place: str, members: Iterable[str]) -> None:
        """They have no connection at that place any more."""
        for member in members:
            self._withdraw(place, member)

    def at(self, place: str) -> list[str]:
        return [member for member, places in self._places.items() if place in places]

    # What is told

    def everybody_but(self, member: str) -> list[Json]:
        return [state for identity, state in self.people.items() if identity != member]

    def own(self) -> tuple[Json, ...]:
        """All of this room's people as they are."""
        return tuple({**self.people[member]} for member in self._connections)

    def take(self) -> tuple[tuple[Json, ...], tuple[str, ...]]:
        """What browsers are to hear: per person the id and the keys that changed, and who left."""
        self._seen, taken = Changes(), self._seen
        return self._written(taken)

    def take_own(self) -> tuple[tuple[Json, ...], tuple[str, ...]]:
        """The same of this room's people only, for the other processes."""
        self._own, taken = Changes(), self._own
        return self._written(taken)

    def _written(self, changes: Changes) -> tuple[tuple[Json, ...], tuple[str, ...]]:
        people = [
            {"id": member, **{key: self.people[member][key] for key in sorted(keys)}}
            for member, keys in changes.keys.items()
            if member in self.people
        ]
        return tuple(people), tuple(sorted(changes.left))

    def _put(self, place: str, member: str, state: Json) -> None:
        fitting = {key: value if self._fits(member, key, value) else None for key, value in state.items()}
        if any(key in PRESENCE and value is not None for key, value in state.items()):
            self._pointers[member] = place
        self.people.setdefault(member, {"id": member}).update(fitting)
        self._places.setdefault(member, set()).add(place)
        self._seen.note(member, fitting)

    def _withdraw(self, place: str, member: str) -> None:
        places = self._places.get(member, set())
        if place not in places:
            return
        places.discard(place)
        if places:  # still somewhere else
            if self._pointers.get(member) == place:
                self._put(next(iter(places)), member, self._pointing(member))
            return
        del self._places[member]
        self._pointers.pop(member, None)
        for key in self.people.pop(member):
            self._fits(member, key, None)
        self._seen.note_left(member)

    def _pointing(self, member: str) -> Json:
        """Clears what a connection that is gone pointed at."""
        return {key: None for key, value in self.people[member].items() if key in PRESENCE and value is not None}

    def _fits(self, member: str, key: str, value: object) -> bool:
        """Keeps count of what takes much room."""
        if key not in PRESENCE or key == "cursor":
            return True
        size = len(json.dumps(value)) if value else 0
        self._bytes -= self._bulk.pop((member, key), 0)
        if size <= _SMALL:
            return True
        if self._bytes + size > BYTES:
            return False
        self._bulk[member, key] = size
        self._bytes += size
        return True

"""Who is here, and what they point at: gathered between ticks, sent, never stored (rule 7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from boards.people import Membership

Json = dict[str, Any]


@dataclass(slots=True)
class Presence:
    """People of one room. `changed` and `left` are what the next presence frame tells."""

    people: dict[str, Json] = field(default_factory=dict)
    changed: dict[str, set[str]] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)

    def enter(self, member: Membership) -> None:
        """Somebody is here, or has another name now."""
        self.people.setdefault(member.id, {}).update(member.to_json())
        self.changed.setdefault(member.id, set()).update(member.to_json())
        self.left.discard(member.id)

    def update(self, member: str, state: Json) -> None:
        """`state`: the keys that the person sent; None clears one."""
        if member in self.people:
            self.people[member].update(state)
            self.changed.setdefault(member, set()).update(state)

    def leave(self, member: str) -> None:
        if self.people.pop(member, None) is not None:
            self.changed.pop(member, None)
            self.left.add(member)

    def everybody_but(self, member: str) -> list[Json]:
        return [state for identity, state in self.people.items() if identity != member]

    def take(self) -> tuple[list[Json], list[str]]:
        """What changed since the last time: per person the id and the keys that changed, and who left."""
        people = [
            {"id": member, **{key: self.people[member][key] for key in sorted(keys)}}
            for member, keys in self.changed.items()
        ]
        left = sorted(self.left)
        self.changed, self.left = {}, set()
        return people, left

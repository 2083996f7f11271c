"""The ledger of a workshop: what people made, sent and were told, written down outside the system under test."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
#: (member, push id)
PushId = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Sent:
    """What was pushed under an id: operations, or the id of the push to take back."""

    operations: tuple[Json, ...]
    undo: str


@dataclass(frozen=True, slots=True)
class Ack:
    """`line` counts the sockets of this person: two acks on one line are two answers to a push that came twice."""

    revision: int
    line: int


@dataclass
class Ledger:
    """Fed event by event, in the order in which things happened to the people (`workshop.js`)."""

    members: tuple[str, ...]
    sent: dict[PushId, Sent] = field(default_factory=dict)
    acks: dict[PushId, list[Ack]] = field(default_factory=lambda: defaultdict(list))
    confirmed: set[PushId] = field(default_factory=set)
    refused: dict[PushId, list[str]] = field(default_factory=lambda: defaultdict(list))
    made: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    #: Events that no list above has a place for, by their name.
    others: dict[str, list[Json]] = field(default_factory=lambda: defaultdict(list))
    #: Sentences on what people were told and must not have been.
    wrong: list[str] = field(default_factory=list)
    saved: int = 0
    _news: threading.Condition = field(default_factory=threading.Condition)

    def take(self, event: Json) -> None:
        with self._news:
            self._take(event, self.members[event["user"]] if "user" in event else "")
            self._news.notify_all()

    def _take(self, event: Json, member: str) -> None:
        kind, identity = event["event"], event.get("id", "")
        if kind == "sent":
            self.sent.setdefault((member, identity), Sent(tuple(event["operations"]), event["undo"]))
            self.made[member].add(identity)
        elif kind == "made":
            self.made[member].add(identity)
        elif kind == "let go" and (member, identity) not in self.sent:
            self.made[member].discard(identity)  # undone before it was sent
        elif kind == "ack":
            self.acks[member, identity].append(Ack(event["revision"], event["line"]))
        elif kind == "confirmed":
            self.confirmed.add((member, identity))
        elif kind == "refused":
            self.refused[member, identity].append(event["reason"])
        elif kind == "saved":
            self.saved += 1
            self._expect_all_answered(member)
        else:
            self.others[kind].append({"member": member, **event})

    def answered(self, push: PushId) -> bool:
        return push in self.acks or push in self.confirmed or push in self.refused

    def waiting(self) -> int:
        """Pushes that nobody has said a word about."""
        with self._news:
            return sum(not self.answered(push) for push in self.sent)

    def until(self, holds: Callable[[], Any], patience: float) -> Any:
        """What `holds` gives once it is true, looked at whenever something happened; its last word otherwise."""
        with self._news:
            self._news.wait_for(holds, patience)
            return holds()

    def _expect_all_answered(self, member: str) -> None:
        open_ = {push for push in self.made[member] if not self.answered((member, push))}
        if open_:
            self.wrong.append(f"{member} was shown “saved” while {sorted(open_)[:5]} had no answer.")
        self.made[member] = open_

"""A board in memory: the projection of its log, and the judge of what is pushed to it.

A `LiveBoard` belongs to one thread at a time. When something other than a refusal is raised out of it, its state is not
to be trusted any more: throw it away and load another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from boards.permissions import NotAllowed, capability_for, require
from modeling.model import Model
from modeling.operations import Entry, Operation, Refused, Stamp, Stamps, parse_operation, parse_sent, plan_undo

Json = dict[str, Any]
StampsOf = Mapping[str, Stamp | None]


@dataclass(frozen=True, slots=True)
class Push:
    """What a member sent under an id of theirs: operations as on the wire, or the id of their push to take back."""

    id: str
    member: str
    operations: tuple[object, ...] = ()
    undo: str = ""


@dataclass(frozen=True, slots=True)
class Applied:
    """An operation that was judged and applied, as it goes into the log."""

    revision: int
    operation: Operation
    inverse: tuple[Operation, ...]
    before: StampsOf
    after: StampsOf


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a push: its entries, and sentences on what an undo could not take back."""

    applied: tuple[Applied, ...]
    skipped: tuple[str, ...] = ()


class Rewritten(RuntimeError):
    """The log was rewritten (boards/redaction.py) under a board in memory: load it again."""


@dataclass(slots=True)
class LiveBoard:
    """`revision` is that of the last operation applied, `snapshot` that of the newest snapshot known; `edition` goes up
    when the log is rewritten."""

    id: str
    model: Model
    stamps: Stamps
    revision: int
    snapshot: int = 0
    edition: int = 0

    def copy(self) -> LiveBoard:
        return LiveBoard(self.id, self.model.copy(), self.stamps.copy(), self.revision, self.snapshot, self.edition)

    def replay(self, revision: int, payload: Json, after: Mapping[str, Sequence[Any] | None]) -> None:
        """Applies an entry of the log as it stands there; raises `ValueError` for one that does not follow."""
        if revision != self.revision + 1:
            raise ValueError(f"Board {self.id} is at {self.revision}; {revision} does not follow.")
        parse_operation(payload).apply(self.model)
        self.stamps.put(after, revision)
        self.stamps.let_go(self.model, revision)
        self.revision = revision

    def judge(self, push: Push, role: str, entries_of: Callable[[str], Sequence[Entry]]) -> Judged:
        """Applies a push, all of it or nothing.

        `entries_of(push id)` gives the log entries of an earlier push of the same member. Raises `Refused`, also for
        what the role does not allow; then the board is as before.
        """
        self.stamps.let_go(self.model, self.revision)
        applied: list[Applied] = []
        skipped: tuple[str, ...] = ()
        try:
            if push.undo:
                plan = plan_undo(self.model, self.stamps, entries_of(push.undo))
                skipped = plan.skipped
                for operation, restored in zip(plan.operations, plan.after, strict=True):
                    applied.extend(self._apply(operation, push.member, role, restored))
            else:
                for raw in push.operations:
                    operation = parse_sent(raw).attributed(push.member)
                    applied.extend(self._apply(operation, push.member, role, {}))
        except Refused as refusal:
            self._take_back(applied)
            place = refusal.where or f"operations[{len(applied)}]"
            raise Refused(refusal.reason, place) from refusal
        return Judged(tuple(applied), skipped)

    def _apply(self, operation: Operation, member: str, role: str, restored: StampsOf) -> tuple[Applied, ...]:
        """Applies one operation; () when it changes nothing. `restored`: stamps that an undo puts back."""
        try:
            require(role, capability_for(operation, self.model, member))
        except NotAllowed as error:
            raise Refused(str(error), "role") from None
        settled = operation.settle(self.model)
        if settled.void:
            return ()
        revision = self.revision + 1
        keys = settled.touches()
        after: dict[str, Stamp | None] = {key: restored.get(key, (revision, member)) for key in keys}
        applied = Applied(revision, settled, settled.inverse(self.model), self.stamps.of(keys), after)
        settled.apply(self.model)
        self.stamps.put(after, revision)
        self.revision = revision
        return (applied,)

    def _take_back(self, applied: Sequence[Applied]) -> None:
        for done in reversed(applied):
            for operation in done.inverse:
                operation.apply(self.model)
            self.stamps.put_back(done.before)
            self.revision = done.revision - 1

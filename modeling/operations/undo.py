"""Taking back one's own push without touching what others did since (rule S5).

Each inverse operation acts only on keys whose stamp is still the one that the push left there. What is taken back
gets the stamp it had before the push, so that an earlier change of one's own can be taken back next. Where the stamp
may have been let go of, nothing is done and it is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from modeling.model import Model
from modeling.operations.operation import Operation, Refused
from modeling.operations.stamps import KEPT, Entry, Stamp, Stamps
from modeling.operations.things import stands, things_of


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """`operations` are settled, to be applied in order; `after[i]` are the stamps to restore after the i-th.

    Keys that the i-th operation touches and that are not in `after[i]` get an ordinary stamp. `skipped` are sentences
    on what could not be taken back.
    """

    operations: tuple[Operation, ...]
    after: tuple[Mapping[str, Stamp | None], ...]
    skipped: tuple[str, ...]


def plan_undo(model: Model, stamps: Stamps, entries: Sequence[Entry]) -> UndoPlan:
    """How to take back the push that these log entries (in order of revision) belong to; `model` is left as it is.

    Raises `Refused` without entries. Cost: a copy of the model's mappings and what the push touched.
    """
    if not entries:
        raise Refused("There is nothing to take back: that change is not in the log.", "undo")
    planner = _Planner(model.copy(), stamps)
    for entry in reversed(entries):
        for operation in entry.inverse:
            planner.take(operation, entry)
    return UndoPlan(tuple(planner.operations), tuple(planner.after), tuple(dict.fromkeys(planner.skipped)))


class _Planner:
    def __init__(self, model: Model, stamps: Stamps) -> None:
        self.model = model
        self.stamps = stamps
        self.restored: dict[str, Stamp | None] = {}
        self.operations: list[Operation] = []
        self.after: list[Mapping[str, Stamp | None]] = []
        self.skipped: list[str] = []

    def take(self, inverse: Operation, entry: Entry) -> None:
        blocked: list[str] = []
        forgotten: list[str] = []

        def unchanged(keys: tuple[str, ...]) -> bool:
            unknown = [key for key in keys if self._forgot(key, entry)]
            changed = [key for key in keys if key not in unknown and self._stamp(key) != entry.after.get(key)]
            forgotten.extend(unknown)
            blocked.extend(changed)
            return not unknown and not changed

        allowed = inverse.only(unchanged)
        if self._built_upon(allowed, entry):
            allowed = self._free_part(allowed, entry, blocked)
        self.skipped += [self._changed_since(key) for key in blocked]
        self.skipped += [self._too_long_ago(key) for key in forgotten]
        self._act(allowed, entry)

    def _stamp(self, key: str) -> Stamp | None:
        return self.restored[key] if key in self.restored else self.stamps.get(key)

    def _forgot(self, key: str, entry: Entry) -> bool:
        return key not in self.restored and self.stamps.forgot(key, entry.revision, self.model)

    def _built_upon(self, removal: Operation, entry: Entry) -> bool:
        """Whether somebody else changed something since on what would be taken away."""
        stamps = (self._stamp(key) for key in removal.endangers(self.model))
        return any(held is not None and held[1] != entry.author and held[0] > entry.revision for held in stamps)

    def _free_part(self, removal: Operation, entry: Entry, blocked: list[str]) -> Operation:
        """The part of a removal on which nobody else has built; the rest goes to `blocked`."""
        free: set[tuple[str, ...]] = set()
        for part in removal.split():
            if self._built_upon(part, entry):
                blocked.extend(part.touches())
            else:
                free.add(part.touches())
        return removal.only(lambda keys: keys in free)

    def _act(self, operation: Operation, entry: Entry) -> None:
        try:
            settled = operation.settle(self.model)
        except Refused as refusal:
            parts = operation.split()
            if len(parts) > 1:
                for part in parts:
                    self._act(part, entry)
            else:
                self.skipped.append(refusal.reason)
            return
        if settled.void:
            return
        after = {key: entry.before[key] for key in settled.touches() if key in entry.before}
        settled.apply(self.model)
        self.restored.update(after)
        self.operations.append(settled)
        self.after.append(after)

    def _changed_since(self, key: str) -> str:
        name, there = self._named(key)
        if there:
            return f"{name} has been changed by somebody else since; it stays as it is."
        return f"{name} has been removed by somebody else since; it stays removed."

    def _too_long_ago(self, key: str) -> str:
        name, there = self._named(key)
        if there and all(stands(thing, self.model) for thing in things_of(key)):
            return f"{name} has been removed and added again since; it stays as it is."
        gone = "A note" if there else name  # a frame whose member is gone
        return f"{gone} was removed too long ago (more than {KEPT:,} changes) to take that back. Add it again."

    def _named(self, key: str) -> tuple[str, bool]:
        """What the key is of, for a sentence, and whether it is on the board."""
        kind, identity = (*key.split("/"), "")[:2]
        collections: dict[str, tuple[Mapping[str, Any], str]] = {
            "element": (self.model.elements, "A note"),
            "frame": (self.model.frames, "A frame"),
            "link": (self.model.links, "A link"),
            "type": (self.model.types, "A type"),
            "example": (self.model.examples, "An example"),
        }
        if kind not in collections:
            return "The board" if kind == "board" else "A decision", True
        held, name = collections[kind]
        found = held.get(identity.replace("%2F", "/").replace("%25", "%"))
        return _quoted(getattr(found, "label", ""), name), found is not None


def _quoted(label: str, otherwise: str) -> str:
    text = label.strip()
    return f"“{text if len(text) <= 40 else text[:37] + '…'}”" if text else otherwise

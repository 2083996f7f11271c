"""Taking back one's own push without touching what others did since (rule S5).

Each inverse operation acts only on keys whose stamp is still the one that the push left there. What is taken back
gets the stamp it had before the push, so that an earlier change of one's own can be taken back next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from modeling.model import Model
from modeling.operations.operation import Operation, Refused
from modeling.operations.stamps import Entry, Stamp, Stamps


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

        def unchanged(keys: tuple[str, ...]) -> bool:
            changed = [key for key in keys if self._stamp(key) != entry.after.get(key)]
            blocked.extend(changed)
            return not changed

        allowed = inverse.only(unchanged)
        if self._built_upon(allowed, entry):
            allowed = self._free_part(allowed, entry, blocked)
        self.skipped += [self._changed_since(key) for key in blocked]
        self._act(allowed, entry)

    def _stamp(self, key: str) -> Stamp | None:
        return self.restored[key] if key in self.restored else self.stamps.get(key)

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
        thing, identity = (*key.split("/"), "")[:2]
        identity = identity.replace("%2F", "/").replace("%25", "%")
        if thing == "element":
            element = self.model.elements.get(identity)
            if element is None:
                return "A note has been removed by somebody else since; it stays removed."
            return f"{_quoted(element.label, 'A note')} has been changed by somebody else since; it stays as it is."
        if thing == "frame":
            frame = self.model.frames.get(identity)
            if frame is None:
                return "A frame has been removed by somebody else since; it stays removed."
            return f"{_quoted(frame.label, 'A frame')} has been changed by somebody else since; it stays as it is."
        named = {"link": "A link", "type": "A type", "example": "An example", "board": "The board"}
        return f"{named.get(thing, 'A decision')} has been changed by somebody else since; it stays as it is."


def _quoted(label: str, otherwise: str) -> str:
    text = label.strip()
    return f"“{text if len(text) <= 40 else text[:37] + '…'}”" if text else otherwise

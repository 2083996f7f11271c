"""What became of each file when a system was written into a directory."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Report:
    """Paths, each list sorted. Every artifact is in exactly one of `written`, `unchanged`, `merged`, `conflicts`,
    `deleted` and `refused`."""

    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()  # with a person's changes
    conflicts: tuple[str, ...] = ()  # left as they are; the marked text lies beside as `.merge`
    deleted: tuple[str, ...] = ()  # by a person; they stay deleted
    kept: tuple[str, ...] = ()  # copies of edited files, `.yours`
    removed: tuple[str, ...] = ()  # no longer generated, untouched: deleted
    orphans: tuple[str, ...] = ()  # no longer generated but edited: left
    refused: tuple[tuple[str, str], ...] = ()  # path and reason
    problems: tuple[str, ...] = ()  # sentences

    LISTS: ClassVar = ("written", "unchanged", "merged", "conflicts", "deleted", "kept", "removed", "orphans")

    @property
    def clean(self) -> bool:
        """Whether everything is where it belongs, so that nobody has to look."""
        return not (self.conflicts or self.refused or self.problems)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    def sentences(self) -> tuple[str, ...]:
        """What a person has to know, most urgent first; unchanged and written files are only counted."""
        out = [f"Not written: {reason}" for _, reason in self.refused]
        out += self.problems
        out += [
            f"Conflict: {path} is as you left it. Take what you need from {path}.merge, then delete that file."
            for path in self.conflicts
        ]
        out += [f"Your version of a file that is rewritten each time is kept as {path}." for path in self.kept]
        out += [
            f"No longer generated, but you changed it: {path}. Delete it if you do not need it."
            for path in self.orphans
        ]
        out += [f"Merged with your changes: {path}." for path in self.merged]
        out += [f"No longer generated: {path} was deleted." for path in self.removed]
        out += [
            f"You deleted {path}; it stays deleted. Delete .eventstorm/base/{path} too to have it again."
            for path in self.deleted
        ]
        out.append(f"{len(self.written)} written, {len(self.unchanged)} unchanged.")
        return tuple(out)

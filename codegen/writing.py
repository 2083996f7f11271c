"""Writing generated files into a directory, again and again, without ever losing what a person changed there.

The memory folder `.eventstorm/` holds, by the file's path: `base/` the pristine text written last, `once/` the same of
files that are written once, `pending/` the text that an unresolved conflict waits for, `marked/` the `.merge` file as
it was written. Each file is written before its memory, so that a run that is interrupted is simply run again.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from codegen.artifacts import MEMORY, Artifact, UnsafePath, check_path, in_order
from codegen.confined import ConfinedDirectory, Refused
from codegen.merge import three_way
from codegen.report import Report

_BASE, _ONCE = f"{MEMORY}/base", f"{MEMORY}/once"
_PENDING, _MARKED = f"{MEMORY}/pending", f"{MEMORY}/marked"


def write(artifacts: Iterable[Artifact], directory: Path) -> Report:
    """Write the artifacts under `directory` and say what became of each.

    An edited "merge" file is merged three-way; on a conflict it stays as it is and the marked text lies beside it as
    `.merge`. An edited "owned" file is kept as `.yours` before it is rewritten. A file that the person deleted stays
    deleted. A file that is no longer generated is deleted if nobody touched it, else reported. One file that cannot be
    written does not stop the others.

    Raises `ClashingPaths`, or `Refused` when the directory itself cannot be used.
    """
    ordered = in_order(artifacts)
    with ConfinedDirectory(directory) as folder:
        remembered = folder.paths(_BASE)  # first: without a memory nothing may be overwritten
        writing = _Writing(folder)
        for artifact in ordered:
            writing.place(artifact)
        writing.remove_orphans(set(remembered) - {artifact.path for artifact in ordered})
        return writing.report()


class _Writing:
    def __init__(self, folder: ConfinedDirectory) -> None:
        self.folder = folder
        self.lists: dict[str, list[str]] = {name: [] for name in Report.LISTS}
        self.refused: list[tuple[str, str]] = []
        self.problems: dict[str, None] = {}

    def report(self) -> Report:
        lists = {name: tuple(sorted(paths)) for name, paths in self.lists.items()}
        return Report(**lists, refused=tuple(self.refused), problems=tuple(self.problems))

    def place(self, artifact: Artifact) -> None:
        try:
            self.lists[self._place(artifact)].append(artifact.path)
        except Refused as error:
            self.refused.append((artifact.path, str(error)))

    def _place(self, artifact: Artifact) -> str:
        """Puts one artifact where it belongs; the name of the report's list that it goes to."""
        mine = self.folder.read(artifact.path)
        base = self._base(artifact.path)
        if mine is None:
            self._forget_conflict(artifact.path)
            return "deleted" if base is not None else self._write(artifact, artifact.data)
        if artifact.policy == "once":
            return "unchanged"
        new = _with_line_ends_of(mine, artifact.data)
        if mine == new:
            self._forget_conflict(artifact.path)
            self._remember(artifact)
            return "unchanged"
        base = None if base is None else _with_line_ends_of(mine, base)
        if artifact.policy == "merge":
            return self._merge(artifact, mine, base or b"", new)
        if mine != base:
            self.lists["kept"].append(self._keep(artifact.path, mine))
        self._forget_conflict(artifact.path)
        return self._write(artifact, new)

    def _merge(self, artifact: Artifact, mine: bytes, base: bytes, new: bytes) -> str:
        path = artifact.path
        beside = self.folder.read(f"{path}.merge")
        pending = self.folder.read(f"{_PENDING}/{path}")
        if pending is not None and beside is None:  # the person has dealt with it
            self._forget_conflict(path)
            base = _with_line_ends_of(mine, pending)
        elif pending is not None and beside != self.folder.read(f"{_MARKED}/{path}"):  # and is dealing with it here
            return "conflicts"
        merged = three_way(mine, base, new)
        if merged.problem:
            self.problems[merged.problem] = None
        if not merged.clean:
            self._set_beside(artifact, merged.data, beside)
            return "conflicts"
        self._forget_conflict(path)
        if merged.data == mine:
            self._remember(artifact)
            return "unchanged"
        self._write(artifact, merged.data)
        return "written" if merged.data == new else "merged"

    def _set_beside(self, artifact: Artifact, marked: bytes, beside: bytes | None) -> None:
        path = artifact.path
        if beside not in (None, marked, self.folder.read(f"{_MARKED}/{path}")):
            self.lists["kept"].append(self._keep(f"{path}.merge", beside or b""))
        self.folder.write(f"{path}.merge", marked)
        self.folder.write(f"{_MARKED}/{path}", marked)
        self.folder.write(f"{_PENDING}/{path}", artifact.data)

    def _forget_conflict(self, path: str) -> None:
        """Take the `.merge` file away, if nobody touched it, and what is remembered of it."""
        marked = self.folder.read(f"{_MARKED}/{path}")
        if marked is None:
            return
        if self.folder.read(f"{path}.merge") == marked:
            self.folder.delete(f"{path}.merge")
        self.folder.delete(f"{_PENDING}/{path}")
        self.folder.delete(f"{_MARKED}/{path}")

    def _write(self, artifact: Artifact, data: bytes) -> str:
        durable = data != artifact.data  # it holds a person's lines
        self.folder.write(artifact.path, data, artifact.executable, durable)
        self._remember(artifact)
        return "written"

    def _base(self, path: str) -> bytes | None:
        found = self.folder.read(f"{_BASE}/{path}")
        return self.folder.read(f"{_ONCE}/{path}") if found is None else found

    def _remember(self, artifact: Artifact) -> None:
        here, there = (_ONCE, _BASE) if artifact.policy == "once" else (_BASE, _ONCE)
        if self.folder.read(f"{here}/{artifact.path}") != artifact.data:
            self.folder.write(f"{here}/{artifact.path}", artifact.data)
        self.folder.delete(f"{there}/{artifact.path}")

    def _keep(self, path: str, mine: bytes) -> str:
        """Save `mine` beside `path`, under a name that holds nothing else; that name."""
        count = 0
        while True:
            name = f"{path}.yours" + (f".{count}" if count else "")
            found = self.folder.read(name)
            if found is None:
                self.folder.write(name, mine, durable=True)
            if found in (None, mine):
                return name
            count += 1

    def remove_orphans(self, paths: set[str]) -> None:
        for path in sorted(paths):
            try:
                check_path(path)
                self._remove_orphan(path)
            except UnsafePath:
                continue  # nothing of ours
            except Refused as error:
                self.refused.append((path, str(error)))

    def _remove_orphan(self, path: str) -> None:
        mine, base = self.folder.read(path), self.folder.read(f"{_BASE}/{path}")
        if mine is not None and base is not None and mine != _with_line_ends_of(mine, base):
            self.lists["orphans"].append(path)
            return
        if mine is not None:
            self.folder.delete(path)
            self.lists["removed"].append(path)
        self._forget_conflict(path)
        self.folder.delete(f"{_BASE}/{path}")


def _with_line_ends_of(mine: bytes, text: bytes) -> bytes:
    """`text` with the line ends that the person's copy has: a checkout on Windows is not an edit of every line."""
    if b"\r\n" in mine and mine.count(b"\r\n") == mine.count(b"\n"):
        return text.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return text

"""Random edits and random regenerations: every line that a person wrote can be found afterwards."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codegen.artifacts import Artifact, Policy
from codegen.writing import write
from tests.soak import length

PATHS = ("a.py", "pkg/b.py", "pkg/deep/c.py")
POLICIES: tuple[Policy, ...] = ("owned", "merge", "once")

generated = st.dictionaries(
    st.sampled_from(PATHS),
    st.tuples(st.lists(st.sampled_from("abcdef"), max_size=8), st.sampled_from(POLICIES)),
)
edits = st.tuples(
    st.sampled_from(["insert", "replace", "delete file", "marked", "resolve", "own file"]),
    st.sampled_from(PATHS),
    st.integers(0, 8),
)
steps = st.lists(st.one_of(generated, edits), min_size=2, max_size=12)


class Person:
    """Writes lines that are unlike any other, and remembers those that she did not take away again herself."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.count = 0
        self.mine: set[str] = set()

    def line(self) -> str:
        self.count += 1
        self.mine.add(f"mine {self.count}")
        return f"mine {self.count}"

    def edit(self, change: str, path: str, place: int) -> None:
        file = self.root / (f"{path}.merge" if change in ("marked", "resolve") else path)
        if change == "own file":
            file.parent.mkdir(parents=True, exist_ok=True)
        elif not file.exists():
            return
        lines = file.read_text().splitlines() if file.exists() else []
        self.takes_away(lines if change in ("delete file", "resolve") else lines[place : place + 1], change)
        if change in ("delete file", "resolve"):
            file.unlink()
            return
        at = min(place, len(lines))
        lines[at : at + (change == "replace")] = [self.line()]
        file.write_text("".join(f"{line}\n" for line in lines))

    def takes_away(self, lines: list[str], change: str) -> None:
        if change in ("replace", "delete file", "resolve"):
            self.mine.difference_update(lines)

    def findable(self) -> set[str]:
        files = (file for file in self.root.rglob("*") if file.is_file() and ".eventstorm" not in file.parts)
        return {line for file in files for line in file.read_text().splitlines()}


def play(sequence: list[object], root: Path) -> None:
    person = Person(root)
    for step in sequence:
        if isinstance(step, tuple):
            person.edit(*step)
        else:
            assert isinstance(step, dict)
            artifacts = [
                Artifact(path, "".join(f"{line}\n" for line in lines), policy) for path, (lines, policy) in step.items()
            ]
            report = write(artifacts, root)
            places = [
                *report.written, *report.unchanged, *report.merged, *report.conflicts, *report.deleted,
                *(path for path, _ in report.refused),
            ]  # fmt: skip
            assert sorted(places) == sorted(step), "each artifact is in exactly one list"
            assert not report.refused
        assert person.mine <= person.findable()


@pytest.mark.soak
@pytest.mark.timeout(3600)
@settings(max_examples=length(120, 6_000), deadline=None, suppress_health_check=list(HealthCheck))
@given(steps)
def test_no_line_of_a_person_is_ever_lost(sequence: list[object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        play(sequence, Path(folder))

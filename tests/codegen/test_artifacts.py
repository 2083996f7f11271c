"""Artifacts are safe to write anywhere, and a zip of them is the same bytes every time."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.artifacts import Artifact, ClashingPaths, UnsafePath, in_order, to_zip


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../up.py",
        "a/../../up.py",
        "a//b.py",
        "./a.py",
        "a/.",
        "a\\..\\b.py",
        "C:/a.py",
        "a\x00b.py",
        "a\nb.py",
        "a/ b.py",
        "a./b.py",
        "x" * 201,
        "é" * 150,
        ".eventstorm/base/a.py",
        ".EventStorm/base/a.py",
        ".git/hooks/pre-commit",
        "a.py.yours",
        "a.py.merge",
    ],
)
def test_a_path_that_could_do_harm_cannot_be_made(path: str) -> None:
    with pytest.raises(UnsafePath):
        Artifact(path, "")


@pytest.mark.parametrize(
    "path", ["a.py", "services/ordering/ordering/generated/api.py", ".gitignore", "a/.env", "días.md"]
)
def test_an_ordinary_path_is_fine(path: str) -> None:
    assert Artifact(path, "x").path == path


def test_an_unknown_policy_is_refused() -> None:
    with pytest.raises(ValueError, match="not a policy"):
        Artifact("a.py", "", "sometimes")  # type: ignore[arg-type]


@pytest.mark.parametrize("paths", [("a.py", "a.py"), ("A.py", "a.py"), ("a", "a/b.py")])
def test_two_artifacts_cannot_want_one_place(paths: tuple[str, str]) -> None:
    with pytest.raises(ClashingPaths):
        in_order([Artifact(path, "") for path in paths])


def test_a_zip_holds_the_files_sorted_with_modes_and_fixed_dates() -> None:
    archive = zipfile.ZipFile(io.BytesIO(to_zip([Artifact("b/run.sh", "#!/bin/sh\n"), Artifact("a.txt", "grüße")])))
    assert archive.namelist() == ["a.txt", "b/run.sh"]
    assert archive.read("a.txt").decode() == "grüße"
    assert [entry.external_attr >> 16 & 0o777 for entry in archive.infolist()] == [0o644, 0o755]
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@given(st.permutations(["a.py", "b/c.py", "b/d.py", "z.md"]))
def test_a_zip_does_not_depend_on_the_order_of_the_list(paths: list[str]) -> None:
    expected = to_zip([Artifact(path, path) for path in sorted(paths)])
    assert to_zip([Artifact(path, path) for path in paths]) == expected


def test_text_that_no_file_can_hold_is_written_all_the_same() -> None:
    assert Artifact("a.txt", "a\ud800b").data == b"a?b"

"""Regeneration: what a person changed is never lost, and everything that happened is in the report."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

import pytest

from codegen import confined, merge
from codegen.artifacts import Artifact
from codegen.confined import Refused
from codegen.writing import write

RULES = "def decide():\n    pass\n\n\ndef on_placed():\n    pass\n"


def rules(text: str = RULES) -> Artifact:
    return Artifact("domain/order.py", text, "merge")


def test_a_first_run_writes_everything_and_a_second_nothing(tmp_path: Path) -> None:
    files = [Artifact("a/b.py", "1\n"), rules(), Artifact("m/1.py", "x\n", "once"), Artifact("run.sh", "#!/bin/sh\n")]
    assert write(files, tmp_path).written == ("a/b.py", "domain/order.py", "m/1.py", "run.sh")
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    again = write(files, tmp_path)
    assert again.unchanged == ("a/b.py", "domain/order.py", "m/1.py", "run.sh")
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == times
    assert stat.S_IMODE((tmp_path / "run.sh").stat().st_mode) & 0o100


def test_changes_on_both_sides_of_a_merge_file_are_merged(tmp_path: Path) -> None:
    write([rules()], tmp_path)
    file = tmp_path / "domain/order.py"
    file.write_text(RULES.replace("def decide():\n    pass", "def decide():\n    return 42"))
    report = write([rules(RULES + "\n\ndef on_cancelled():\n    pass\n")], tmp_path)
    assert report.merged == ("domain/order.py",)
    assert report.clean
    assert "return 42" in file.read_text()
    assert "on_cancelled" in file.read_text()


def test_a_conflict_leaves_the_persons_file_and_stays_until_it_is_dealt_with(tmp_path: Path) -> None:
    write([rules("a\nb\nc\n")], tmp_path)
    file, beside = tmp_path / "domain/order.py", tmp_path / "domain/order.py.merge"
    file.write_text("a\nmine\nc\n")
    for _ in range(2):  # not forgotten by the second run
        report = write([rules("a\ntheirs\nc\n")], tmp_path)
        assert report.conflicts == ("domain/order.py",)
        assert not report.clean
        assert file.read_text() == "a\nmine\nc\n"
        assert "<<<<<<< yours" in beside.read_text()
        assert "||||||| generated before" in beside.read_text()
    file.write_text("a\nmine and theirs\nc\n")
    beside.unlink()
    assert write([rules("a\ntheirs\nc\n")], tmp_path).clean
    assert write([rules("a\ntheirs\nc\nd\n")], tmp_path).merged == ("domain/order.py",)
    assert file.read_text() == "a\nmine and theirs\nc\nd\n"


def test_work_in_the_marked_file_is_left_alone(tmp_path: Path) -> None:
    write([rules("a\nb\nc\n")], tmp_path)
    (tmp_path / "domain/order.py").write_text("a\nmine\nc\n")
    write([rules("a\ntheirs\nc\n")], tmp_path)
    beside = tmp_path / "domain/order.py.merge"
    beside.write_text("a\nhalf done\nc\n")
    assert write([rules("a\nother\nc\n")], tmp_path).conflicts == ("domain/order.py",)
    assert beside.read_text() == "a\nhalf done\nc\n"


def test_a_marked_file_that_is_no_longer_needed_goes_away(tmp_path: Path) -> None:
    write([rules("a\nb\nc\n")], tmp_path)
    (tmp_path / "domain/order.py").write_text("a\nmine\nc\n")
    write([rules("a\ntheirs\nc\n")], tmp_path)
    report = write([rules("a\nb\nc\n")], tmp_path)
    assert report.unchanged == ("domain/order.py",)
    assert not (tmp_path / "domain/order.py.merge").exists()


def test_an_edited_owned_file_is_kept_as_yours_each_time(tmp_path: Path) -> None:
    write([Artifact("api.py", "1\n")], tmp_path)
    for count, edit in enumerate(["first\n", "second\n"]):
        (tmp_path / "api.py").write_text(edit)
        report = write([Artifact("api.py", "1\n")], tmp_path)
        name = "api.py.yours" + (f".{count}" if count else "")
        assert report.kept == (name,)
        assert (tmp_path / name).read_text() == edit
    assert (tmp_path / "api.py").read_text() == "1\n"


def test_a_file_that_was_there_before_is_not_overwritten(tmp_path: Path) -> None:
    for name in ("owned.py", "merged.py", "once.py"):
        (tmp_path / name).write_text("somebody's\n")
    report = write(
        [Artifact("owned.py", "new\n"), Artifact("merged.py", "new\n", "merge"), Artifact("once.py", "new\n", "once")],
        tmp_path,
    )
    assert (tmp_path / "owned.py.yours").read_text() == "somebody's\n"
    assert (tmp_path / "merged.py").read_text() == "somebody's\n"
    assert (tmp_path / "once.py").read_text() == "somebody's\n"
    assert report.conflicts == ("merged.py",)


def test_a_file_written_once_is_never_touched_again_even_when_it_is_no_longer_generated(tmp_path: Path) -> None:
    write([Artifact("m/1.py", "x\n", "once")], tmp_path)
    write([Artifact("m/1.py", "y\n", "once")], tmp_path)
    write([], tmp_path)
    assert (tmp_path / "m/1.py").read_text() == "x\n"


def test_orphans_go_if_untouched_and_are_reported_if_edited(tmp_path: Path) -> None:
    write([Artifact("old/a.py", "1\n"), Artifact("old/deep/b.py", "2\n")], tmp_path)
    (tmp_path / "old/a.py").write_text("mine\n")
    report = write([], tmp_path)
    assert report.removed == ("old/deep/b.py",)
    assert report.orphans == ("old/a.py",)
    assert not (tmp_path / "old/deep").exists()
    assert write([], tmp_path).orphans == ("old/a.py",)


def test_what_the_person_deleted_stays_deleted(tmp_path: Path) -> None:
    files = [Artifact("a.py", "1\n"), rules(), Artifact("m/1.py", "x\n", "once")]
    write(files, tmp_path)
    for file in files:
        (tmp_path / file.path).unlink()
    assert write([Artifact("a.py", "2\n"), *files[1:]], tmp_path).deleted == ("a.py", "domain/order.py", "m/1.py")
    assert not (tmp_path / "a.py").exists()


def test_windows_line_ends_are_not_an_edit(tmp_path: Path) -> None:
    write([Artifact("a.py", "1\n2\n"), rules()], tmp_path)
    for path in ("a.py", "domain/order.py"):
        (tmp_path / path).write_bytes((tmp_path / path).read_bytes().replace(b"\n", b"\r\n"))
    report = write([Artifact("a.py", "1\n3\n"), rules(RULES + "# more\n")], tmp_path)
    assert report.kept == ()
    assert report.written == ("a.py", "domain/order.py")
    assert (tmp_path / "a.py").read_bytes() == b"1\r\n3\r\n"


def test_an_existing_files_mode_stays(tmp_path: Path) -> None:
    write([Artifact("a.py", "1\n")], tmp_path)
    (tmp_path / "a.py").chmod(0o600)
    write([Artifact("a.py", "2\n")], tmp_path)
    assert stat.S_IMODE((tmp_path / "a.py").stat().st_mode) == 0o600


@pytest.mark.parametrize("place", ["domain", "domain/order.py"])
def test_a_symbolic_link_never_leads_outside(tmp_path: Path, place: str) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    outside.mkdir()
    (outside / "order.py").write_text("precious\n")
    (inside / place).parent.mkdir(parents=True)
    (inside / place).symlink_to(outside / "order.py" if place.endswith(".py") else outside)
    report = write([rules(), Artifact("fine.py", "1\n")], inside)
    assert "domain/order.py" in [path for path, _ in report.refused]
    assert not report.clean
    assert [path.name for path in outside.iterdir()] == ["order.py"]
    assert (outside / "order.py").read_text() == "precious\n"


def test_a_memory_that_is_a_link_stops_everything(tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    outside.mkdir()
    inside.mkdir()
    (inside / ".eventstorm").symlink_to(outside)
    with pytest.raises(Refused, match="symbolic link"):
        write([rules()], inside)
    assert not list(outside.iterdir())
    assert [path.name for path in inside.iterdir()] == [".eventstorm"]


def test_a_planted_memory_cannot_make_it_delete_other_files(tmp_path: Path) -> None:
    for path in (".git/config", ".eventstorm/base/.git/config"):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text("same\n")
    write([], tmp_path)
    assert (tmp_path / ".git/config").exists()


def test_one_file_that_cannot_be_written_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "domain").write_text("a file where a folder should be\n")
    (tmp_path / "a.py").mkdir()
    report = write([rules(), Artifact("a.py", ""), Artifact("b.py", "1\n")], tmp_path)
    assert [path for path, _ in report.refused] == ["a.py", "domain/order.py"]
    assert report.written == ("b.py",)


def test_a_named_pipe_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.py")
    assert write([Artifact("a.py", "1\n")], tmp_path).refused


def test_two_runs_at_once_do_not_mix(tmp_path: Path) -> None:
    with confined.ConfinedDirectory(tmp_path), pytest.raises(Refused, match="Another program"):
        write([], tmp_path)


def test_an_interrupted_run_is_finished_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever rename the run dies at, running it again gives what an uninterrupted run would have given."""
    before = [Artifact("a.py", "1\n"), rules("a\nb\nc\nd\n"), Artifact("c.py", "1\n")]
    after = [Artifact("a.py", "2\n"), rules("a\nb\nc\nd\nnew\n"), Artifact("c.py", "2\n"), Artifact("d.py", "1\n")]
    real, left = os.replace, [0]

    def dying(*args: object, **kwargs: object) -> None:
        if left[0] == 0:
            raise KeyboardInterrupt
        left[0] -= 1
        real(*args, **kwargs)  # type: ignore[arg-type]

    for renames in range(12):
        place = tmp_path / str(renames)
        write(before, place)
        (place / "domain/order.py").write_text("mine\na\nb\nc\nd\n")
        (place / "c.py").write_text("mine\n")
        left[0] = renames
        monkeypatch.setattr(os, "replace", dying)
        with contextlib.suppress(KeyboardInterrupt):
            write(after, place)
        monkeypatch.setattr(os, "replace", real)
        assert write(after, place).clean
        assert (place / "a.py").read_text() == "2\n"
        assert (place / "domain/order.py").read_text() == "mine\na\nb\nc\nd\nnew\n"
        assert (place / "c.py.yours").read_text() == "mine\n"
        assert (place / "d.py").read_text() == "1\n"
        assert not list(place.rglob("*.new"))


def test_without_git_the_new_text_lies_beside_and_a_sentence_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write([rules("a\nb\n")], tmp_path)
    (tmp_path / "domain/order.py").write_text("mine\nb\n")
    monkeypatch.setattr(merge.shutil, "which", lambda name: None)
    report = write([rules("a\nb\nc\n")], tmp_path)
    assert report.problems == (merge.GIT_IS_MISSING,)
    assert (tmp_path / "domain/order.py").read_text() == "mine\nb\n"
    assert (tmp_path / "domain/order.py.merge").read_text() == "a\nb\nc\n"
    monkeypatch.undo()
    assert write([rules("a\nb\nc\n")], tmp_path).merged == ("domain/order.py",)
    assert (tmp_path / "domain/order.py").read_text() == "mine\nb\nc\n"
    assert not (tmp_path / "domain/order.py.merge").exists()

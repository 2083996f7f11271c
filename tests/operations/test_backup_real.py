"""A backup of everything while people write, restored into another database: nothing acknowledged before it is missing,
and the same people go on with the same sessions."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from modeling import document
from tests.deploy.people import Person, Writer
from tests.sync.storms import fold
from tools.stack import Web

pytestmark = pytest.mark.slow


async def storm(web: Web, board: str, people: list[Person], archive: Path) -> tuple[set[str], set[str]]:
    """People write; in the middle of it everything is backed up. What was acknowledged (before it, in the end)."""
    stop = asyncio.Event()
    writers = [Writer(person, board, f"w{number}") for number, person in enumerate(people)]
    tasks = [asyncio.create_task(writer.write_until(stop)) for writer in writers]
    acknowledged: set[str] = set()
    try:
        while min(len(writer.acknowledged) for writer in writers) < 20:
            await asyncio.sleep(0.05)
        acknowledged = {push for writer in writers for push in writer.acknowledged}
        await asyncio.to_thread(web.manage, "backup", str(archive))
        reached = [len(writer.acknowledged) for writer in writers]
        while any(len(writer.acknowledged) < least + 5 for writer, least in zip(writers, reached, strict=True)):
            await asyncio.sleep(0.05)
    finally:
        stop.set()
        await asyncio.gather(*tasks)
    return acknowledged, {push for writer in writers for push in writer.acknowledged}


@pytest.fixture(params=["sqlite", "postgres"])
def web(request, tmp_path: Path, database: str) -> Web:
    url = database if request.param == "postgres" else f"sqlite:///{tmp_path / 'first.sqlite3'}"
    return Web(tmp_path / "first", url)


def test_a_backup_during_a_storm_restores_into_an_empty_postgresql(
    web: Web, postgres, tmp_path: Path, query: Callable[[str], str]
) -> None:
    archive = tmp_path / "all.evs"
    with web:
        owner = Person(web.address)
        board = owner.new_board()
        people = [owner, *(owner.invited(board) for _ in range(2))]
        start = owner.http.get(f"/api/v1/boards/{board}/operations/").json()
        assert start["operations"] == []
        blank = owner.http.get(f"/api/v1/boards/{board}/document/").json()
        before, in_the_end = asyncio.run(storm(web, board, people, archive))
        whole = owner.log(board)
    assert archive.stat().st_mode & 0o077 == 0, "only its owner can read it"

    name = f"second{web.port}"
    postgres.create(name)
    second = Web(tmp_path / "second", postgres.url(name))
    second.manage("migrate", "--verbosity", "0")
    assert "boards are back" in second.manage("restore", str(archive))
    with second:
        for person in people:
            person.http.base_url, person.address = second.address, second.address
            person.http.headers["Referer"] = f"{second.address}/"
        log = owner.log(board)
        assert log == whole[: len(log)], "the backup is the board at one moment"
        kept = {entry["push"] for entry in log}
        assert before <= kept < in_the_end
        shown = owner.http.get(f"/api/v1/boards/{board}/document/").json()
        folded = document.write(fold(blank, log))
        assert {note["id"] for note in shown["elements"]} == {note["id"] for note in folded["elements"]}
        for number, person in enumerate(people):
            note = {"id": f"after{number}", "kind": "command", "label": "After", "x": 0, "y": 0}
            operations = [{"op": "add_elements", "elements": [note]}]
            answer = person.post(f"/api/v1/boards/{board}/operations/", {"id": f"a{number}", "operations": operations})
            assert answer["revision"] == len(log) + number + 1, "and people go on where the backup ends"
        owner.new_board()


def test_a_backup_of_sqlite_holds_nobody_up(tmp_path: Path) -> None:
    """Our usual transactions take SQLite's write lock when they begin; a backup that did would stop all writers."""
    web = Web(tmp_path, f"sqlite:///{tmp_path / 'held.sqlite3'}")
    web.manage("migrate", "--verbosity", "0")
    with sqlite3.connect(tmp_path / "held.sqlite3", timeout=0) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO django_session VALUES ('s', 'data', '2030-01-01 00:00:00')")
        script = "from boards.archive.consistent import one_moment; from boards.models import Board\n"
        script += "with one_moment(): print('read', Board.objects.count())"
        assert "read 0" in web.manage("shell", "-c", script)
        writer.rollback()


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    web = Web(tmp_path, f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    web.manage("migrate", "--verbosity", "0")
    (tmp_path / "cut.evs").write_bytes(b"\x1f\x8b")
    for command, sentence in (
        (("restore", str(tmp_path / "cut.evs")), "Take another copy of it. Nothing was restored."),
        (("restore", str(tmp_path / "none.evs")), "cannot be read: no such file"),
        (("backup", str(tmp_path / "x.evs"), "--board", "none"), "There is no such board."),
        (("backup", str(tmp_path / "no" / "x.evs")), "cannot be written"),
    ):
        with pytest.raises(subprocess.CalledProcessError) as failed:
            web.manage(*command)
        assert sentence in failed.value.stderr
        assert "Traceback" not in failed.value.stderr
    assert not (tmp_path / "x.evs").exists()
    assert not list(tmp_path.glob(".x.evs*")), "what was begun is taken away"

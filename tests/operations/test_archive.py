"""Archives of one board and of everything: what goes in comes out, and what nobody vouches for is refused."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from boards.archive import BadArchive, archive_board, archive_everything, restore_board
from boards.archive.proof import contents, prove
from boards.models import Board, JoinLink, Member, Operation, Receipt, Release, Snapshot
from boards.projection import current, forget
from boards.pushing import push_now
from boards.selectors import board_document, recent_boards
from boards.services import sign_release
from modeling import document

pytestmark = pytest.mark.django_db
Line = Any


@pytest.fixture
def worked(alice, bob, note) -> str:
    """A board on which two people worked: a log, undo, receipts, a release, a link."""
    push_now(alice.member, [note("n1", "Order placed")], push_id="p1")
    push_now(bob.member, [note("n2", "Parcel sent"), {"op": "set_label", "id": "n1", "label": "Order was placed"}])
    push_now(bob.member, [{"op": "answer", "elements": ["n1", "n2"], "same": True}], push_id="p2")
    sign_release(alice.member, "First")
    push_now(bob.member, undo="p2")
    push_now(alice.member, [{"op": "remove_elements", "ids": ["n2"]}])
    return str(alice.board)


def archived(board: str) -> bytes:
    stream = io.BytesIO()
    archive_board(board, stream)
    return stream.getvalue()


def state(board: str) -> dict[str, Any]:
    """All of a board but numbers that the database gives."""
    return {
        "document": board_document(board),
        "stamps": current(board).stamps.to_json(),
        "log": list(
            Operation.objects.filter(board_id=board).values_list(
                "revision", "author", "push", "position", "payload", "inverse", "before", "after", "created"
            )
        ),
        "members": list(
            Member.objects.filter(board_id=board).values("id", "name", "colour", "role", "person", "joined", "seen")
        ),
        "receipts": list(Receipt.objects.filter(board_id=board).order_by("pk").values("author", "push", "revision")),
        "releases": list(Release.objects.filter(board_id=board).values("number", "name", "revision", "signed_by")),
        "made": Board.objects.values("created", "revision", "name", "level").get(pk=board),
    }


def test_a_board_that_was_deleted_comes_back_as_it_was(worked, bob):
    before, file = state(worked), archived(worked)
    Board.objects.get(pk=worked).delete()
    forget()
    restored = restore_board(io.BytesIO(file))
    assert (restored.board, restored.members, restored.strangers) == (worked, 2, 0)
    assert state(worked) == before
    assert worked in [line.id for line in recent_boards(bob.person)], "a guest goes on with their session"
    prove(worked)
    assert push_now(bob.member, undo="p2").revision == before["made"]["revision"], "sent again, answered as before"


def test_beside_the_original_people_get_other_ids_and_everything_they_wrote_follows(worked, alice, bob):
    restored = restore_board(io.BytesIO(archived(worked)), "new")
    assert restored.board != worked
    old, new = state(worked), state(restored.board)
    ids = {
        before["id"]: after["id"]
        for before in old["members"]
        for after in new["members"]
        if before["name"] == after["name"]
    }
    assert len(ids) == 2
    assert not ids.keys() & set(ids.values())
    text = json.dumps([old["document"], old["stamps"], old["releases"], [entry[:8] for entry in old["log"]]])
    for before, after in ids.items():
        text = text.replace(f'"{before}"', f'"{after}"')
    assert json.loads(text) == json.loads(
        json.dumps([new["document"], new["stamps"], new["releases"], [entry[:8] for entry in new["log"]]])
    )
    prove(restored.board)


def test_an_archive_of_a_board_holds_no_token_and_its_links_come_back_dead(worked):
    hashes = list(JoinLink.objects.filter(board_id=worked).values_list("token_hash", flat=True))
    text = gzip.decompress(archived(worked)).decode()
    assert hashes
    assert not any(known in text for known in hashes)
    restored = restore_board(io.BytesIO(archived(worked)), "new")
    links = JoinLink.objects.filter(board_id=restored.board)
    assert links.count() == len(hashes)
    assert not links.filter(revoked=False).exists()


def test_accounts_of_another_server_are_nobody_here(worked, bob, settings):
    Member.objects.filter(pk=bob.member.id).update(person="account:7")
    file = archived(worked)
    settings.SECRET_KEY = "the key of another server, of thirty-two characters at least"
    restored = restore_board(io.BytesIO(file), "new")
    assert restored.strangers == 1
    assert not Member.objects.filter(board_id=restored.board, person="account:7").exists()


def test_the_log_is_proved_when_a_snapshot_or_an_entry_lies(worked):
    prove(worked)
    Operation.objects.filter(board_id=worked, revision=2).update(payload={"op": "remove_elements", "ids": ["gone"]})
    with pytest.raises(BadArchive, match="entry 2 of the log"):
        prove(worked)


def lines_of(file: bytes) -> list[Line]:
    return [json.loads(line) for line in gzip.decompress(file).splitlines()]


def sealed(lines: list[Line]) -> bytes:
    """The lines as an archive whose seal fits: whoever changes one can compute SHA-256 too."""
    head = b"".join(json.dumps(line).encode() + b"\n" for line in lines[:-1])
    rows: dict[str, int] = {}
    for table, _ in lines[1:-1]:
        rows[table] = rows.get(table, 0) + 1
    end = json.dumps({"end": rows, "sha256": hashlib.sha256(head).hexdigest()}).encode() + b"\n"
    return gzip.compress(head + end)


def of(lines: list[Line], table: str) -> dict[str, Any]:
    return next(values for name, values in lines[1:-1] if name == f"boards.{table}")


def packed(value: Any) -> str:
    return base64.b64encode(gzip.compress(json.dumps(value).encode())).decode()


FORGERIES: dict[str, Callable[[list[Line]], Any]] = {
    "another format": lambda lines: lines[0].update(format="zip"),
    "a coming version": lambda lines: lines[0].update(version=2),
    "an archive of everything": lambda lines: lines[0].update(of="everything"),
    "an id that is a path": lambda lines: lines[0].update(board="../../etc"),
    "a table of accounts": lambda lines: lines.insert(2, ["auth.User", {"username": "root", "is_superuser": True}]),
    "a table that is none": lambda lines: lines.insert(2, ["boards.Nothing", {}]),
    "an unknown column": lambda lines: of(lines, "Member").update(is_admin=True),
    "a board of somebody else": lambda lines: of(lines, "Operation").update(board_id="another"),
    "a token for a link": lambda lines: of(lines, "JoinLink").update(token_hash="0" * 64),
    "a role that is none": lambda lines: of(lines, "Member").update(role="god"),
    "a name without end": lambda lines: of(lines, "Member").update(name="x" * 5_000),
    "a member's id that is a word of the model": lambda lines: of(lines, "Member").update(id="label"),
    "an account's number that is none": lambda lines: of(lines, "Board").update(revision="many"),
    "a number without end": lambda lines: of(lines, "Board").update(revision=10**400),
    "a time that is none": lambda lines: of(lines, "Operation").update(created="yesterday"),
    "an entry that is no operation": lambda lines: of(lines, "Operation").update(payload={"op": "drop_table"}),
    "an entry that is no object": lambda lines: of(lines, "Operation").update(payload=[[[[]]]]),
    "an entry that does not follow": lambda lines: of(lines, "Operation").update(revision=5),
    "an inverse that is none": lambda lines: of(lines, "Operation").update(inverse=[{"op": "?"}]),
    "stamps that are none": lambda lines: of(lines, "Operation").update(after={"x": "y"}),
    "no beginning": lambda lines: lines.remove(["boards.Snapshot", of(lines, "Snapshot")]),
    "no board": lambda lines: lines.remove(["boards.Board", of(lines, "Board")]),
    "two boards": lambda lines: lines.insert(1, list(lines[1])),
    "a missing entry": lambda lines: lines.remove(["boards.Operation", of(lines, "Operation")]),
    "a document that is a bomb": lambda lines: of(lines, "Snapshot").update(
        document=base64.b64encode(gzip.compress(b" " * 140_000_000)).decode()
    ),
    "a document that is none": lambda lines: of(lines, "Snapshot").update(document=packed(["no document"])),
    "a document that is no gzip": lambda lines: of(lines, "Snapshot").update(document="AAAA"),
    "a release of the future": lambda lines: of(lines, "Release").update(revision=9_999),
    "a receipt that speaks in objects": lambda lines: of(lines, "Receipt").update(skipped=[{"html": "<b>"}]),
    "a row that is a list": lambda lines: lines.insert(2, ["boards.Member", ["Alice"]]),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_archive_is_refused_with_a_sentence_and_leaves_nothing(worked, forgery):
    lines = lines_of(archived(worked))
    FORGERIES[forgery](lines)
    Board.objects.get(pk=worked).delete()
    with pytest.raises(BadArchive, match=r"[.:]"):
        restore_board(io.BytesIO(sealed(lines)))
    for model in (Board, Member, Operation, Snapshot):
        assert not model.objects.exists()


@pytest.mark.parametrize(
    "broken",
    [
        lambda file: b"",
        lambda file: b"PK\x03\x04 a zip",
        lambda file: file[: len(file) // 2],
        lambda file: gzip.compress(gzip.decompress(file).rsplit(b"\n", 2)[0] + b"\n"),
        lambda file: gzip.compress(gzip.decompress(file).replace(b"Order placed", b"Order stolen")),
        lambda file: gzip.compress(gzip.decompress(file) + b"[]\n"),
        lambda file: gzip.compress(b"[" * 1_000_000 + b"\n"),
        lambda file: gzip.compress(b"\0" * 100_000_000),
    ],
    ids=["empty", "zip", "cut", "no end", "changed", "longer", "deep", "bomb"],
)
def test_a_broken_file_is_refused_with_a_sentence(worked, broken):
    file = archived(worked)
    Board.objects.get(pk=worked).delete()
    with pytest.raises(BadArchive, match=r"\.$"):
        restore_board(io.BytesIO(broken(file)))
    assert not Board.objects.exists()


def test_a_board_is_not_restored_over_one_that_is_there(worked):
    with pytest.raises(BadArchive, match="another id"):
        restore_board(io.BytesIO(archived(worked)))
    assert restore_board(io.BytesIO(archived(worked)), "second").board == "second"


def test_everything_is_refused_by_a_database_that_is_not_empty(worked):
    from boards.archive import restore_everything

    stream = io.BytesIO()
    archive_everything(stream)
    with pytest.raises(BadArchive, match="not empty"):
        restore_everything(io.BytesIO(stream.getvalue()))


def test_a_document_means_the_same_in_another_order(worked):
    raw = document.write(current(worked).model)
    assert contents(raw) == contents({**raw, "elements": raw["elements"][::-1]})
    assert contents(raw) != contents({**raw, "elements": raw["elements"][:-1]})

"""Rule S5 in the database: snapshots of a board that people cleared again and again stay small, and undo goes on."""

from __future__ import annotations

import pytest

from boards.models import Receipt, Snapshot
from boards.projection import current, forget, load
from boards.pushing import push_now
from boards.snapshots import unpack
from modeling.operations.stamps import KEPT

pytestmark = pytest.mark.django_db
_AT_ONCE = 250  # notes


def test_a_snapshot_holds_no_stamps_of_what_was_removed_long_ago_and_undo_says_so(alice, note):
    added = 0
    first = push_now(alice.member, [note("first")], push_id="first")
    gone = push_now(alice.member, [{"op": "remove_elements", "ids": ["first"]}], push_id="gone")
    assert (first.revision, gone.revision) == (1, 2)
    while added * 2 < KEPT * 1.5:
        notes = [f"n{number}" for number in range(added, added + _AT_ONCE)]
        operations = [op for e in notes for op in (note(e), {"op": "remove_elements", "ids": [e]})]
        push_now(alice.member, operations, push_id=f"all-{added}")
        added += _AT_ONCE
    newest = Snapshot.objects.filter(board_id=alice.board).order_by("-revision").first()
    stamps = unpack(newest.stamps)
    assert 0 < len(stamps) < KEPT < added * 2
    assert "element/first" not in stamps

    forget()
    push_now(alice.member, undo="gone", push_id="too-late")
    assert Receipt.objects.get(push="too-late").skipped == [
        "A note was removed too long ago (more than 5,000 changes) to take that back. Add it again."
    ]
    last = push_now(alice.member, [{"op": "remove_elements", "ids": ["c1"]}], push_id="last")
    assert "c1" not in current(alice.board).model.elements
    forget()
    assert push_now(alice.member, undo="last").revision == last.revision + 1
    assert "c1" in load(alice.board).model.elements

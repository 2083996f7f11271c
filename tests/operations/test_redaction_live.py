"""A board that people have open is redacted: their pages load it anew, and go on."""

from __future__ import annotations

import json

import pytest
from asgiref.sync import sync_to_async

from boards.models import Operation, Snapshot
from boards.redaction import GONE, redact
from boards.selectors import board_document

pytestmark = pytest.mark.django_db(transaction=True)


async def test_open_pages_load_the_board_anew_and_nothing_old_comes_back(alice, bob, sockets, note):
    page, other = sockets(alice), sockets(bob)
    await page.open()
    bobs = (await other.open())["member"]["id"]
    await other.push("p1", note("n1", "Zebulon"))
    await page.until("operations", lambda frame: frame["entries"][-1]["push"] == "p1")

    assert await sync_to_async(redact)(bob.board, bobs) == 1

    assert (await page.next("snapshot"))["revision"] == 1, "within a second, by the room's look"
    await page.push("p2", {"op": "set_label", "id": "n1", "label": "Order placed"})
    assert (await page.next("ack"))["revision"] == 2
    rows = await sync_to_async(lambda: list(Operation.objects.order_by("revision").values("payload", "inverse")))()
    assert "Zebulon" not in json.dumps(rows)
    assert rows[1]["inverse"] == [{"op": "set_label", "id": "n1", "label": GONE}]
    shown = await sync_to_async(board_document)(bob.board)
    assert "Zebulon" not in json.dumps(shown)
    assert await sync_to_async(Snapshot.objects.filter(revision__gt=0).count)() == 1

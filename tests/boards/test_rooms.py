"""Rooms: order, durability, fan-out, presence, and what happens when something fails."""

from __future__ import annotations

import asyncio
import contextlib
import json

import pytest
from asgiref.sync import sync_to_async

from boards import rooms
from boards.models import Operation, Receipt
from boards.outbox import Outbox
from boards.people import change_role, remove_member
from boards.projection import load
from boards.pushing import push_now
from tests.boards.conftest import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)


async def labels(board):
    live = await sync_to_async(load)(board)
    return {element.id: element.label for element in live.model.elements.values()}


async def test_both_see_what_one_writes_and_the_writer_is_told_after_the_commit(alice, bob, sockets, note):
    a, b = sockets(alice), sockets(bob)
    hello = await a.open()
    assert hello["member"]["role"] == "owner"
    assert "edit" in hello["capabilities"]
    await b.open()
    await a.push("p1", note("n1", "Book lent"))
    seen = await b.next("operations")
    assert [entry["op"]["op"] for entry in seen["entries"]] == ["add_elements"]
    assert seen["from"] == seen["to"] == 1
    own = await a.next("operations", "ack")
    assert own["type"] == "operations"
    ack = await a.next("ack")
    assert ack == {"type": "ack", "id": "p1", "revision": 1}
    assert (await labels(alice.board))["n1"] == "Book lent"


async def test_the_author_of_a_note_is_who_sent_it_whatever_the_push_says(bob, sockets, note):
    socket = sockets(bob)
    await socket.open()
    forged = note("n1")
    forged["elements"][0]["author"] = "somebody-else"
    await socket.push("p1", forged)
    entry = (await socket.next("operations"))["entries"][0]
    member = await sync_to_async(lambda: bob.member)()
    assert entry["author"] == member.id
    assert entry["op"]["elements"][0]["author"] == member.id


async def test_a_push_that_comes_twice_is_applied_once_and_answered_alike(alice, sockets, note):
    socket = sockets(alice)
    await socket.open()
    await socket.push("p1", note("n1"))
    first = await socket.next("ack")
    await socket.push("p1", note("n1"))
    assert await socket.next("ack") == first
    again = sockets(alice)
    await again.open(revision=1)
    await again.push("p1", note("n1"))
    assert await again.next("ack") == first
    assert await Operation.objects.acount() == 1
    assert await Receipt.objects.acount() == 1


async def test_a_push_is_atomic_and_a_refusal_leaves_the_board_as_it_was(alice, sockets, note):
    socket = sockets(alice)
    await socket.open()
    await socket.push("p1", note("n1"), {"op": "set_label", "id": "nobody", "label": "x"})
    refusal = await socket.next("refuse")
    assert refusal["id"] == "p1"
    assert "removed" in refusal["reason"]
    await socket.push("p2", note("n1", "second try"))
    assert (await socket.next("operations"))["from"] == 1
    assert (await labels(alice.board))["n1"] == "second try"


async def test_undo_takes_back_my_change_and_leaves_what_somebody_else_did_since(alice, bob, sockets, note):
    a, b = sockets(alice), sockets(bob)
    await a.open()
    await b.open()
    await a.push("p1", {"op": "set_label", "id": "e1", "label": "By Alice"}, note("n1"))
    await a.next("ack")
    await b.push("q1", {"op": "set_label", "id": "e1", "label": "By Bob"})
    await b.next("ack")
    await a.push("u1", undo="p1")
    ack = await a.next("ack")
    assert ack["skipped"]
    after = await labels(alice.board)
    assert after["e1"] == "By Bob"
    assert "n1" not in after
    await a.push("r1", undo="u1")
    await a.next("ack")
    assert "n1" in await labels(alice.board)


async def test_who_comes_back_gets_the_operations_since_and_who_is_far_behind_a_snapshot(
    alice, sockets, monkeypatch, note
):
    socket = sockets(alice)
    await socket.open()
    for number in range(4):
        await socket.push(f"p{number}", note(f"n{number}"))
        await socket.next("ack")
    back = sockets(alice)
    assert (await back.open(revision=1))["revision"] == 4
    since = await back.next("operations", "snapshot")
    assert (since["from"], since["to"]) == (2, 4)
    monkeypatch.setattr("boards.telling.CATCH_UP", 2)
    far = sockets(alice)
    await far.open(revision=1)
    frame = await far.next("operations", "snapshot")
    assert frame == {"type": "snapshot", "url": f"/api/v1/boards/{alice.board}/snapshot/", "revision": 4}


async def test_presence_reaches_the_others_and_is_never_stored(alice, bob, sockets):
    a, b = sockets(alice), sockets(bob)
    await a.open()
    await b.open()
    await a.send(type="presence", cursor={"x": 1.5, "y": 2}, selection=["e1"])
    told = await b.until("presence", lambda frame: any("cursor" in person for person in frame["people"]))
    person = next(person for person in told["people"] if "cursor" in person)
    assert person["cursor"] == {"x": 1.5, "y": 2}
    assert person["selection"] == ["e1"]
    member = await sync_to_async(lambda: alice.member)()
    await a.close()
    assert (await b.until("presence", lambda frame: frame["left"]))["left"] == [member.id]
    assert await Operation.objects.acount() == 0


async def test_what_came_by_rest_reaches_the_open_sockets_within_a_moment(alice, bob, sockets, note):
    socket = sockets(alice)
    await socket.open()
    await sync_to_async(push_now)(await sync_to_async(lambda: bob.member)(), [note("n9")])
    async with asyncio.timeout(30):
        assert (await socket.next("operations"))["entries"][0]["op"]["elements"][0]["id"] == "n9"


async def test_what_another_process_stored_is_healed_from_the_database(alice, bob, sockets, monkeypatch, note):
    monkeypatch.setattr(rooms, "LOOK_SECONDS", 0.1)
    monkeypatch.setattr("boards.carrier.inside.Inside.send", lambda *a, **k: None)  # the hint is lost
    socket = sockets(alice)
    await socket.open()
    await sync_to_async(push_now)(await sync_to_async(lambda: bob.member)(), [note("n9")])
    assert (await socket.next("operations"))["to"] == 1
    await socket.push("p1", note("n10"))
    assert (await socket.next("ack"))["revision"] == 2


async def test_a_room_that_is_behind_applies_the_others_first_and_then_judges_its_own(alice, bob, sockets, monkeypatch):
    monkeypatch.setattr(rooms, "LOOK_SECONDS", 60)
    monkeypatch.setattr("boards.carrier.inside.Inside.send", lambda *a, **k: None)
    socket = sockets(alice)
    await socket.open()
    member = await sync_to_async(lambda: bob.member)()
    await sync_to_async(push_now)(member, [{"op": "remove_elements", "ids": ["e1"]}])
    await socket.push(
        "p1",
        {"op": "set_label", "id": "e1", "label": "too late"},
    )
    frame = await socket.next("operations")
    assert [entry["op"]["op"] for entry in frame["entries"]] == ["remove_elements"]
    assert (await socket.next("refuse"))["id"] == "p1"


async def test_a_stranger_is_told_that_there_is_no_such_board(charlie, sockets):
    socket = sockets(charlie)
    await socket.wire.connect(timeout=30)
    assert await socket.close_code() == 4404


async def test_another_origin_does_not_get_in(alice, sockets):
    socket = sockets(alice)
    socket.wire.scope["headers"] = [
        (b"cookie", alice.cookie),
        (b"origin", b"http://evil.example"),
        (b"host", b"localhost"),
    ]
    connected, _ = await socket.wire.connect(timeout=30)
    assert not connected


async def test_a_viewer_may_not_push_and_keeps_watching(with_role, alice, sockets, note):
    viewer = await sync_to_async(with_role)("viewer")
    v, a = sockets(viewer), sockets(alice)
    await v.open()
    await a.open()
    await v.push("p1", note("n1"))
    refusal = await v.next("refuse")
    assert "viewer" in refusal["reason"]
    await a.push("p2", note("n2"))
    assert (await v.next("operations"))["to"] == 1


async def test_a_role_that_shrinks_holds_for_the_very_next_operation(alice, bob, sockets, monkeypatch, note):
    monkeypatch.setattr(rooms, "LOOK_SECONDS", 60)
    socket = sockets(bob)
    await socket.open()
    await sync_to_async(lambda: change_role(alice.member, bob.member.id, "viewer"))()
    await socket.push("p1", note("n1"))
    assert (await socket.next("refuse"))["where"] == "role"
    assert await Operation.objects.acount() == 0


async def test_who_is_removed_is_sent_away(alice, bob, sockets, monkeypatch):
    monkeypatch.setattr(rooms, "LOOK_SECONDS", 0.1)
    socket = sockets(bob)
    await socket.open()
    await sync_to_async(lambda: remove_member(alice.member, bob.member.id))()
    assert await socket.close_code() == 4404


async def test_a_board_that_is_deleted_sends_everybody_away(alice, sockets, monkeypatch):
    from boards.services import delete_board

    monkeypatch.setattr(rooms, "LOOK_SECONDS", 0.1)
    socket = sockets(alice)
    await socket.open()
    await sync_to_async(lambda: delete_board(alice.member))()
    assert await socket.close_code() == 4404


async def test_a_room_whose_writer_dies_closes_its_sockets_and_a_new_one_goes_on(
    alice, bob, sockets, monkeypatch, note
):
    a, b = sockets(alice), sockets(bob)
    await a.open()
    await b.open()

    def broken(*arguments):
        raise RuntimeError("the disk is on fire")

    with monkeypatch.context() as patched:
        patched.setattr("boards.desk.store", broken)
        await a.push("p1", note("n1"))
        assert await a.close_code() == 1013
        assert await b.close_code() == 1013
    again = sockets(alice)
    await again.open()
    await again.push("p1", note("n1"))
    assert (await again.next("ack"))["revision"] == 1


async def test_s10_whoever_is_coming_in_while_the_writer_dies_is_sent_away_too(alice, sockets, monkeypatch):
    def broken(*arguments):
        raise RuntimeError("the disk is on fire")

    socket = sockets(alice)
    with monkeypatch.context() as patched:
        patched.setattr("boards.desk.look", broken)
        await socket.wire.connect(timeout=PATIENCE)
        await socket.send(type="hello", revision=0, protocol=1)
        assert await socket.close_code() == 1013
    assert (await sockets(alice).open())["revision"] == 0


async def test_a_push_that_breaks_the_software_is_refused_and_holds_up_nobody(alice, sockets, monkeypatch, note):
    from modeling.operations import SetLabel

    def explode(self, model):
        raise KeyError("a bug")

    socket = sockets(alice)
    await socket.open()
    monkeypatch.setattr(SetLabel, "apply", explode)
    await socket.push("p1", note("n1"), {"op": "set_label", "id": "e1", "label": "boom"})
    await socket.push("p2", note("n2"))
    answers = {}
    while len(answers) < 2:
        frame = await socket.next("ack", "refuse")
        answers[frame["id"]] = frame["type"]
    assert answers == {"p1": "refuse", "p2": "ack"}
    assert "n1" not in await labels(alice.board)
    assert "n2" in await labels(alice.board)


async def test_a_frame_that_is_not_understood_is_answered_with_a_sentence(alice, sockets):
    socket = sockets(alice)
    await socket.open()
    for text in (
        "{",
        "[]",
        '{"type": "shout"}',
        '{"type": "push", "operations": []}',
        '{"type": "presence", "cursor": 1}',
    ):
        await socket.wire.send_to(text_data=text)
        assert (await socket.next("refuse"))["reason"].endswith((".", "says."))
    await socket.wire.send_to(
        text_data='{"type":"push","id":"p1","operations":[{"op":"set_label","id":"e1","label":NaN}]}'
    )
    assert (await socket.next("refuse"))["id"] == "p1"
    await socket.send(type="ping")
    assert (await socket.next("pong"))["type"] == "pong"


async def test_a_push_over_a_mebibyte_is_refused_and_a_frame_over_four_closes_the_socket(alice, sockets, note):
    socket = sockets(alice)
    await socket.open()
    await socket.push("large", *(note(f"n{number}", "x" * 900) for number in range(1200)))
    refusal = await socket.next("refuse")
    assert refusal["id"] == "large"
    assert "larger than 1 MiB" in refusal["reason"]
    await socket.wire.send_to(text_data='"' + "x" * 2**22 + '"')
    assert await socket.close_code() == 1009


async def test_much_at_once_is_fetched_over_http_and_who_was_far_behind_too(alice, bob, sockets, note):
    a, b = sockets(alice), sockets(bob)
    await a.open()
    await b.open()
    await a.push("p1", *(note(f"n{number}", "x" * 900) for number in range(400)))
    assert await b.next("operations", "snapshot") == await a.next("operations", "snapshot")
    assert (await a.next("ack"))["revision"] == 400
    late = sockets(bob)
    await late.open(revision=0)
    assert (await late.next("operations", "snapshot"))["type"] == "snapshot"


async def test_a_connection_that_breaks_inside_leaves_the_room(alice, bob, sockets, monkeypatch):
    a, b = sockets(alice), sockets(bob)
    await a.open()
    await b.open()
    monkeypatch.setattr("boards.protocol.read_frame", lambda text: 1 / 0)
    with contextlib.suppress(ZeroDivisionError):
        await a.send(type="ping")
        await a.wire.wait(2)
    assert (await b.until("presence", lambda frame: frame["left"]))["left"]


async def test_a_flood_closes_the_socket(alice, sockets):
    socket = sockets(alice)
    await socket.open()
    for _ in range(400):
        await socket.send(type="ping")
    assert await socket.close_code() == 4029


async def test_an_outbox_counts_what_was_not_taken_and_overflows_once():
    sent, overflows = [], []

    async def send(frame):
        sent.append(frame)

    outbox = Outbox(send, lambda: overflows.append(1), limit=100)
    task = asyncio.create_task(outbox.deliver())
    outbox.put("a" * 60)
    await asyncio.sleep(0)
    outbox.received(60)
    outbox.put("b" * 60)
    await asyncio.sleep(0)
    assert sent == ["a" * 60, "b" * 60]
    outbox.put("c" * 60)
    outbox.put("d" * 60)
    assert (overflows, outbox.closed) == ([1], True)
    task.cancel()


async def test_frames_are_written_at_once_and_never_before_those_that_had_to_wait():
    """The server's short way out refuses while a browser does not keep up; order outlives that."""
    came, keeps_up = [], False

    async def send(frame):
        await asyncio.sleep(0)
        came.append(frame)

    def write(frame):
        if keeps_up:
            came.append(frame[2:].decode())
        return keeps_up

    outbox = Outbox(send, lambda: None, write=write)
    task = asyncio.create_task(outbox.deliver())
    outbox.put("a")
    await asyncio.sleep(0)
    keeps_up = True
    outbox.put("b")  # “a” is still under way
    await outbox.emptied()
    outbox.put("c")
    assert came == ["a", "b", "c"]
    task.cancel()


async def test_a_client_that_takes_nothing_is_closed_and_the_others_go_on(alice, bob, sockets, monkeypatch, note):
    monkeypatch.setattr("boards.outbox.Outbox.__init__.__defaults__", (20_000, None))
    a, b = sockets(alice), sockets(bob)
    await a.open()
    await b.open()
    for number in range(12):
        await a.push(f"p{number}", note(f"n{number}", "x" * 900))
        taken = 0
        while True:
            frame = await a.wire.receive_from(timeout=30)
            taken += len(frame)
            if '"type":"ack"' in frame:
                break
        await a.send(type="received", bytes=taken)
    for number in range(12, 40):
        await a.push(f"p{number}", note(f"n{number}", "x" * 900))
        frame = await a.wire.receive_from(timeout=30)
        await a.send(type="received", bytes=len(frame))
    assert await b.close_code() == 4008
    assert len(await labels(alice.board)) >= 3 + 12


async def test_an_empty_room_goes_after_its_grace(alice, sockets, monkeypatch):
    from boards.lobby import lobby

    monkeypatch.setattr(rooms, "GRACE_SECONDS", 0.1)
    socket = sockets(alice)
    await socket.open()
    assert alice.board in lobby()._rooms
    await socket.close()
    async with asyncio.timeout(30):
        while alice.board in lobby()._rooms:
            await asyncio.sleep(0.05)


async def test_a_snapshot_and_the_operations_after_it_equal_the_board_without_snapshots(
    alice, sockets, monkeypatch, note
):
    from boards.models import Snapshot
    from modeling import document

    monkeypatch.setattr("boards.desk.SNAPSHOT_EVERY", 5)
    socket = sockets(alice)
    await socket.open()
    for number in range(23):
        await socket.push(f"p{number}", note(f"n{number}"), {"op": "set_label", "id": "e1", "label": f"Event {number}"})
        await socket.next("ack")
    async with asyncio.timeout(30):  # snapshots are kept beside the writer's work; those at 0 and two more stay
        while await Snapshot.objects.acount() != 3 or not await Snapshot.objects.filter(revision__gte=40).aexists():
            await asyncio.sleep(0.05)
    with_snapshots = await sync_to_async(load)(alice.board)
    await Snapshot.objects.filter(revision__gt=0).adelete()
    without = await sync_to_async(load)(alice.board)
    assert document.write(with_snapshots.model) == document.write(without.model)
    assert with_snapshots.stamps == without.stamps
    assert with_snapshots.revision == without.revision == 46


async def test_s10_a_process_that_ends_stores_and_answers_what_it_received_and_closes_with_1012(alice, sockets, note):
    from boards.lobby import drain_all, lobby

    socket = sockets(alice)
    await socket.open()
    for number in range(50):
        await socket.push(f"p{number}", note(f"n{number}"))
    while lobby().count()[0].queued == 0 and await Operation.objects.acount() == 0:
        await asyncio.sleep(0)
    received = {receipt async for receipt in Receipt.objects.values_list("push", flat=True)}
    received |= {push.id for _, push, _ in lobby()._rooms[alice.board]._inbox.pushes}
    await drain_all()
    answered = set()
    while (message := await socket.wire.receive_output(timeout=30))["type"] != "websocket.close":
        frame = json.loads(message["text"])
        answered |= {frame["id"]} if frame["type"] == "ack" else set()
    assert message["code"] == 1012
    stored = {receipt async for receipt in Receipt.objects.values_list("push", flat=True)}
    assert received
    assert received <= answered == stored
    late = sockets(alice)
    await late.wire.connect(timeout=30)
    assert await late.close_code() == 1012


async def test_s8_a_room_takes_so_many_sockets_and_says_why_it_takes_no_more(alice, bob, sockets, settings):
    settings.ROOM_SOCKETS = 1
    await sockets(alice).open()
    second = sockets(bob)
    await second.wire.connect(timeout=30)
    await second.send(type="hello", revision=0, protocol=1)
    message = await second.wire.receive_output(timeout=30)
    assert (message["type"], message["code"]) == ("websocket.close", 4013)
    assert message["reason"].endswith(".")
    assert len(message["reason"]) <= 123


async def test_s8_pushes_that_a_room_cannot_keep_are_not_kept_and_their_sender_comes_back(
    alice, bob, sockets, monkeypatch, note
):
    a, b = sockets(alice), sockets(bob)
    await a.open()
    await b.open()
    monkeypatch.setattr("boards.inbox.BYTES", 2_000)
    await a.push("large", note("n1", "x" * 900), note("n2", "x" * 900), note("n3", "x" * 900))
    assert await a.close_code() == 1013
    await b.push("small", note("n4"))
    assert (await b.next("ack"))["revision"] == 1


@pytest.mark.parametrize("lost", ["before", "at the commit"])
async def test_s2_a_database_that_went_away_costs_a_repetition_and_no_push(
    alice, bob, sockets, monkeypatch, note, lost
):
    """The connection breaks while a tick is stored; the answer to the commit may be what is lost."""
    from django.db import OperationalError

    from boards import commit

    a, b = sockets(alice), sockets(bob)
    await a.open()
    await b.open()
    await a.push("p0", note("n0"))
    await b.next("operations")
    store, failures = commit.store, []

    def fail_once(live, pushes):
        if not failures:
            failures.append(lost)
            if lost == "at the commit":
                store(live, pushes)
            raise OperationalError("server closed the connection unexpectedly")
        return store(live, pushes)

    monkeypatch.setattr("boards.commit.store", fail_once)
    await a.push("p1", note("n1"))
    frame = await b.next("operations")
    assert (frame["from"], frame["to"], frame["entries"][0]["push"]) == (2, 2, "p1")
    assert (await a.until("ack", lambda ack: ack["id"] == "p1"))["revision"] == 2
    assert failures == [lost]
    assert await Operation.objects.acount() == 2


async def test_a_census_counts_rooms_people_and_what_is_on_the_way(alice, bob, sockets):
    from boards.lobby import census

    a, b = sockets(alice), sockets(bob)
    await a.open()
    await b.open()
    counted = await asyncio.to_thread(census)
    assert counted.carrier.connected
    room = counted.rooms[0]
    assert (room.board, room.clients, room.people, room.elements) == (alice.board, 2, 2, 3)
    assert room.outstanding >= room.furthest_behind > 0

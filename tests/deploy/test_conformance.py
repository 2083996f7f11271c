"""Whatever carries the application, the socket of a board keeps the rules of docs/protocol.md (their ids: S1–S12)."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import httpx
import pytest
from people import Person, closing_code, enter, hear, note, say
from servers import SERVERS, Served
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidStatus

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=SERVERS)
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with SERVERS[request.param](tmp_path_factory.mktemp(request.param)) as running:  # type: ignore[attr-defined]
        yield running


@dataclass(frozen=True)
class Storm:
    """A fresh board of Alice's, which Bob may edit too."""

    alice: Person
    bob: Person
    board: str


@pytest.fixture
def storm(served: Served) -> Storm:
    alice = Person(served.address, served.verify)
    board = alice.new_board()
    return Storm(alice, alice.invited(board), board)


async def push(wire: ClientConnection, identity: str, *operations: dict) -> None:
    await say(wire, "push", id=identity, operations=operations)


async def test_hello_tells_who_one_is_and_what_one_may(storm: Storm) -> None:
    async with storm.bob.socket(storm.board) as wire:
        hello = await enter(wire)
    assert hello["revision"] == 0
    assert {"id", "name", "colour", "role"} <= set(hello["member"])
    assert hello["member"]["role"] == "editor"
    assert "edit" in hello["capabilities"]
    assert hello["people"] == []


async def test_s1_s2_operations_are_numbered_broadcast_then_acknowledged(storm: Storm) -> None:
    async with storm.alice.socket(storm.board) as alice, storm.bob.socket(storm.board) as bob:
        await enter(alice)
        await enter(bob)
        await push(alice, "p1", note("a"), note("b"))
        news = await hear(alice, "operations", "ack")
        assert (news["type"], news["from"], news["to"]) == ("operations", 1, 2)
        ack = await hear(alice, "ack")
        assert ack == {"type": "ack", "id": "p1", "revision": 2}
        seen = await hear(bob, "operations")
    assert [(entry["revision"], entry["push"]) for entry in seen["entries"]] == [(1, "p1"), (2, "p1")]
    assert seen["entries"] == news["entries"]


async def test_s1_a_push_with_one_impossible_operation_is_refused_whole_with_a_sentence(storm: Storm) -> None:
    async with storm.alice.socket(storm.board) as wire:
        await enter(wire)
        link = {"op": "add_links", "links": [{"id": "l", "from": "a", "to": "nowhere"}]}
        await push(wire, "p1", note("a"), link)
        refusal = await hear(wire, "refuse", "ack")
        assert (refusal["type"], refusal["id"]) == ("refuse", "p1")
        assert refusal["reason"].endswith(".")
    assert await asyncio.to_thread(storm.alice.log, storm.board) == []


async def test_s3_a_push_sent_again_gets_the_same_answer_and_is_there_once(storm: Storm) -> None:
    async with storm.alice.socket(storm.board) as wire:
        await enter(wire)
        await push(wire, "p1", note("a"))
        first = await hear(wire, "ack")
        await push(wire, "p2", note("b"))
        await hear(wire, "ack")
    async with storm.alice.socket(storm.board) as wire:
        await enter(wire)
        await push(wire, "p1", note("a"))
        assert await hear(wire, "ack", "refuse") == first
    log = await asyncio.to_thread(storm.alice.log, storm.board)
    assert [entry["push"] for entry in log] == ["p1", "p2"]


async def test_s4_two_texts_merge_and_no_word_is_lost(storm: Storm) -> None:
    async with storm.alice.socket(storm.board) as alice, storm.bob.socket(storm.board) as bob:
        await enter(alice)
        await enter(bob)
        await push(alice, "p1", note("a", "Order placed"))
        await hear(alice, "ack")
        await hear(bob, "operations")
        for wire, label in ((alice, "Big order placed"), (bob, "Order placed today")):
            await push(wire, "label", {"op": "set_label", "id": "a", "label": label, "was": "Order placed"})
            await hear(wire, "ack")
    last = (await asyncio.to_thread(storm.alice.log, storm.board))[-1]
    assert last["op"]["label"] == "Big order placed today"


async def test_s5_undo_takes_back_ones_own_and_says_what_it_leaves(storm: Storm) -> None:
    async with storm.alice.socket(storm.board) as alice, storm.bob.socket(storm.board) as bob:
        await enter(alice)
        await enter(bob)
        await push(alice, "p1", note("mine"), note("touched"))
        await hear(alice, "ack")
        await hear(bob, "operations")
        await push(bob, "b1", {"op": "set_label", "id": "touched", "label": "Bob's", "was": "touched"})
        await hear(bob, "ack")
        await say(alice, "push", id="u1", undo="p1")
        ack = await hear(alice, "ack", "refuse")
    assert ack["type"] == "ack"
    assert len(ack["skipped"]) == 1
    last = (await asyncio.to_thread(storm.alice.log, storm.board))[-1]
    assert (last["op"]["op"], last["op"]["ids"]) == ("remove_elements", ["mine"])


async def test_s6_who_comes_back_gets_what_they_missed_and_nothing_else(storm: Storm) -> None:
    async with storm.alice.socket(storm.board) as wire:
        await enter(wire)
        for name in "abc":
            await push(wire, name, note(name))
            await hear(wire, "ack")
    async with storm.bob.socket(storm.board) as wire:
        assert (await enter(wire, revision=1))["revision"] == 3
        missed = await hear(wire, "operations", "snapshot")
        assert [entry["push"] for entry in missed["entries"]] == ["b", "c"]


@pytest.mark.parametrize("revision", [None, 99])
async def test_s6_who_has_nothing_or_the_unknown_gets_the_whole_over_http(storm: Storm, revision: int | None) -> None:
    async with storm.alice.socket(storm.board) as wire:
        await enter(wire)
        await push(wire, "p1", note("a", "Ördnung ✓"))
        await hear(wire, "ack")
    async with storm.bob.socket(storm.board) as wire:
        await enter(wire, revision)
        snapshot = await hear(wire, "operations", "snapshot")
        assert (snapshot["type"], snapshot["revision"]) == ("snapshot", 1)

        def fetch() -> tuple[httpx.Response, bytes]:
            with storm.bob.http.stream("GET", snapshot["url"], headers={"Accept-Encoding": "gzip"}) as answer:
                return answer, b"".join(answer.iter_raw())

        answer, packed = await asyncio.to_thread(fetch)
    assert answer.status_code == 200
    assert answer.headers["content-encoding"] == "gzip"
    assert "Ördnung ✓" in json.dumps(json.loads(gzip.decompress(packed)), ensure_ascii=False)


async def test_s7_presence_reaches_the_others_and_is_not_stored(storm: Storm) -> None:
    async with storm.alice.socket(storm.board) as alice, storm.bob.socket(storm.board) as bob:
        me = (await enter(alice))["member"]["id"]
        await enter(bob)
        await say(alice, "presence", cursor={"x": 3, "y": 4})
        while not any(one["id"] == me and "cursor" in one for one in (await hear(bob, "presence"))["people"]):
            await say(alice, "presence", cursor={"x": 3, "y": 4})  # the first may have been before Bob was in
        await alice.close()
        while me not in (await hear(bob, "presence"))["left"]:
            pass
    assert await asyncio.to_thread(storm.alice.log, storm.board) == []


async def test_s8_who_does_not_say_that_they_took_it_is_closed_with_4008(storm: Storm) -> None:
    async with storm.alice.socket(storm.board) as alice, storm.bob.socket(storm.board) as bob:
        await enter(alice)
        await enter(bob)
        closing = asyncio.create_task(closing_code(bob))  # takes frames from the wire and never says so
        for number in range(20):
            if closing.done():
                break
            notes = [note(f"{number}-{place}", "word " * 150) for place in range(150)]
            await push(alice, f"p{number}", *notes)
            for kind in ("operations", "ack"):
                frame = await hear(alice, kind)
                await say(alice, "received", bytes=len(json.dumps(frame)))
        assert await closing == 4008


async def test_s8_more_frames_than_a_person_makes_are_closed_with_4029(storm: Storm) -> None:
    async with storm.alice.socket(storm.board) as wire:
        await enter(wire)
        with suppress(ConnectionClosed):
            for _ in range(2_000):  # ten at a time: a connection that is closed over unread bytes loses its code
                for _ in range(10):
                    await say(wire, "ping")
                for _ in range(10):
                    await hear(wire, "pong")
        assert await closing_code(wire) == 4029


async def test_s8_a_frame_that_is_too_big_closes_with_1009_and_a_push_in_between_gets_a_sentence(storm: Storm) -> None:
    async with storm.alice.socket(storm.board) as wire:
        await enter(wire)
        await push(wire, "large", *(note(str(number), "word " * 180) for number in range(1_500)))
        refusal = await hear(wire, "refuse", "ack")
        assert (refusal["type"], refusal["id"]) == ("refuse", "large")
        assert "several parts" in refusal["reason"]
        # Its head alone: a server that hangs up on what still comes may cut the line before the code has arrived.
        wire.transport.write(b"\x81\xff" + (5 * 2**20).to_bytes(8) + bytes(4))
        assert await closing_code(wire) == 1009


async def test_a_binary_frame_closes_with_1009(storm: Storm) -> None:
    async with storm.alice.socket(storm.board) as wire:
        await enter(wire)
        await wire.send(b"\x00\x01")
        assert await closing_code(wire) == 1009


@pytest.mark.parametrize(
    "text", ["no JSON", "[]", '{"type": "shout"}', '{"type": "push"}', '{"type": "hello", "protocol": 9}']
)
async def test_what_cannot_be_read_is_refused_with_a_sentence_and_the_socket_stays(storm: Storm, text: str) -> None:
    async with storm.alice.socket(storm.board) as wire:
        await wire.send(text)
        assert (await hear(wire, "refuse"))["reason"]
        await say(wire, "ping")
        assert await hear(wire, "pong") == {"type": "pong"}


async def test_a_push_before_hello_is_refused(storm: Storm) -> None:
    async with storm.alice.socket(storm.board) as wire:
        await push(wire, "early", note("a"))
        assert (await hear(wire, "refuse", "ack"))["id"] == "early"
    assert await asyncio.to_thread(storm.alice.log, storm.board) == []


async def test_a_viewer_s_push_is_refused(storm: Storm) -> None:
    viewer = await asyncio.to_thread(storm.alice.invited, storm.board, "viewer")
    async with viewer.socket(storm.board) as wire:
        await enter(wire)
        await push(wire, "p1", note("a"))
        assert (await hear(wire, "refuse", "ack"))["where"] == "role"


async def test_no_such_board_and_no_member_are_the_same_4404(storm: Storm) -> None:
    charlie = await asyncio.to_thread(Person, storm.alice.address, storm.alice.verify)
    for board in (storm.board, "there-is-no-such-board"):
        async with charlie.socket(board) as wire:
            assert await closing_code(wire) == 4404


async def test_a_page_of_another_origin_opens_no_socket(storm: Storm) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with storm.alice.socket(storm.board, origin="https://elsewhere.example"):
            pass
    assert refused.value.response.status_code == 403


async def test_s9_two_people_who_write_at_once_are_told_one_order(storm: Storm) -> None:
    async with storm.alice.socket(storm.board) as alice, storm.bob.socket(storm.board) as bob:
        await enter(alice)
        await enter(bob)

        async def told(wire: ClientConnection) -> list[tuple[int, str]]:
            seen: list[tuple[int, str]] = []
            while len(seen) < 40:
                seen += [(entry["revision"], entry["push"]) for entry in (await hear(wire, "operations"))["entries"]]
            return seen

        telling = asyncio.gather(told(alice), told(bob))
        for number in range(20):
            await push(alice, f"a{number}", note(f"a{number}"))
            await push(bob, f"b{number}", note(f"b{number}"))
        by_alice, by_bob = await telling
    assert by_alice == by_bob
    assert [revision for revision, _ in by_alice] == list(range(1, 41))


async def test_s11_what_is_sent_is_ascii_and_names_no_person(storm: Storm) -> None:
    async with storm.alice.socket(storm.board) as alice:
        await enter(alice)
        await push(alice, "p1", note("a", "Größe"))
        async with asyncio.timeout(90):
            while '"operations"' not in (text := str(await alice.recv())):
                pass
    assert text.isascii()
    [entry] = json.loads(text)["entries"]
    assert entry["op"]["elements"][0]["label"] == "Größe"
    assert storm.alice.cookie("sessionid")[1] not in text

"""Messages between processes over a real Redis: lost, doubled, late, not ours at all; and a Redis that is not there."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
import redis
from asgiref.sync import sync_to_async

from boards import carrier as carriers
from boards import desk
from boards.carrier import Beat, Gone, Listening, Look, Message, Moved, News, Roster, Who, envelope, over_redis
from boards.carrier.inside import Inside
from boards.carrier.over_redis import PREFIX, QUEUE, RedisCarrier
from boards.live import Push
from boards.people import change_role
from boards.projection import load
from boards.telling import Telling, news_of
from tools.stack import RedisServer

PATIENCE = 60
PERSON = {"id": "m1", "name": "Zoë", "colour": "#2563EB", "role": "editor"}
ENTRY = {"revision": 4, "author": "m1", "push": "p1", "op": {"op": "set_type", "name": "T", "type": None}, "at": "now"}
MESSAGES: tuple[Message, ...] = (
    News(3, 4, (ENTRY,), ({"type/T": [4, "m1"], "type/U": None},)),
    News(3, 9),
    Moved("processabcde.1", 7, ({**PERSON, "cursor": {"x": 1.5, "y": 2}, "selection": None},), ("m2",)),
    Roster("processabcde.1", 7, (PERSON,)),
    Beat("processabcde.2", 0),
    Gone("processabcde.1"),
    Who(),
    Look(),
)
KEY = b"k" * 32


def test_a_message_is_read_as_it_was_written_and_ones_own_is_not_read():
    for message in MESSAGES:
        data = envelope.write(message, "processabcde", KEY)
        assert envelope.read(data, "anotherproce", KEY) == message
        assert envelope.read(data, "processabcde", KEY) is None


def test_a_message_with_a_wrong_seal_is_not_read():
    data = envelope.write(Look(), "processabcde", KEY)
    for forged in (b"", b"x" * 44, data[:-1], data + b" ", b"x" + data[1:], data.replace(b"look", b"gone")):
        with pytest.raises(envelope.Unreadable):
            envelope.read(forged, "anotherproce", KEY)
    with pytest.raises(envelope.Unreadable):
        envelope.read(data, "anotherproce", b"another key")


@pytest.mark.parametrize(
    "message",
    [
        News(4, 4),
        News(4, 3),
        News(-1, 3),
        News(3, 5, (ENTRY,), ({},)),
        News(2, 3, (ENTRY,), ({},)),
        News(3, 4, ({**ENTRY, "op": "x"},), ({},)),
        News(3, 4, ({**ENTRY, "author": 7},), ({},)),
        News(3, 4, (ENTRY,), ({"k": [1]},)),
        News(3, 4, (ENTRY,), ({"k": "x"},)),
        News(3, 4, ("x",), ("y",)),  # type: ignore[arg-type]
        Moved("elsewhere.1", 1, ()),
        Moved("processabcde.1", 1.5, ()),  # type: ignore[arg-type]
        Moved("processabcde.1", 1, ({"id": "x" * 21},)),
        Moved("processabcde.1", 1, ({"name": "nobody"},)),
        Moved("processabcde.1", 1, ({"id": "m", "role": "god"},)),
        Moved("processabcde.1", 1, ({"id": "m", "cursor": {"x": "1", "y": 2}},)),
        Moved("processabcde.1", 1, ({"id": "m", "password": "x"},)),
        Moved("processabcde.1", 1, (), (7,)),  # type: ignore[arg-type]
        Roster("processabcde.1", 1, ("x",)),  # type: ignore[arg-type]
        Beat("processabcde.1", True),
        Gone("x" * 99),
    ],
)
def test_a_sealed_message_of_another_shape_is_not_read(message):
    with pytest.raises(envelope.Unreadable):
        envelope.read(envelope.write(message, "processabcde", KEY), "anotherproce", KEY)


async def test_inside_a_process_everybody_but_the_sender_hears():
    inside = Inside()
    heard: list[tuple[str, Message]] = []
    a = inside.listen("x", lambda message: heard.append(("a", message)))
    b = inside.listen("x", lambda message: heard.append(("b", message)))
    inside.listen("y", lambda message: heard.append(("y", message)))
    await asyncio.sleep(0.01)
    heard.clear()
    a.send(Who())
    b.close()
    await asyncio.to_thread(inside.send, "x", Look())
    await asyncio.sleep(0.01)
    assert heard == [("b", Who()), ("a", Look())]


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    with RedisServer() as running:
        yield running


class Ear:
    """Listens to a board and keeps what comes."""

    def __init__(self, carrier: RedisCarrier, board: str) -> None:
        self._heard: asyncio.Queue[Message] = asyncio.Queue()
        self.carrier = carrier
        self.board = board
        self.line = carrier.listen(board, self._heard.put_nowait)

    async def next(self, *kinds: type) -> Message:
        """The next message of these kinds; others are passed over."""
        async with asyncio.timeout(PATIENCE):
            while not isinstance(message := await self._heard.get(), kinds or object):
                pass
        return message


@pytest.fixture
async def ear(server: RedisServer) -> AsyncIterator[Callable[[str], Ear]]:
    """Makes another process's end of a board's channel: a carrier of its own, as a process has one."""
    made: list[RedisCarrier] = []

    def make(board: str) -> Ear:
        made.append(RedisCarrier(server.url))
        return Ear(made[-1], board)

    yield make
    for carrier in made:
        await asyncio.to_thread(carrier.close)


async def test_s9_messages_pass_between_processes_in_order_and_only_to_those_of_the_board(ear):
    a, b, other = ear("x"), ear("x"), ear("y")
    for one in (a, b, other):
        await one.next(Listening)
    for number in range(300):
        a.line.send(Beat(a.line.sender, number))
    assert [(await b.next()).number for _ in range(300)] == list(range(300))
    other.line.send(Look())
    await asyncio.to_thread(other.carrier.send, "x", Look())  # a request's thread, of a process without such a room
    assert await a.next() == await b.next() == Look()
    assert other._heard.empty()


async def test_s9_what_is_not_ours_is_left_out_and_counted_and_the_next_message_arrives(ear, server, caplog):
    a, b = ear("x"), ear("x")
    await a.next(Listening)
    await b.next(Listening)
    with redis.Redis.from_url(server.url) as anybody:
        for data in (b"", b"garbage", b"\xff" * 100, b"{}" * 3_000_000, b'{"v":1}'):
            anybody.publish(f"{PREFIX}x", data)
    a.line.send(Look())
    assert await b.next() == Look()
    assert (b.carrier.count().unreadable, a.carrier.count().taken) == (5, 0)
    assert [record.message for record in caplog.records if "is not ours" in record.message] != []
    assert len([record for record in caplog.records if "is not ours" in record.message]) == 2  # once a process


async def test_s9_a_redis_that_ends_and_comes_back_is_said_once_and_listened_to_again(ear, server, caplog):
    a, b = ear("x"), ear("x")
    for one in (a, b):
        await one.next(Listening)
    server.stop(signal.SIGKILL)
    try:
        async with asyncio.timeout(PATIENCE):
            while a.carrier.connected or b.carrier.connected:
                await asyncio.sleep(0.05)
        for _ in range(2 * QUEUE):
            a.line.send(Look())
        assert a.carrier.dropped >= 2 * QUEUE
        await asyncio.sleep(1.0)  # several attempts
    finally:
        server.start()
    for one in (a, b):
        assert await one.next() == Listening()
    b.line.send(Who())
    assert await a.next() == Who()
    told = [record.message for record in caplog.records if record.name.startswith("boards.carrier")]
    assert len([text for text in told if "does not answer" in text]) == 2  # once a process, not per attempt or message
    assert len([text for text in told if "answers again" in text]) == 2


async def test_s9_a_redis_that_hangs_holds_nobody_up_and_is_left_after_a_while(ear, server, monkeypatch):
    monkeypatch.setattr(over_redis, "SILENCE_SECONDS", 2.0)
    monkeypatch.setattr(over_redis, "PING_SECONDS", 0.5)
    a = ear("x")
    await a.next(Listening)
    server.process.send(signal.SIGSTOP)
    try:
        for _ in range(20 * QUEUE):
            a.line.send(Look())  # returns, whatever Redis does
        assert len(a.carrier._queue) <= QUEUE
        assert a.carrier.dropped >= 18 * QUEUE
        async with asyncio.timeout(PATIENCE):
            while a.carrier.connected:
                await asyncio.sleep(0.05)
    finally:
        server.process.send(signal.SIGCONT)
    assert await a.next() == Listening()


# A room with a peer


@pytest.fixture
def over(settings, server: RedisServer, monkeypatch) -> Iterator[None]:
    """This process speaks over Redis, and never looks by itself."""
    carriers.stop()
    settings.REDIS_URL = server.url
    monkeypatch.setattr("boards.rooms.LOOK_SECONDS", 3600.0)
    yield
    carriers.stop()


def store(board: str, member: str, push: str, *operations: dict) -> News:
    """What another process does: it stores, and has something to tell."""
    done = desk.store(load(board), board, [Push(push, member, operations)])
    news = news_of(done.stored, Telling(board).entries(done.stored.before, done.stored.entries))
    assert news is not None
    return news


@pytest.fixture
async def peer(over, alice, bob, sockets, ear):
    """Alice's open socket, the end of another process, and a function by which Bob stores there."""
    socket = sockets(alice)
    await socket.open()
    other = ear(alice.board)
    await other.next(Listening)
    other.line.send(Who())
    await other.next(Roster)  # the room listens, too
    member = (await sync_to_async(lambda: bob.member)()).id

    async def stores(push: str, *operations: dict) -> News:
        return await sync_to_async(store)(alice.board, member, push, *operations)

    return socket, other, stores


def revisions(frame: dict) -> list[int]:
    return [entry["revision"] for entry in frame["entries"]]


@pytest.mark.django_db(transaction=True)
async def test_s9_news_that_follow_are_applied_without_the_database(peer, monkeypatch, note):
    socket, other, stores = peer
    news = await stores("p1", note("n1"))
    monkeypatch.setattr("boards.desk.look", lambda *arguments: pytest.fail("it asked the database"))
    other.line.send(news)
    frame = await socket.next("operations")
    assert revisions(frame) == [1]
    assert frame["entries"][0]["op"]["elements"][0]["id"] == "n1"
    monkeypatch.undo()
    await socket.push("p2", {"op": "set_label", "id": "n1", "label": "judged against what was carried"})
    assert (await socket.next("ack"))["revision"] == 2


@pytest.mark.django_db(transaction=True)
async def test_s9_lost_doubled_and_late_news_end_in_every_entry_once_and_in_order(peer, note):
    socket, other, stores = peer
    await stores("p1", note("n1"))  # never told
    second = await stores("p2", note("n2"))
    third = await stores("p3", note("n3"))
    fourth = await stores("p4", note("n4"))
    for news in (third, second, third, fourth, second, fourth):
        other.line.send(news)
    seen: list[int] = []
    while len(seen) < 4:
        seen += revisions(await socket.next("operations"))
    other.line.send(second)
    fifth = await stores("p5", note("n5"))
    other.line.send(fifth)
    seen += revisions(await socket.next("operations"))
    assert seen == [1, 2, 3, 4, 5]


@pytest.mark.django_db(transaction=True)
async def test_s9_news_that_cannot_be_applied_end_in_the_board_as_it_is_stored(peer, note):
    socket, other, stores = peer
    news = await stores("p1", note("n1"))
    nonsense = {**news.entries[0], "op": {"op": "set_label", "id": "nobody", "label": "?"}}
    other.line.send(News(news.before, news.after, (nonsense,), news.stamps))
    frame = await socket.next("operations")
    assert frame["entries"][0]["op"]["op"] == "add_elements"


@pytest.mark.django_db(transaction=True)
async def test_s9_large_news_are_a_hint_and_read_from_the_database(peer, note):
    socket, other, stores = peer
    news = await stores("p1", *(note(f"n{number}", "x" * 900) for number in range(100)))
    assert news == News(0, 100)
    other.line.send(news)
    assert revisions(await socket.next("operations")) == list(range(1, 101))


@pytest.mark.django_db(transaction=True)
async def test_s9_what_this_process_stores_the_other_can_apply(peer, note):
    socket, other, _ = peer
    await socket.push("p1", note("n1"))
    await socket.next("ack")
    news = await other.next(News)
    live = await sync_to_async(load)(other.board)
    live.model.elements.pop("n1")
    live.revision = 0
    assert desk.apply(live, [news]).stored.entries[0]["push"] == "p1"
    assert live.model.elements["n1"].label == "A note"


@pytest.mark.django_db(transaction=True)
async def test_s9_people_of_other_processes_are_here_and_vanish_with_their_process(peer, monkeypatch):
    socket, other, _ = peer
    sender = other.line.sender
    other.line.send(Moved(sender, 1, ({**PERSON, "cursor": {"x": 1, "y": 2}},)))
    frame = await socket.until("presence", lambda frame: frame["people"])
    assert frame["people"][0]["cursor"] == {"x": 1, "y": 2}
    other.line.send(Beat(sender, 5))  # four messages were lost
    await other.next(Who)
    other.line.send(Roster(sender, 5, ({**PERSON, "id": "m2"},)))
    frame = await socket.until("presence", lambda frame: frame["left"])
    assert (frame["left"], frame["people"][0]["id"]) == (["m1"], "m2")
    monkeypatch.setattr("boards.peers.SILENT_SECONDS", 1.0)
    monkeypatch.setattr("boards.attendance.BEAT_SECONDS", 0.5)
    await socket.send(type="presence", cursor=None)  # a tick, after which the room beats as it is told now
    assert (await socket.until("presence", lambda frame: frame["left"]))["left"] == ["m2"]


@pytest.mark.django_db(transaction=True)
async def test_s9_this_rooms_people_are_told_numbered_on_request_and_at_the_end(peer, alice, bob, sockets):
    _, other, _ = peer
    other.line.send(Who())
    roster = await other.next(Roster)
    assert [person["name"] for person in roster.people] == ["Alice"]
    second = sockets(bob)
    await second.open()
    moved = await other.next(Moved)
    assert moved.number == roster.number + 1
    assert moved.people[0]["name"].startswith("Guest")
    await second.close()
    left = await other.next(Moved)
    assert (left.number, len(left.left)) == (moved.number + 1, 1)
    from boards.lobby import drain_all

    await drain_all()
    assert await other.next(Gone) == Gone(roster.sender)


@pytest.mark.django_db(transaction=True)
async def test_s9_a_role_changed_in_another_process_is_looked_at_at_once(peer, alice, bob, sockets):
    _, other, _ = peer
    socket = sockets(bob)
    await socket.open()
    await sync_to_async(lambda: change_role(alice.member, bob.member.id, "viewer"))()
    await asyncio.to_thread(other.carrier.send, other.board, Look())
    assert await socket.close_code() == 4001


@pytest.mark.django_db(transaction=True)
async def test_s9_with_redis_gone_changes_are_stored_at_once_and_others_are_seen_by_looking(
    peer, server, monkeypatch, note, caplog
):
    socket, other, stores = peer
    server.stop(signal.SIGKILL)
    try:
        await socket.push("p1", note("n1"))
        assert (await socket.next("ack"))["revision"] == 1
        monkeypatch.setattr("boards.rooms.LOOK_SECONDS", 0.2)
        await socket.send(type="presence", cursor=None)
        await stores("q1", note("n2"))
        assert revisions(await socket.until("operations", lambda frame: frame["to"] == 2)) == [2]
    finally:
        server.start()
    monkeypatch.setattr("boards.rooms.LOOK_SECONDS", 3600.0)
    await other.next(Listening)
    other.line.send(Who())  # as a room does; this process, if it comes back later, tells by itself
    await other.next(Roster)
    third = await stores("q2", note("n3"))
    other.line.send(third)
    assert revisions(await socket.next("operations")) == [3]
    assert len([record for record in caplog.records if record.levelno >= logging.ERROR]) == 0

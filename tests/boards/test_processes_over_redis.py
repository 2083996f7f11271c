"""Two real server processes, a real PostgreSQL and a real Redis, and each of them killed (S2, S9, S10)."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from tests.boards.test_processes import note, push, two_people
from tools.stack import Postgres, RedisServer, Web

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

PATIENCE = 90


@dataclass(frozen=True)
class Stack:
    postgres: Postgres
    redis: RedisServer
    first: Web
    second: Web


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with Postgres() as postgres, RedisServer() as redis:
        one, two = (Web(tmp_path_factory.mktemp("web"), postgres.url(), redis.url) for _ in range(2))
        one.manage("migrate", "--verbosity", "0")
        with one, two:
            yield Stack(postgres, redis, one, two)


@dataclass(frozen=True)
class Board:
    """A board with two people by their cookies."""

    id: str
    alice: str
    bob: str

    def get(self, web: Web, path: str = "") -> Any:
        answer = httpx.get(f"{web.address}/api/v1/boards/{self.id}/{path}", headers={"Cookie": self.alice}, timeout=60)
        return answer.raise_for_status().json()

    def log(self, web: Web) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = self.get(web, "operations/?since=0")["operations"]
        return entries


@pytest.fixture
def board(stack: Stack) -> Board:
    return Board(*two_people(stack.first.address))


class Wire:
    """An open socket, and what came over it."""

    def __init__(self, connection: ClientConnection, hello: dict[str, Any]) -> None:
        self.connection = connection
        self.hello = hello

    @property
    def member(self) -> str:
        return str(self.hello["member"]["id"])

    async def next(self, kind: str, holds: Any = lambda frame: True) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE):
            while (frame := json.loads(await self.connection.recv()))["type"] != kind or not holds(frame):
                pass
        return dict(frame)

    async def present(self, **state: Any) -> None:
        await self.connection.send(json.dumps({"type": "presence", **state}))

    async def sees(self, member: str, x: float) -> None:
        """Waits until that person's cursor is at x."""
        at = {"x": x, "y": 0}
        await self.next(
            "presence", lambda frame: any(one["id"] == member and one.get("cursor") == at for one in frame["people"])
        )

    async def close_code(self) -> int | None:
        """The code with which the server closes; frames before it are passed over."""
        with suppress(ConnectionClosed):
            async with asyncio.timeout(PATIENCE):
                while True:
                    await self.connection.recv()
        return self.connection.close_code


@asynccontextmanager
async def entering(web: Web, board: Board, cookie: str) -> AsyncIterator[Wire]:
    url = f"ws://127.0.0.1:{web.port}/ws/boards/{board.id}/"
    async with connect(url, additional_headers={"Cookie": cookie}, origin=web.address, open_timeout=60) as connection:  # type: ignore[arg-type]
        await connection.send('{"type": "hello", "protocol": 1, "revision": 0}')
        wire = Wire(connection, {})
        wire.hello = await wire.next("hello")
        yield wire


async def test_s9_changes_and_cursors_cross_from_process_to_process(stack, board):
    async with entering(stack.first, board, board.alice) as a, entering(stack.second, board, board.bob) as b:
        for number in range(10):
            await push(a.connection, f"a{number}", note(f"a{number}"))
            await b.next("operations", lambda frame, n=number: frame["entries"][-1]["push"] == f"a{n}")
            await b.present(cursor={"x": number, "y": 0})
            await a.sees(b.member, number)
    log = board.log(stack.second)
    assert [entry["revision"] for entry in log] == list(range(1, 11))


async def test_s9_a_person_with_a_tab_in_each_process_is_here_until_both_are_closed(stack, board):
    async with entering(stack.first, board, board.alice) as a:
        async with entering(stack.first, board, board.bob) as b:
            await a.next("presence", lambda frame: any(one["id"] == b.member for one in frame["people"]))
            async with entering(stack.second, board, board.bob) as other:
                await other.present(cursor={"x": 1, "y": 0})
                await a.sees(b.member, 1)
                await b.connection.close()
                await other.present(cursor={"x": 2, "y": 0})
                await a.sees(b.member, 2)
        await a.next("presence", lambda frame: b.member in frame["left"])
    async with entering(stack.second, board, board.alice) as a:
        assert [person["id"] for person in a.hello["people"]] == []


async def test_s9_whoever_opens_a_board_in_another_process_hears_who_is_there(stack, board):
    async with entering(stack.first, board, board.alice) as a:
        await a.present(cursor={"x": 7, "y": 0})
        async with entering(stack.second, board, board.bob) as b:
            if not any(person["id"] == a.member for person in b.hello["people"]):
                await b.sees(a.member, 7)


async def test_s9_people_of_a_process_that_was_killed_vanish(stack, board, tmp_path):
    with Web(tmp_path, stack.postgres.url(), stack.redis.url) as third:
        async with entering(stack.first, board, board.alice) as a, entering(third, board, board.bob) as b:
            await b.present(cursor={"x": 3, "y": 0})
            await a.sees(b.member, 3)
            third.stop(signal.SIGKILL)
            await a.next("presence", lambda frame: b.member in frame["left"])


async def test_s9_a_role_that_is_changed_by_another_process_ends_the_socket(stack, board):
    async with entering(stack.second, board, board.bob) as b:
        with httpx.Client(base_url=stack.first.address, headers={"Cookie": board.alice}) as owner:
            owner.get("/")
            token = {"X-CSRFToken": owner.cookies["csrftoken"]}
            owner.headers["Cookie"] = f"{board.alice}; csrftoken={owner.cookies['csrftoken']}"
            address = f"/api/v1/boards/{board.id}/members/{b.member}/"
            owner.patch(address, json={"role": "viewer"}, headers=token).raise_for_status()
            assert await b.close_code() == 4001
            async with entering(stack.second, board, board.bob) as again:
                assert again.hello["member"]["role"] == "viewer"
                owner.delete(address, headers=token).raise_for_status()
                assert await again.close_code() == 4404


async def test_s9_redis_may_die_and_come_back_while_people_work(stack, board):
    async with entering(stack.first, board, board.alice) as a, entering(stack.second, board, board.bob) as b:
        stack.redis.stop(signal.SIGKILL)
        try:
            await push(a.connection, "without", note("without"))
            assert (await a.next("ack"))["id"] == "without"
            await b.next("operations", lambda frame: frame["entries"][-1]["push"] == "without")
        finally:
            stack.redis.start()
        for number in range(PATIENCE * 2):  # until both have found it again, a cursor may be lost
            await a.present(cursor={"x": 100 + number, "y": 0})
            try:
                async with asyncio.timeout(0.5):
                    await b.next("presence", lambda frame: any(one.get("cursor") for one in frame["people"]))
                    break
            except TimeoutError:
                continue
        else:
            pytest.fail("presence does not cross any more")
        await push(b.connection, "again", note("again"))
        await a.next("operations", lambda frame: frame["entries"][-1]["push"] == "again")


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGQUIT], ids=["restarted", "crashed"])
async def test_s2_postgresql_may_restart_and_no_acknowledged_push_is_lost_or_doubled(stack, board, by):
    waiting, acknowledged = {f"p{number}" for number in range(60)}, set()
    restarting: asyncio.Task[None] | None = None
    sockets = 0

    async def restart() -> None:
        await asyncio.to_thread(stack.postgres.stop, by)
        await asyncio.to_thread(stack.postgres.start)

    async with asyncio.timeout(PATIENCE * 2):
        while waiting:
            with suppress(WebSocketException, OSError, EOFError):  # as a browser: it comes back and sends again
                async with entering(stack.first, board, board.alice) as a:
                    sockets += 1
                    for identity in sorted(waiting):
                        await push(a.connection, identity, note(identity))
                        if restarting is None and len(acknowledged) >= 10:
                            restarting = asyncio.create_task(restart())
                        answer = await a.next("ack")
                        acknowledged.add(answer["id"])
                        waiting.discard(answer["id"])
                        await asyncio.sleep(0.02)
            await asyncio.sleep(0.2)
    assert restarting is not None
    await restarting
    assert sockets > 1 or "a database that went away" in stack.first.process.log.read_text()  # it was felt
    log = await asyncio.to_thread(board.log, stack.second)
    assert sorted(entry["push"] for entry in log) == sorted(acknowledged) == sorted(f"p{n}" for n in range(60))
    assert [entry["revision"] for entry in log] == list(range(1, 61))


async def test_s10_a_process_that_is_asked_to_end_answers_what_it_received_and_says_1012(stack, board, tmp_path):
    with Web(tmp_path, stack.postgres.url(), stack.redis.url) as third:
        async with entering(third, board, board.alice) as a:
            acknowledged: list[str] = []
            sending = asyncio.create_task(_send_for_ever(a.connection))
            while len(acknowledged) < 20:
                acknowledged.append((await a.next("ack"))["id"])
            third.process.send(signal.SIGTERM)
            with suppress(ConnectionClosed):
                async with asyncio.timeout(PATIENCE):
                    while True:
                        acknowledged.append((await a.next("ack"))["id"])
            assert a.connection.close_code == 1012
            sending.cancel()
    log = await asyncio.to_thread(board.log, stack.first)
    assert [entry["push"] for entry in log] == acknowledged  # all that was stored was answered, and the other way round


async def _send_for_ever(connection: ClientConnection) -> None:
    try:
        for number in range(100_000):
            await push(connection, f"s{number}", note(f"s{number}"))
            await asyncio.sleep(0.005)
    except ConnectionClosed:
        return

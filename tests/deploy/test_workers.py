"""`serve --workers`: one address, several processes; replaced and ended without anybody's loss."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psycopg
import pytest
from people import PATIENCE, Person, Writer, eventually, note

from tools.stack import RedisServer, Web

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


@pytest.fixture
def web(tmp_path: Path, database: str, redis: RedisServer) -> Iterator[Web]:
    with Web(tmp_path, database, redis.url, WORKERS="2") as running:
        eventually(lambda: len(workers(running)) == 2)
        yield running


def workers(web: Web) -> set[int]:
    """Ids of the processes that serve."""
    pid = web.process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()}


def refuses(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE).close()
    except ConnectionRefusedError:
        return True
    return False


def wait_for_ready(web: Web) -> None:
    eventually(lambda: httpx.get(f"{web.address}/readyz", timeout=PATIENCE).json()["ready"])


def told_once(person: Person, board: str, *writers: Writer) -> None:
    """Every acknowledged push is in the log, and none is there twice."""
    pushes = [entry["push"] for entry in person.log(board)]
    assert len(pushes) == len(set(pushes))
    for writer in writers:
        assert writer.acknowledged
        assert set(writer.acknowledged) <= set(pushes)


async def test_a_roll_replaces_all_workers_and_nobody_finds_a_closed_door(web: Web) -> None:
    alice = await asyncio.to_thread(Person, web.address)
    board = await asyncio.to_thread(alice.new_board)
    bob = await asyncio.to_thread(alice.invited, board)
    writers = [Writer(alice, board, "alice"), Writer(bob, board, "bob")]
    stop = asyncio.Event()
    before = workers(web)

    def ask(kept: bool) -> int:
        """Reads and changes, over kept connections and over new ones; raises for whatever is not answered with 2xx."""
        made = 0
        person = alice.invited(board)
        while not stop.is_set():
            if not kept:
                person.http = httpx.Client(base_url=web.address, cookies=person.http.cookies, timeout=PATIENCE)
            person.http.get(f"/api/v1/boards/{board}/").raise_for_status()
            push = {"id": f"rest-{kept}-{made}", "operations": [note(f"rest-{kept}-{made}")]}
            person.post(f"/api/v1/boards/{board}/operations/", push)
            made += 1
            time.sleep(0.02)
        return made

    with ThreadPoolExecutor() as threads:
        asking = [asyncio.get_running_loop().run_in_executor(threads, ask, kept) for kept in (True, False)]
        writing = [asyncio.create_task(writer.write_until(stop)) for writer in writers]
        try:
            web.process.send(signal.SIGHUP)
            await asyncio.to_thread(eventually, lambda: len(now := workers(web)) == 2 and not now & before)
        finally:
            stop.set()
        await asyncio.gather(*writing)
        assert min(await asyncio.gather(*asking)) > 10
    told_once(alice, board, *writers)
    assert any(writer.codes for writer in writers), "nobody's socket was moved to another worker"


async def test_sigterm_ends_all_and_what_was_acknowledged_is_there(
    web: Web, tmp_path: Path, redis: RedisServer
) -> None:
    alice = await asyncio.to_thread(Person, web.address)
    board = await asyncio.to_thread(alice.new_board)
    writer = Writer(alice, board, "alice")
    stop = asyncio.Event()
    writing = asyncio.create_task(writer.write_until(stop))
    while len(writer.acknowledged) < 20:
        await asyncio.sleep(0.05)
    web.process.send(signal.SIGTERM)
    await asyncio.to_thread(eventually, lambda: not web.process.alive)
    assert web.process.end() == 0
    web.start()  # on the same port: the writer comes back and sends again what was not acknowledged
    stop.set()
    await writing
    told_once(alice, board, writer)
    assert "Traceback" not in web.process.log.read_text()


def test_a_request_under_way_is_answered_and_readiness_is_withdrawn_at_once(web: Web, database: str) -> None:
    alice = Person(web.address)
    board = alice.new_board()
    kept = [httpx.Client(base_url=web.address, timeout=PATIENCE) for _ in range(2)]
    assert all(client.get("/readyz").json()["ready"] for client in kept)
    push = {"id": "slow", "operations": [note("slow")]}
    with psycopg.connect(database) as locking, ThreadPoolExecutor() as threads:
        locking.execute("SELECT 1 FROM boards_board WHERE id = %s FOR UPDATE", [board])
        asked = threads.submit(alice.post, f"/api/v1/boards/{board}/operations/", push)
        with psycopg.connect(database, autocommit=True) as looking:
            blocked = "SELECT count(*) FROM pg_locks WHERE NOT granted"
            eventually(lambda: looking.execute(blocked).fetchone() == (1,))
            web.process.send(signal.SIGTERM)
            answer = None
            while answer is None or answer.status_code == 200:
                answer = kept[0].get("/readyz")
            assert (answer.status_code, answer.json()) == (503, {"ready": False, "draining": True})
            assert answer.headers["connection"] == "close"
            eventually(lambda: refuses(web.port))
        locking.rollback()
        assert asked.result(PATIENCE)["revision"] == 1
    assert web.process.end() == 0


def test_a_worker_that_was_killed_is_replaced(web: Web) -> None:
    before = workers(web)
    os.kill(min(before), signal.SIGKILL)
    eventually(lambda: len(now := workers(web)) == 2 and now != before)
    wait_for_ready(web)


def test_workers_do_not_outlive_their_supervisor(web: Web) -> None:
    left = workers(web)
    web.stop(signal.SIGKILL)
    eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in left))
    web.start()  # the address is free again


def test_several_workers_on_sqlite_are_refused_with_a_sentence(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in ("HOST", "DATABASE_URL", "REDIS_URL")}
    environment = {**kept, "EVENTSTORM_VAR": str(tmp_path)}
    command = [sys.executable, "-m", "eventstorm", "serve", "--workers", "2"]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    assert ended.returncode == 2
    assert "Several workers need PostgreSQL" in ended.stderr
    assert ended.stderr.count("\n") == 1

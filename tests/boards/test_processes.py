"""Several real server processes on one database: they order by its row lock and heal from it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from websockets.asyncio.client import connect

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


class Process:
    """A server on a free port and a database that it may share."""

    def __init__(self, var: Path, command: list[str]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        environment = {key: value for key, value in os.environ.items() if key not in ("HOST", "ALLOWED_HOSTS")}
        environment |= {"EVENTSTORM_VAR": str(var), "PORT": str(self.port)}
        environment |= {"DATABASE_URL": f"sqlite:///{var / 'shared.sqlite3'}"}
        command = [part.replace("PORT", str(self.port)) for part in command]
        self.running = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment)
        self._wait()

    def _wait(self) -> None:
        for _ in range(600):
            assert self.running.poll() is None, "the server ended while it started"
            try:
                urllib.request.urlopen(f"{self.address}/readyz", timeout=2)
                return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise AssertionError("the server did not start within a minute")

    def end(self, by: signal.Signals = signal.SIGTERM) -> None:
        if self.running.poll() is None:
            self.running.send_signal(by)
            try:
                self.running.wait(20)
            except subprocess.TimeoutExpired:
                self.running.kill()


SERVE = ["-m", "eventstorm", "serve"]
DAPHNE = ["-m", "daphne", "-b", "127.0.0.1", "-p", "PORT", "eventstorm.asgi:application"]


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Process, Process]]:
    """One started as people do, the other by daphne."""
    started: list[Process] = []
    try:
        started.append(Process(tmp_path, SERVE))
        started.append(Process(tmp_path, DAPHNE))
        yield started[0], started[1]
    finally:
        for process in started:
            process.end()


def two_people(address: str) -> tuple[str, str, str]:
    """A board's id and the cookies of two people on it."""
    with httpx.Client(base_url=address) as owner, httpx.Client(base_url=address) as guest:
        owner.get("/")
        token = {"X-CSRFToken": owner.cookies["csrftoken"]}
        board = owner.post("/api/v1/boards/", json={"name": "Shared"}, headers=token).json()["id"]
        link = owner.post(f"/api/v1/boards/{board}/links/", json={}, headers=token).json()["url"]
        guest.get(urlsplit(link).path)
        return board, f"sessionid={owner.cookies['sessionid']}", f"sessionid={guest.cookies['sessionid']}"


def entering(process: Process, board: str, cookie: str):
    url = f"ws://127.0.0.1:{process.port}/ws/boards/{board}/"
    return connect(url, additional_headers={"Cookie": cookie}, origin=process.address)


async def until(wire, kind: str) -> dict:
    async with asyncio.timeout(60):
        while (frame := json.loads(await wire.recv()))["type"] != kind:
            pass
    return frame


def note(identity: str) -> dict:
    return {"op": "add_elements", "elements": [{"id": identity, "kind": "command", "label": identity, "x": 0, "y": 0}]}


async def push(wire, identity: str, *operations: dict) -> None:
    await wire.send(json.dumps({"type": "push", "id": identity, "operations": operations}))


async def test_what_one_process_stores_the_other_shows_and_both_agree_on_the_order(two):
    first, second = two
    board, alice, bob = await asyncio.to_thread(two_people, first.address)
    async with entering(first, board, alice) as a, entering(second, board, bob) as b:
        for wire in (a, b):
            await wire.send('{"type": "hello", "protocol": 1, "revision": 0}')
            await until(wire, "hello")
        await push(a, "p0", note("seen"))
        assert (await until(b, "operations"))["entries"][0]["op"]["elements"][0]["id"] == "seen"
        for number in range(20):
            await push(a, f"a{number}", note(f"a{number}"))
            await push(b, f"b{number}", note(f"b{number}"))

        async def told(wire) -> list[tuple[int, str]]:
            seen: list[tuple[int, str]] = []
            while not seen or seen[-1][0] < 41:
                frame = await until(wire, "operations")
                seen += [(entry["revision"], entry["push"]) for entry in frame["entries"]]
            return [entry for entry in seen if entry[0] > 1]

        by_a, by_b = await asyncio.gather(told(a), told(b))
    assert by_a == by_b
    assert [revision for revision, _ in by_a] == list(range(2, 42))


async def test_what_was_acknowledged_survives_kill_9_and_what_is_sent_again_is_there_once(tmp_path):
    server = Process(tmp_path, SERVE)
    try:
        board, alice, _ = await asyncio.to_thread(two_people, server.address)
        acknowledged = []
        async with entering(server, board, alice) as wire:
            await wire.send('{"type": "hello", "protocol": 1, "revision": 0}')
            for number in range(30):
                await push(wire, f"p{number}", note(f"n{number}"))
            while len(acknowledged) < 10:
                acknowledged.append((await until(wire, "ack"))["id"])
            server.end(signal.SIGKILL)
        server = Process(tmp_path, SERVE)
        async with entering(server, board, alice) as wire:
            await wire.send('{"type": "hello", "protocol": 1, "revision": 0}')
            for number in range(30):
                await push(wire, f"p{number}", note(f"n{number}"))
            again = {(frame := await until(wire, "ack"))["id"]: frame["revision"] for _ in range(30)}
        cookies = {"sessionid": alice.split("=")[1]}
        log = httpx.get(f"{server.address}/api/v1/boards/{board}/operations/?since=0", cookies=cookies).json()
    finally:
        server.end()
    pushes = [entry["push"] for entry in log["operations"]]
    assert sorted(pushes) == sorted(again)
    assert set(acknowledged) <= set(pushes)
    assert [entry["revision"] for entry in log["operations"]] == list(range(1, 31))

"""The real server as a process of its own, with a database file that outlives it."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
Json = dict[str, Any]


@dataclass(frozen=True)
class Person:
    """A member of the board with the cookies of their session."""

    member: Json
    cookie: str

    def to_json(self) -> Json:
        return {"member": self.member, "cookie": self.cookie}


class Site:
    """A server that people visit, by its address."""

    def __init__(self, origin: str) -> None:
        self.origin = origin

    def board_with(self, people: int) -> tuple[str, list[Person]]:
        """A blank board with its owner and editors who came by a link; everybody has a session of their own."""
        owner = _browser(self.origin)
        made = _post(owner, "/api/v1/boards/", {"source": "blank", "name": "Storm"})
        board = str(made["id"])
        link = str(_post(owner, f"/api/v1/boards/{board}/links/", {"role": "editor"})["url"])
        browsers = [owner]
        for _ in range(people - 1):
            guest = _browser(self.origin)
            guest.get(link, follow_redirects=True).raise_for_status()
            browsers.append(guest)
        return board, [_person(browser, board) for browser in browsers]

    def get(self, person: Person, path: str) -> Any:
        answer = httpx.get(f"{self.origin}{path}", headers={"Cookie": person.cookie}, timeout=60)
        answer.raise_for_status()
        return answer.json()

    def log(self, person: Person, board: str) -> list[Json]:
        """All entries of the board's log."""
        entries: list[Json] = []
        while True:
            since = entries[-1]["revision"] if entries else 0
            page = self.get(person, f"/api/v1/boards/{board}/operations/?since={since}")
            entries += page["operations"]
            if not page["operations"]:
                return entries


class LiveServer(Site):
    """The application under uvicorn, as in production, on a free port; to be killed and started at will."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.log_file = folder / "server.log"
        self.port = _free_port()
        super().__init__(f"http://127.0.0.1:{self.port}")
        self.environment = {
            "DATABASE_URL": database or f"sqlite:///{folder / 'board.sqlite3'}",
            "SECRET_KEY": secrets.token_hex(32),
            "DJANGO_SETTINGS_MODULE": "eventstorm.settings",
        }
        self._process: subprocess.Popen[str] | None = None

    def start(self, patience: float = 60.0) -> None:
        """Starts the server and waits until it answers."""
        self._tell("start")
        until = time.monotonic() + patience
        while time.monotonic() < until:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{self.origin}/healthz", timeout=2).status_code == 200:
                    return
            time.sleep(0.02)
        raise RuntimeError("The server did not start:\n" + self.log_file.read_text()[-4000:])

    def kill(self) -> None:
        """SIGKILL: nothing is flushed, nobody says goodbye."""
        self._tell("kill")

    def _tell(self, command: str) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(f"{command}\n")
        self._process.stdin.flush()
        self._answer("done")

    def _answer(self, expected: str) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        answer = self._process.stdout.readline().strip()
        assert answer == expected, self.log_file.read_text()[-4000:]

    def __enter__(self) -> LiveServer:
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.sync.serving", str(self.port)],
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        self._answer("ready")
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            with contextlib.suppress(AssertionError, BrokenPipeError):
                self.kill()
            assert self._process.stdin is not None
            self._process.stdin.close()
            self._process.wait(10)


def _browser(origin: str) -> httpx.Client:
    browser = httpx.Client(base_url=origin, timeout=60)
    browser.get("/").raise_for_status()
    return browser


def _post(browser: httpx.Client, path: str, body: Json) -> Json:
    answer = browser.post(path, json=body, headers={"X-CSRFToken": browser.cookies.get("csrftoken", "")})
    answer.raise_for_status()
    made: Json = answer.json()
    return made


def _person(browser: httpx.Client, board: str) -> Person:
    answer = browser.get(f"/api/v1/boards/{board}/")
    answer.raise_for_status()
    cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    return Person(answer.json()["member"], cookie)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

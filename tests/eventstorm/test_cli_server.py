"""`serve`, `import` and `export`: a real server on an embedded database."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "boards/examples/shop.board.json"
pytestmark = pytest.mark.slow


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {key: value for key, value in os.environ.items() if key not in ("HOST", "DATABASE_URL", "REDIS_URL")}
    return {**kept, "EVENTSTORM_VAR": str(tmp_path / "var"), "PORT": str(port)}


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "eventstorm", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)


@pytest.fixture
def server(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "eventstorm", "serve"]
    started = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    yield started
    if started.poll() is None:
        started.kill()
    started.communicate()


def test_a_fresh_server_prints_a_board_that_opens_at_once_and_stops_when_asked(
    server: subprocess.Popen[str], environment: dict[str, str]
) -> None:
    assert server.stdout is not None
    server.stdout.readline()
    address = server.stdout.readline().rpartition(" ")[2].strip()
    with urllib.request.urlopen(address, timeout=60) as page:  # listens from the moment it is printed
        assert page.status == 200
        assert b"<html" in page.read()
    with urllib.request.urlopen(address.split("/boards/")[0] + "/healthz", timeout=10) as answer:
        assert answer.status == 200
    second = run(environment, "serve")
    assert second.returncode == 2
    assert "Set PORT to a free one" in second.stderr
    assert second.stderr.count("\n") == 1
    server.send_signal(signal.SIGINT)
    assert server.wait(timeout=30) == 0
    assert server.stderr is not None
    assert "Traceback" not in server.stderr.read()


def test_what_is_imported_can_be_joined_and_exported(
    server: subprocess.Popen[str], environment: dict[str, str]
) -> None:
    assert server.stdout is not None
    server.stdout.readline()
    imported = run(environment, "import", str(EXAMPLE), "--json")
    assert imported.returncode == 0, imported.stderr
    made = json.loads(imported.stdout)
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with opener.open(made["link"], timeout=60) as page:
        assert page.url.rstrip("/").endswith(made["board"])
    exported = run(environment, "export", made["board"])
    assert exported.returncode == 0, exported.stderr
    labels = [element["label"] for element in json.loads(EXAMPLE.read_text())["elements"]]
    assert [element["label"] for element in json.loads(exported.stdout)["elements"]] == labels


def test_a_board_that_is_not_there_and_an_unsafe_start_are_sentences(environment: dict[str, str]) -> None:
    for arguments, more in ((["export", "nowhere"], {}), (["serve"], {"HOST": "0.0.0.0"}), (["serve"], {"PORT": "x"})):
        ended = run({**environment, **more}, *arguments)
        assert ended.returncode == 2
        assert ended.stderr.count("\n") == 1

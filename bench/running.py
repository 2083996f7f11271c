"""A real server of this checkout for a benchmark: its own database, a free port, ended afterwards."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Running:
    address: str  # ends with a slash
    pid: int
    seconds_to_start: float

    def memory_mib(self) -> float:
        """Resident memory of the server's process."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return float("nan")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(folder: Path | None = None) -> Iterator[Running]:
    """A server whose database lies in `folder`; a second start in the same folder finds everything there."""
    with tempfile.TemporaryDirectory() as own:
        port = free_port()
        address = f"http://127.0.0.1:{port}/"
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{folder or own}/bench.sqlite3",
            "PORT": str(port),
            "HOST": "127.0.0.1",
        }
        begin = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "eventstorm", "serve"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait(address, process)
            yield Running(address, process.pid, time.perf_counter() - begin)
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError("The server ended while it started. Run `make run` to see why.")
        try:
            urllib.request.urlopen(f"{address}healthz", timeout=1)
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("The server did not answer within 30 seconds.")

"""A web process of this checkout: `python -m eventstorm serve` with an environment of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from types import TracebackType

from tools.stack.process import ROOT, Process, free_port

#: What a server started here must not take from the environment of whoever starts it.
NOT_HERITABLE = (
    *("HOST", "PORT", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "HTTPS", "DEBUG"),
    *("WORKERS", "TRUSTED_PROXIES"),
)
_SECRET_KEY = "a-key-that-all-processes-of-one-stack-share-and-nobody-else"


class Web:
    """One server in `folder` (its log lies there). `environment` goes over what the server would otherwise read."""

    def __init__(self, folder: Path, database_url: str, redis_url: str = "", port: int = 0, **environment: str) -> None:
        self.folder = folder
        self.port = port or free_port()
        kept = {name: value for name, value in os.environ.items() if name not in NOT_HERITABLE}
        own = {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "PORT": str(self.port), "SECRET_KEY": _SECRET_KEY}
        self.environment = {**kept, **own, "EVENTSTORM_VAR": str(folder), **environment}
        self.process = Process(
            [sys.executable, "-m", "eventstorm", "serve"],
            folder / f"web-{self.port}.log",
            self.answers,
            self.environment,
        )

    @property
    def address(self) -> str:
        """Without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def manage(self, *command: str) -> str:
        """What `manage.py` prints for the command."""
        running = [sys.executable, "manage.py", *command]
        return subprocess.run(
            running, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True
        ).stdout

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.process.start()

    def stop(self, by: signal.Signals = signal.SIGTERM) -> None:
        self.process.end(by)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def memory_mib(self) -> float:
        """Resident memory of the process."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1]) / 1024

    def cpu_seconds(self) -> float:
        """What the process has used of a core so far."""
        parts = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")

    def __enter__(self) -> Web:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

"""A process that is started, waited for, signalled and ended; by its own id and no other."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class DidNotStart(RuntimeError):
    """The message ends with the last lines of the program's log."""


def free_port() -> int:
    """A TCP port that nothing listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """A program with its log in `log`; `answers` tells whether it serves yet."""

    def __init__(
        self,
        command: Sequence[str],
        log: Path,
        answers: Callable[[], bool],
        environment: Mapping[str, str] | None = None,
        user: str | None = None,
    ) -> None:
        self.command = list(command)
        self.log = log
        self.environment = environment
        self._answers = answers
        self._user = user
        self._running: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._running is not None, "not started"
        return self._running.pid

    @property
    def alive(self) -> bool:
        return self._running is not None and self._running.poll() is None

    def start(self, patience: float = 60.0) -> None:
        """Raises `DidNotStart` when it ends or does not answer within `patience` seconds."""
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=self._user,
                group=self._user,
                extra_groups=[] if self._user else None,
            )
        until = time.monotonic() + patience
        try:
            while time.monotonic() < until and self.alive:
                if self._answers():
                    return
                time.sleep(0.05)
        except BaseException:
            self.end(signal.SIGKILL)  # whoever cannot ask leaves nothing behind
            raise
        self.end(signal.SIGKILL)
        raise DidNotStart(f"{self.command[0]} did not start:\n{self.log.read_text(errors='replace')[-4000:]}")

    def send(self, number: signal.Signals) -> None:
        if self.alive:
            assert self._running is not None
            self._running.send_signal(number)

    def end(self, by: signal.Signals = signal.SIGTERM, patience: float = 30.0) -> int | None:
        """Sends the signal and waits; kills what is still there after `patience` seconds. Returns the exit code."""
        if self._running is None:
            return None
        self.send(by)
        try:
            return self._running.wait(patience)
        except subprocess.TimeoutExpired:
            self._running.kill()
            return self._running.wait()

"""Redis: stopped, and hung."""

from __future__ import annotations

import signal
import socket
import time
from pathlib import Path
from random import Random

from tests.faults.stage import Stage, ready
from tests.faults.strikes.effect import NoEffect, until


def _redis(stage: Stage, command: bytes, patience: float = 10.0) -> str:
    """What Redis answers; raises OSError."""
    with socket.create_connection(("127.0.0.1", stage.redis.port), timeout=patience) as wire:
        wire.sendall(command + b"\r\n")
        return wire.recv(64 * 1024).decode(errors="replace")


def _redis_run(stage: Stage) -> str:
    return next(line for line in _redis(stage, b"INFO server").splitlines() if line.startswith("run_id:"))[7:]


def stop(stage: Stage, at: int, random: Random) -> str:
    before = _redis_run(stage)
    stage.redis.stop(random.choice([signal.SIGTERM, signal.SIGKILL]))
    try:
        missed = until(lambda: _missed_by(stage, "redis"), "readyz of a web process that misses Redis", 0.1)
    finally:
        stage.redis.start()
    if (after := _redis_run(stage)) == before:
        raise NoEffect("Redis runs under the same run_id as before.")
    return f"{missed}; run_id {before[:8]} became {after[:8]}"


def _missed_by(stage: Stage, what: str) -> str:
    """Which web process says that it misses it, if one does."""
    for number, web in enumerate(stage.webs):
        if ready(web, patience=10).get(what) is False:
            return f"readyz of process {number} said {what}: false"
    return ""


def hang(stage: Stage, at: int, random: Random) -> str:
    stage.redis.process.send(signal.SIGSTOP)
    try:
        until(lambda: _state(stage.redis.process.pid) == "T", "Redis stopped")
        time.sleep(random.uniform(0.5, 2.0))
        try:
            _redis(stage, b"PING", patience=0.5)
            raise NoEffect("Redis answered while it was stopped.")
        except TimeoutError:
            pass
    finally:
        stage.redis.process.send(signal.SIGCONT)
    until(lambda: stage.redis.answers(), "Redis answering again")
    return "its process was in state T and let a PING wait"


def _state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]

"""Several worker processes on one listening socket.

SIGHUP replaces them one by one: a fresh one answers before an old one stops, so nobody finds a closed door. SIGTERM and
SIGINT end all. A worker that died is started again; workers end with the supervisor, however it ended.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections import deque
from contextlib import suppress
from multiprocessing.connection import Connection

from eventstorm.server import Farewell, run_server

_logger = logging.getLogger(__name__)
_spawn = multiprocessing.get_context("spawn")  # a fresh interpreter reads the code that lies there now

TURN = 0.2  # seconds between looks at the workers
PATIENCE = 120.0  # seconds that a worker may take to start
ATTEMPTS = 3  # workers that died before any served: it will not get better


class CannotStart(RuntimeError):
    """Workers end before they answer."""


class Supervisor:
    """`run` returns when all workers have ended."""

    def __init__(self, listening: socket.socket, count: int, farewell: Farewell) -> None:
        self._listening = listening
        self._farewell = farewell
        self._stopping = False
        self._asked_to_roll = False
        self._workers = [self._start(number) for number in range(count)]
        self._leaving: list[_Worker] = []
        self._due: deque[int] = deque()  # numbers of those still to be replaced
        self._fresh: _Worker | None = None  # the replacement of the first of those
        self._stillborn = 0

    def run(self) -> None:
        """Raises `CannotStart`."""
        signal.signal(signal.SIGTERM, self._ask_to_stop)
        signal.signal(signal.SIGINT, self._ask_to_stop)
        signal.signal(signal.SIGHUP, self._ask_to_roll)
        try:
            while not self._stopping:
                self._revive()
                self._roll()
                self._part()
                time.sleep(TURN)
        finally:
            self._end()

    def _start(self, number: int) -> _Worker:
        return _Worker(number, self._listening, self._farewell)

    def _ask_to_stop(self, *_: object) -> None:
        self._stopping = True

    def _ask_to_roll(self, *_: object) -> None:
        self._asked_to_roll = True

    def _revive(self) -> None:
        for number, worker in enumerate(self._workers):
            if worker.alive:
                continue
            self._stillborn = 0 if worker.ready else self._stillborn + 1
            if self._stillborn >= ATTEMPTS:
                raise CannotStart("The workers end before they answer. Read the messages above.")
            _logger.error("Worker %s ended with code %s; another one is started.", number, worker.exit_code)
            self._workers[number] = self._start(number)
            if number in self._due and self._fresh is None:
                self._due.remove(number)  # its successor is fresh already

    def _roll(self) -> None:
        if self._asked_to_roll and self._fresh is None:
            self._asked_to_roll = False
            self._due = deque(range(len(self._workers)))
        if self._fresh is None:
            if self._due and not self._leaving:  # one at a time: never more than one process above the usual
                self._fresh = self._start(self._due[0])
        elif self._fresh.ready:
            self._replace(self._due.popleft(), self._fresh)
            self._fresh = None
        elif not self._fresh.alive or self._fresh.age > PATIENCE:
            _logger.error("The new worker does not answer; the old ones stay.")
            self._fresh.kill()
            self._fresh = None
            self._due.clear()

    def _replace(self, number: int, fresh: _Worker) -> None:
        leaving, self._workers[number] = self._workers[number], fresh
        leaving.ask_to_leave()
        self._leaving.append(leaving)

    def _part(self) -> None:
        for worker in self._leaving:
            if worker.asked_for > self._farewell.longest:
                worker.kill()
        self._leaving = [worker for worker in self._leaving if worker.alive]

    def _end(self) -> None:
        self._listening.close()  # else newcomers would queue for nobody
        everybody = [*self._workers, *self._leaving, *([self._fresh] if self._fresh else [])]
        for worker in everybody:
            worker.ask_to_leave()
        for worker in everybody:
            worker.wait(self._farewell.longest)


class _Worker:
    """`ready` once it answers. `number` is the place that it fills: its successor has the same."""

    def __init__(self, number: int, listening: socket.socket, farewell: Farewell) -> None:
        self._answered = False
        self._since = time.monotonic()
        self._asked = 0.0
        self._wire, theirs = _spawn.Pipe()
        self._process = _spawn.Process(target=_work, args=(number, listening, farewell, theirs))
        self._process.start()
        theirs.close()

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    @property
    def exit_code(self) -> int | None:
        return self._process.exitcode

    @property
    def ready(self) -> bool:
        with suppress(EOFError, OSError):
            if not self._answered and self._wire.poll():
                self._answered = bool(self._wire.recv())
        return self._answered

    @property
    def age(self) -> float:
        return time.monotonic() - self._since

    @property
    def asked_for(self) -> float:
        """Seconds since it was asked to leave."""
        return time.monotonic() - self._asked

    def ask_to_leave(self) -> None:
        self._asked = self._asked or time.monotonic()
        self._process.terminate()

    def wait(self, seconds: float) -> None:
        self._process.join(seconds)
        if self.alive:
            self.kill()

    def kill(self) -> None:
        self._process.kill()
        self._process.join()


def _work(number: int, listening: socket.socket, farewell: Farewell, supervisor: Connection) -> None:
    os.environ["EVENTSTORM_WORKER"] = str(number)
    for signalled in (signal.SIGHUP, signal.SIGINT):  # a terminal tells the whole group; the supervisor decides
        signal.signal(signalled, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(supervisor,), daemon=True).start()
    run_server(listening, farewell, lambda: supervisor.send(True))


def _end_with(supervisor: Connection) -> None:
    with suppress(EOFError, OSError):
        supervisor.recv()
    os.kill(os.getpid(), signal.SIGTERM)

"""PostgreSQL: restarted, crashed, its disk full."""

from __future__ import annotations

import signal
import subprocess
import time
from random import Random

from tests.faults.stage import PEOPLE, Stage
from tests.faults.strikes.effect import LogTail, NoEffect, until


def _restart(stage: Stage, by: signal.Signals, random: Random) -> tuple[str, str]:
    """Its times of starting, before and after."""
    asked = "SELECT extract(epoch FROM pg_postmaster_start_time())"
    before = stage.postgres.sql(asked)
    stage.postgres.stop(by)
    time.sleep(random.uniform(0, 0.5))
    stage.start_database()
    after = until(lambda: _sql(stage, asked), "PostgreSQL answering queries")
    if before == after:
        raise NoEffect("PostgreSQL says that it started when it did before.")
    return before, after


def _sql(stage: Stage, statement: str) -> str:
    """The answer, "" while there is none."""
    try:
        return stage.postgres.sql(statement)
    except subprocess.CalledProcessError:
        return ""


def restart(stage: Stage, at: int, random: Random) -> str:
    before, after = _restart(stage, signal.SIGINT, random)
    return f"pg_postmaster_start_time {before} became {after}"


def crash(stage: Stage, at: int, random: Random) -> str:
    log = LogTail(stage.postgres.process.log)
    before, after = _restart(stage, signal.SIGQUIT, random)
    until(lambda: "was not properly shut down" in log.news(), "recovery after a crash in PostgreSQL's log")
    return f"recovered as after a crash; pg_postmaster_start_time {before} became {after}"


def fill_disk(stage: Stage, at: int, random: Random) -> str:
    """In turns: people's changes meet the full disk, or PostgreSQL's own log does, which makes it panic."""
    assert stage.disk is not None, stage.why_not
    log = LogTail(stage.postgres.process.log)
    acknowledged = len(stage.people.ledger.acks)
    panicking = random.random() < 0.5
    full = "PANIC:" if panicking else "No space left on device"
    user = random.randrange(PEOPLE)
    stage.people.order("flood", user)
    try:
        until(lambda: _press(stage, panicking) and full in log.news(), f"“{full}” in PostgreSQL's log", 0.05)
        # None, where everybody had been answered: without a database nobody is welcomed, and so nobody sends.
        waiting = stage.people.ledger.until(stage.people.ledger.waiting, patience=5.0)
        answered = len(stage.people.ledger.acks) - acknowledged
    finally:
        stage.people.order("dry", user)
        stage.disk.empty()
        stage.start_database()
    until(lambda: _sql(stage, "SELECT 1"), "PostgreSQL answering queries")
    if "No space left on device" not in log.news():
        raise NoEffect("PostgreSQL panicked for another reason: " + log.news()[-1000:])
    end = "it panicked and recovered" if "PANIC:" in log.news() else "it refused to write"
    return f"“No space left on device”, {end}; {waiting} pushes waited, {answered} acknowledged since it was filling"


def _press(stage: Stage, panicking: bool) -> bool:
    assert stage.disk is not None
    stage.disk.fill()
    if panicking:
        _sql(stage, "SELECT pg_logical_emit_message(false, 'filling', repeat('x', 1000000))")
    return True

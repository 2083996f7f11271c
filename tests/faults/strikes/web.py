"""Web processes: killed, asked to end, their clock set to another time."""

from __future__ import annotations

import signal
import time
from email.utils import parsedate_to_datetime
from random import Random
from urllib.request import urlopen

from tests.faults.stage import Stage
from tests.faults.strikes.effect import PATIENCE, NoEffect, until


def kill(stage: Stage, at: int, random: Random) -> str:
    web = stage.webs[at]
    before = web.process.pid
    code = web.process.end(signal.SIGKILL)
    time.sleep(random.uniform(0, 0.3))
    stage.start(web)
    if code != -signal.SIGKILL or web.process.pid == before:
        raise NoEffect(f"The process ended with {code} and has the id {web.process.pid} after {before}.")
    return f"process {before} died of SIGKILL, {web.process.pid} took its place"


def terminate(stage: Stage, at: int, random: Random) -> str:
    web = stage.webs[at]
    before = web.process.pid
    code = web.process.end(signal.SIGTERM, patience=PATIENCE)
    time.sleep(random.uniform(0, 0.3))
    stage.start(web)
    if code != 0 or web.process.pid == before:
        raise NoEffect(f"The process was asked to end and ended with {code}.")
    return f"process {before} drained and ended with 0, {web.process.pid} took its place"


def jump(stage: Stage, at: int, random: Random) -> str:
    """By hours, forwards or backwards; then back again."""
    seconds = random.choice([-1, 1]) * random.randint(2 * 3600, 40 * 3600)
    try:
        stage.clocks[at].set(seconds)
        off = until(lambda: _clock_is_off(stage, at, seconds), "the Date of an answer that far from now", 0.2)
        time.sleep(random.uniform(0.2, 1.0))
    finally:
        stage.clocks[at].set(0)
    until(lambda: _clock_is_off(stage, at, 0) is not None, "the Date of an answer near now again", 0.2)
    return f"the Date of its answers was {off / 3600:+.1f} h from now"


def _clock_is_off(stage: Stage, at: int, seconds: int) -> float | None:
    """By how much, when it is that within some minutes."""
    try:
        with urlopen(f"{stage.webs[at].address}/healthz", timeout=30) as answer:
            off = parsedate_to_datetime(answer.headers["Date"]).timestamp() - time.time()
    except OSError:
        return None
    return off if abs(off - seconds) < 600 else None

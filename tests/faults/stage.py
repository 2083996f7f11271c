"""What a workshop plays on: two web processes, one PostgreSQL on a small disk, one Redis, a line for each person."""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.faults.clock import Clock
from tests.faults.disk import NoSmallDisk, SmallDisk
from tests.faults.lines import Line, Network
from tests.faults.strikes.effect import PATIENCE, NoEffect
from tests.faults.workshop import Workshop
from tools.stack import Postgres, RedisServer, Web
from tools.stack.process import DidNotStart

PEOPLE = 6
WEBS = 2
DISK_MIB = 256
#: A commit is answered only when it is on disk; small segments, so that the log of PostgreSQL itself meets a full disk.
SETTINGS = ("fsync=on", "synchronous_commit=on", "full_page_writes=on", "max_wal_size=32MB", "min_wal_size=2MB")


@dataclass
class Stage:
    """`disk` is None where nothing may be mounted; `why_not` says so then."""

    postgres: Postgres
    redis: RedisServer
    webs: list[Web]
    clocks: list[Clock]
    lines: list[Line]
    disk: SmallDisk | None
    why_not: str = ""
    workshop: Workshop | None = None

    @property
    def people(self) -> Workshop:
        assert self.workshop is not None, "no workshop is under way"
        return self.workshop

    def start(self, web: Web) -> None:
        """As a supervisor does: again and again, since the database may be away just now."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                web.start()
                return
            except DidNotStart:
                if time.monotonic() > until:
                    raise

    def start_database(self) -> None:
        """Until it answers; it may find its disk full."""
        until = time.monotonic() + PATIENCE
        while not self.postgres.answers():
            if not self.postgres.process.alive:
                with contextlib.suppress(DidNotStart):
                    self.postgres.start()
            if time.monotonic() > until:
                raise NoEffect("PostgreSQL did not come back:\n" + self.postgres.process.log.read_text()[-3000:])
            time.sleep(0.05)


@contextlib.contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Everything started, tables made."""
    with contextlib.ExitStack() as stack:
        disk, why_not, postgres = _database(stack, folder)
        redis = stack.enter_context(RedisServer())
        clocks = [Clock(folder / f"clock-{number}") for number in range(WEBS)]
        webs = [
            Web(
                folder / f"web-{number}",
                postgres.url(),
                redis.url,
                ALLOWED_HOSTS="127.0.0.1",
                COMPUTING_PROCESSES="0",
                **clock.environment,
            )
            for number, clock in enumerate(clocks)
        ]
        for web in webs:
            web.folder.mkdir(parents=True)
        webs[0].manage("migrate", "--verbosity", "0")
        for web in webs:
            stack.enter_context(web)
        network = stack.enter_context(Network())
        lines = [network.line([web.port for web in webs]) for _ in range(PEOPLE)]
        yield Stage(postgres, redis, webs, clocks, lines, disk, why_not)


def _database(stack: contextlib.ExitStack, folder: Path) -> tuple[SmallDisk | None, str, Postgres]:
    place = Path(tempfile.mkdtemp(prefix="eventstorm-disk-"))
    stack.callback(shutil.rmtree, place, ignore_errors=True)
    disk, why_not = None, ""
    try:
        disk = stack.enter_context(SmallDisk(place, DISK_MIB))
    except NoSmallDisk as error:
        why_not = str(error)
    postgres = Postgres(place, *SETTINGS, making=["--wal-segsize=1"])
    postgres.process.log = folder / "postgres.log"  # not on the disk that is to be full
    stack.enter_context(postgres)
    return disk, why_not, postgres


def ready(web: Web, patience: float = 2.0) -> dict[str, object]:
    """What the process says of itself and of what it needs; {} when it does not answer."""
    try:
        with urllib.request.urlopen(f"{web.address}/readyz", timeout=patience) as answer:
            return dict(json.load(answer))
    except urllib.error.HTTPError as refusal:
        with contextlib.suppress(ValueError, OSError):
            return dict(json.load(refusal))
    except OSError:
        pass
    return {}

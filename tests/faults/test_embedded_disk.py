"""Rule S2 on the embedded database: SQLite on a disk that is full again and again loses nothing it acknowledged."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests.faults.disk import NoSmallDisk, SmallDisk
from tests.faults.rounds import play
from tests.faults.strikes.effect import LogTail, until
from tests.faults.workshop import Workshop
from tests.soak import length
from tests.sync.live_server import Site
from tools.stack import Web

FILLED = length(2, 50)
DISK = length(256, 1_024)  # MiB; what is pasted meanwhile, some 3 MiB each time, has to fit in once it is empty


@pytest.mark.slow
@pytest.mark.soak
@pytest.mark.timeout(length(900, 3_600))
def test_a_full_disk_under_the_embedded_database_loses_nothing_acknowledged(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="eventstorm-disk-") as place:
        try:
            small = SmallDisk(Path(place), DISK).__enter__()
        except NoSmallDisk as refusal:
            pytest.skip(str(refusal))
        try:
            _fill_again_and_again(small, tmp_path)
        finally:
            small.__exit__(None, None, None)


def _fill_again_and_again(small: SmallDisk, folder: Path) -> None:
    database = f"sqlite:///{small.folder / 'board.sqlite3'}"
    web = Web(folder / "web", database, ALLOWED_HOSTS="127.0.0.1", COMPUTING_PROCESSES="0")
    web.folder.mkdir()
    web.manage("migrate", "--verbosity", "0")
    with web:

        def breaking(workshop: Workshop) -> int:
            return sum(_fill(small, web, workshop) for _ in range(FILLED))

        waited, verdict = play(Site(web.address), [web.address] * 3, 5, folder, breaking)
    assert waited >= FILLED
    assert verdict.acknowledged > 10 * FILLED, "the workshop was none"


def _fill(small: SmallDisk, web: Web, workshop: Workshop) -> int:
    """How many pushes had to wait while the disk was full."""
    log, ledger = LogTail(web.process.log), workshop.ledger
    workshop.order("flood", 1)

    def refused() -> bool:
        small.fill()
        return "full" in log.news()

    try:
        until(refused, "SQLite's “database or disk is full” in the server's log")
        waiting = int(until(ledger.waiting, "a push that waits for its answer"))
    finally:
        workshop.order("dry", 1)
        small.empty()
    before = len(ledger.acks)
    until(lambda: len(ledger.acks) > before, "an acknowledgement after the disk was emptied")
    return waiting

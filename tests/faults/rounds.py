"""A workshop from its beginning to the verdict on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from tests.faults.judgement import Verdict, judge
from tests.faults.workshop import Workshop
from tests.sync.live_server import Site
from tests.sync.storms import check_convergence

T = TypeVar("T")


def play(
    site: Site, origins: Sequence[str], seed: int, folder: Path, meanwhile: Callable[[Workshop], T]
) -> tuple[T, Verdict]:
    """One person per origin on a board of their own while `meanwhile` breaks things.

    Fails unless all replicas, the server's document and the fold of the log are equal and the ledger agrees with the
    log; returns what `meanwhile` gave.
    """
    board, people = site.board_with(len(origins))
    start = site.get(people[0], f"/api/v1/boards/{board}/document/")
    with Workshop(board, people, origins, seed, folder) as workshop:
        done = meanwhile(workshop)
        report = workshop.end()
    assert report["settled"], [(user["status"], user["revision"]) for user in report["users"]]
    log = check_convergence(site, board, people[0], start, report)
    verdict = judge(start, log, workshop.ledger, [(revision, text) for revision, text in report["seen"]])
    assert not verdict.wrong, (seed, board, len(verdict.wrong), verdict.wrong[:10])
    assert not workshop.ledger.others["lost the board"]
    return done, verdict

"""Rules S2 and S3 under `kill -9`: what was acknowledged is in the log exactly once, whenever the server dies."""

from __future__ import annotations

import time
from random import Random

import pytest

from tests.soak import length
from tests.sync.live_server import LiveServer
from tests.sync.storms import begin, check_convergence, check_pushes, finish

KILLS = length(20, 300)


@pytest.mark.slow
@pytest.mark.soak
@pytest.mark.timeout(240 + 10 * KILLS)
def test_a_server_killed_again_and_again_loses_nothing_that_it_acknowledged(server: LiveServer) -> None:
    board, people = server.board_with(3)
    start = server.get(people[0], f"/api/v1/boards/{board}/document/")
    storm = begin(server, board, people, seed=77, steps=600 * KILLS, faults=0.002, pause=3, patience=90_000)
    random = Random(77)
    for _ in range(KILLS):
        time.sleep(random.uniform(0.2, 1.2))
        server.kill()
        time.sleep(random.uniform(0, 0.3))
        server.start()
    time.sleep(1)
    assert storm.stdin is not None
    storm.stdin.write("enough\n")
    storm.stdin.flush()
    report = finish(storm, 120)
    log = check_convergence(server, board, people[0], start, report)
    check_pushes(log, report)
    added = {user["member"]: user["added"] for user in report["users"]}
    assert sum(map(len, added.values())) > 10 * KILLS, "the storm was no storm"
    entries: dict[tuple[str, str], int] = {}
    for entry in log:
        entries[entry["author"], entry["push"]] = entries.get((entry["author"], entry["push"]), 0) + 1
    for member, pushes in added.items():
        for push in pushes:
            assert entries.get((member, push)) == 1, f"{push} of {member} was acknowledged"

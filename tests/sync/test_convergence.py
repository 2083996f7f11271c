"""Rules S1 to S6 and S12: whatever the line does, everybody ends with the same board."""

from __future__ import annotations

import pytest

from tests.soak import SOAKING, length
from tests.sync.live_server import LiveServer
from tests.sync.storms import begin, check_convergence, check_pushes, finish

STEPS = length(600, 6_000)
SEEDS = range(1, 14) if SOAKING else range(1, 4)


@pytest.mark.slow
@pytest.mark.timeout(120 + STEPS)
def test_three_people_without_faults_end_with_the_board_of_the_log(server: LiveServer) -> None:
    board, people = server.board_with(3)
    start = server.get(people[0], f"/api/v1/boards/{board}/document/")
    report = finish(begin(server, board, people, seed=9, steps=STEPS, faults=0, pause=2), 60 + STEPS)
    log = check_convergence(server, board, people[0], start, report)
    check_pushes(log, report)
    assert len(log) > STEPS / 2, "the storm was no storm"
    assert sum(user["undos"] for user in report["users"]) > STEPS / 50


@pytest.mark.slow
@pytest.mark.soak
@pytest.mark.timeout(120 + 13 * STEPS)
def test_three_people_on_broken_lines_end_with_the_board_of_the_log(server: LiveServer) -> None:
    for seed in SEEDS:
        board, people = server.board_with(3)
        start = server.get(people[0], f"/api/v1/boards/{board}/document/")
        report = finish(begin(server, board, people, seed=seed, steps=STEPS, faults=0.04, pause=3), 60 + STEPS)
        check_pushes(check_convergence(server, board, people[0], start, report), report)

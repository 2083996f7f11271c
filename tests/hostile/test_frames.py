"""Hostile frames against a real server: it lives, tells nothing of other boards, and boards are what their logs say."""

from __future__ import annotations

import asyncio
import statistics

import pytest

from tests.hostile.besieged import besieged
from tests.hostile.siege import storm
from tests.soak import length

pytestmark = [pytest.mark.slow, pytest.mark.soak, pytest.mark.timeout(7200)]

FRAMES = length(18_000, 900_000)
ATTACKERS = 8
#: MiB by which the last quarter of the attack may be heavier than the one before it.
GROWTH = 24.0


def test_hostile_frames_break_nothing(tmp_path):
    with besieged(tmp_path) as server:
        tally = asyncio.run(storm(server, ATTACKERS, FRAMES, seed=1))
        print(f"{tally.sent} frames, {tally.judged} judged, {tally.acknowledged} acknowledged, closed: {tally.closed}")
        print(f"memory: {[round(weight) for weight in server.memory[:: max(1, len(server.memory) // 12)]]} MiB")
        print(tally.refused.most_common(12))
        assert tally.leaks == []
        assert tally.unknown == []
        assert tally.sent >= FRAMES
        assert tally.judged * 2 >= tally.sent, "at least half get past the envelope"
        assert tally.acknowledged * 10 >= tally.sent, "among them valid ones, so that boards change under it"
        server.expect_unharmed()
        assert _growth(server.memory) < GROWTH


def _growth(memory: list[float]) -> float:
    """How much heavier the last quarter is than the third."""
    quarter = len(memory) // 4
    return statistics.median(memory[-quarter:]) - statistics.median(memory[2 * quarter : 3 * quarter])

"""The small parts of a room: pace, allowance, presence, what is remembered."""

from __future__ import annotations

import threading

import pytest
from websockets.frames import Frame, Opcode

from boards.allowance import Allowance
from boards.pace import LATEST, LONGEST, SHORTEST, Pace
from boards.people import Membership
from boards.presence import Presence
from boards.remembered import Remembered
from boards.wire import encoded


def test_a_quiet_room_does_not_wait_and_a_busy_one_gathers_for_20_to_33_ms():
    pace = Pace()
    pace.heard(1, 3, now=0.0)
    assert pace.pause() == 0.0
    for step in range(100):
        pace.heard(1, 20, now=step / 100)
    assert SHORTEST <= pace.pause() <= LONGEST
    pace.heard(1, 3, now=20.0)
    assert pace.pause() == 0.0


def test_ticks_are_further_apart_while_the_process_is_out_of_breath():
    pace = Pace()
    for step in range(1_000):
        pace.heard(1, 100, now=step / 1_000)
    assert pace.pause() == LONGEST
    for _ in range(50):
        pace.woke(0.001)
    assert pace.pause() == LONGEST, "a little is usual"
    for _ in range(50):
        pace.woke(0.020)
    assert LONGEST + 0.030 < pace.pause() < LATEST
    for _ in range(50):
        pace.woke(5.0)
    assert pace.pause() == LATEST
    for _ in range(100):
        pace.woke(0.0)
    assert pace.pause() == LONGEST, "and it gets its breath back"


def test_an_allowance_lets_a_burst_through_and_then_fills_steadily():
    allowance = Allowance(10, 5, now=0.0)
    assert [allowance.spend(0.0) for _ in range(6)] == [True] * 5 + [False]
    assert allowance.spend(0.1)
    assert not allowance.spend(0.1)


def test_presence_tells_only_what_changed_since_the_last_time():
    presence = Presence()
    presence.enter(Membership("b", "m1", "Alice", "#000000", "owner"))
    presence.take()
    presence.update("m1", {"cursor": {"x": 1, "y": 2}})
    presence.update("m1", {"cursor": {"x": 3, "y": 4}})
    assert presence.take() == (({"id": "m1", "cursor": {"x": 3, "y": 4}},), ())
    assert presence.take() == ((), ())
    presence.leave("m1")
    presence.update("m1", {"cursor": None})
    assert presence.take() == ((), ("m1",))


def test_many_who_ask_at_once_cause_one_computation():
    remembered: Remembered[int] = Remembered(2)
    computed, begun = [], threading.Event()

    def compute() -> int:
        begun.wait(2)
        computed.append(1)
        return 7

    results: list[int] = []
    askers = [threading.Thread(target=lambda: results.append(remembered.get("k", compute))) for _ in range(8)]
    for asker in askers:
        asker.start()
    begun.set()
    for asker in askers:
        asker.join()
    assert results == [7] * 8
    assert len(computed) == 1


def test_a_failure_is_not_remembered():
    remembered: Remembered[int] = Remembered(2)

    def fail() -> int:
        raise ValueError

    for _ in range(2):
        try:
            remembered.get("k", fail)
        except ValueError:
            continue
        raise AssertionError
    assert remembered.get("k", lambda: 1) == 1


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536, 200_000])
def test_a_frame_is_encoded_as_the_websockets_library_would(size):
    text = "é" * (size // 2) + "x" * (size % 2)
    assert encoded(text) == Frame(Opcode.TEXT, text.encode()).serialize(mask=False)

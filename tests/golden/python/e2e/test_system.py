"""The whole system: sagas complete, fail, time out and are taken back; what comes twice counts once.

This file is yours: what you write is kept when the system is generated again.
"""

import pytest

from in_memory import SAMPLES, System


async def test_a_crash_before_publishing_loses_nothing() -> None:
    async with System() as system:
        name, command = next((name, held[0]) for name, held in SAMPLES.items() if held)
        answer = await system.services[name].execute(command, "one")
        system.services[name] = type(system.services[name])(
            system.services[name].definition, system.services[name].database, system.bus
        )
        await system.services[name].start()
        await system.settle()
        published = [message["type"] for message in system.bus.recorded]
        assert published[: len(answer.events)] == [event["type"] for event in answer.events]


@pytest.mark.parametrize("name", SAMPLES)
async def test_what_comes_twice_counts_once(name: str) -> None:
    async with System() as once, System(copies=2) as twice:
        for command in SAMPLES[name]:
            for system in (once, twice):
                await system.services[name].execute(command, "one")
                await system.settle()
            assert twice.bus.facts == once.bus.facts

"""The service on a database of its own in memory, for each test a fresh one.

Generated from the board and rewritten with it; do not edit.
"""

from collections.abc import AsyncIterator

import pytest

from bakery_service.main import build
from bakery_service.runtime.bus import MemoryBus
from bakery_service.runtime.service import Service


@pytest.fixture
def bus() -> MemoryBus:
    return MemoryBus()


@pytest.fixture
async def service(bus: MemoryBus) -> AsyncIterator[Service]:
    running = build("sqlite+aiosqlite:///:memory:", bus)
    await running.start()
    yield running
    await running.stop()

"""All services in one process, on one bus and on databases in memory; and the stories to play with them.

Generated from the board and rewritten with it; do not edit.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self
from uuid import NAMESPACE_OID, uuid5

import bakery_service.generated.samples
import bakery_service.main
import bakery_service.runtime.bus

MEMORY = "sqlite+aiosqlite:///:memory:"
MOST_MESSAGES = 5_000


@dataclass(frozen=True)
class StoryStep:
    """A step of a saga: `method` of `handler` decides in `service`; `failure` is an event that means failure."""

    title: str
    service: str
    handler: type[Any]
    method: str
    refusal: type[Exception]
    compensation: str = ""
    choice: str = ""
    failure: Any = None


@dataclass(frozen=True)
class Story:
    """A saga, the service that runs it, and a sample of the event that starts it."""

    title: str
    saga: str
    service: str
    trigger: Any
    steps: tuple[StoryStep, ...]


STORIES: tuple[Story, ...] = ()

SAMPLES: dict[str, list[Any]] = {
    "bakery": [
        bakery_service.generated.samples.a_bake_bread(),
        bakery_service.generated.samples.a_sell_bread(),
    ],
}


class RecordingBus(bakery_service.runtime.bus.MemoryBus):
    """Keeps all that was published; delivers each message `copies` times."""

    def __init__(self, copies: int) -> None:
        super().__init__()
        self.copies = copies
        self.recorded: list[dict[str, Any]] = []

    @property
    def facts(self) -> list[str]:
        """The types of all that was published, sorted; replies, of which each request has one, left out."""
        types = (message["type"] for message in self.recorded)
        return sorted(type for type in types if not type.endswith(".replies.v1"))

    async def publish(self, topic: str, key: str, body: bytes) -> None:
        self.recorded.append(json.loads(body))
        for _ in range(self.copies):
            await super().publish(topic, key, body)


class System:
    """All services, started. Time stands still unless it is moved."""

    def __init__(self, copies: int = 1) -> None:
        self.bus = RecordingBus(copies)
        self.time = datetime(2031, 1, 1, 12, tzinfo=UTC)
        self.services: dict[str, Any] = {
            "bakery": bakery_service.main.build(MEMORY, self.bus),
        }

    async def __aenter__(self) -> Self:
        for service in self.services.values():
            service.now = lambda: self.time
            await service.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        for service in self.services.values():
            await service.stop()

    async def settle(self) -> int:
        """Publishes and delivers until nothing is left; returns how many messages that were."""
        total = 0
        while total < MOST_MESSAGES:
            relayed = sum([await service.relay() for service in self.services.values()])
            delivered = await self.bus.deliver()
            if not relayed and not delivered:
                return total
            total += relayed
        raise RuntimeError(f"more than {MOST_MESSAGES} messages: policies run in a circle")

    async def happen(self, story: Story, subject: str = "one") -> str:
        """Publishes the event that starts a story; returns the saga's id."""
        service = self.services[story.service]
        runtime = sys.modules[type(service).__module__.rpartition(".")[0] + ".envelope"]
        event = story.trigger
        envelope = runtime.Envelope.first(
            type=event.message_type,
            source="rehearsal",
            subject=subject,
            topic=event.message_topic,
            data=event.to_data(),
            now=self.time,
        )
        await self.bus.publish(envelope.topic, subject, envelope.to_bytes())
        return str(uuid5(NAMESPACE_OID, f"{story.saga} {envelope.id}"))

    async def journey(self, story: Story, id: str) -> dict[str, Any]:
        """How far the saga came: its status, reason and the state of each step."""
        service = self.services[story.service]
        runtime = sys.modules[type(service).__module__.rpartition(".")[0] + ".saga"]
        async with service.database.transaction() as connection:
            found = [one for one in await runtime.journeys(connection) if one["id"] == id]
        return found[0]

    def taken_back(self, correlation: str) -> list[str]:
        """Types of the compensations that were asked for in one story, each once, in sequence."""
        asked = [
            message["type"]
            for message in self.bus.recorded
            if message.get("compensates") and message["correlationid"] == correlation
        ]
        return list(dict.fromkeys(asked))

    def events_of(self, correlation: str) -> list[str]:
        """Types of all that was published in one story, in sequence."""
        return [
            message["type"]
            for message in self.bus.recorded
            if message["correlationid"] == correlation
        ]


@contextmanager
def failing(step: StoryStep) -> Iterator[None]:
    """While it lasts, the step does not succeed: its failure event happens, or it is refused."""
    name = step.choice or step.method
    original = getattr(step.handler, name)

    def choose(*_: Any) -> Any:
        return (step.failure,)

    def refuse(*_: Any) -> Any:
        raise step.refusal("refused by the rehearsal")

    setattr(step.handler, name, choose if step.choice else refuse)
    try:
        yield
    finally:
        setattr(step.handler, name, original)


def expected_way_back(story: Story, failed: int) -> list[str]:
    """Compensations of the steps before the one that failed, the latest first."""
    steps = story.steps[:failed]
    return list(dict.fromkeys(step.compensation for step in reversed(steps) if step.compensation))

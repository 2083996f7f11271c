"""The runtime of generated Python services, tested where it lies."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

import pytest
from pydantic import Field
from sqlalchemy import select

TARGET = str(Path(__file__).parents[2] / "codegen" / "targets" / "python")
sys.path.insert(0, TARGET)

from runtime.aggregate import Aggregate, Refused, State  # noqa: E402
from runtime.bus import MemoryBus  # noqa: E402
from runtime.db import Database, document_table, event_log, list_documents  # noqa: E402
from runtime.defaults import as_int, as_uuid, compose, known  # noqa: E402
from runtime.envelope import MOST_HOPS, Envelope, MalformedEnvelope  # noqa: E402
from runtime.messages import Command, Event, Value  # noqa: E402
from runtime.outbox import backlog  # noqa: E402
from runtime.projection import Projection  # noqa: E402
from runtime.service import Definition, Service  # noqa: E402

NOW = datetime(2031, 1, 1, tzinfo=UTC)


class Raise(Command):
    message_type = "lamps.raise.v1"
    message_topic = "lamps.commands.v1"
    target_field = "lamp"
    lamp: str = Field(alias="lampId")
    by: int


class Raised(Event):
    message_type = "lamps.raised.v1"
    message_topic = "lamps.raised.v1"
    by: int


class LampState(State):
    height: int | None = None


class Lamp(Aggregate):
    kind = "lamp"
    table = document_table("lamps")
    state_class = LampState
    deciders: ClassVar[dict[type[Command], str]] = {Raise: "decide_raise"}
    appliers: ClassVar[dict[type[Event], str]] = {Raised: "on_raised"}

    def decide_raise(self, command: Raise) -> list[Event]:
        if command.by < 0:
            raise Refused("down is not up")
        return [Raised(by=command.by)]

    def on_raised(self, event: Raised) -> None:
        self.state.height = known(self.state.height, 0) + event.by


class Heights(Projection):
    table = document_table("heights_view")
    row_class = LampState
    appliers: ClassVar[dict[type[Event], str]] = {Raised: "on_raised"}
    keys: ClassVar[dict[type[Event], str]] = {}

    def on_raised(self, row: LampState, event: Raised) -> None:
        row.height = known(row.height, 0) + event.by


HEIGHTS = Heights()
LAMPS = Definition("lamps", (Lamp,), (Raised,), consumed=(Raised,), projections=(HEIGHTS,))


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    running = Service(LAMPS, Database("sqlite+aiosqlite:///:memory:"), MemoryBus(), lambda: NOW)
    await running.start()
    yield running
    await running.stop()


async def settle(service: Service) -> None:
    while await service.relay() or await service.bus.deliver():
        pass


def envelope(**more: Any) -> Envelope:
    return Envelope.first(type="t", source="s", subject="one", topic="t", data={}, now=NOW, **more)


async def test_a_message_that_fails_five_times_is_put_aside_and_the_next_arrives() -> None:
    bus, seen = MemoryBus(), []

    async def handle(body: bytes) -> None:
        seen.append(body)
        if body == b"poison":
            raise ValueError(body)

    bus.subscribe("t", "g", handle)
    for body in (b"poison", b"good"):
        await bus.publish("t", "", body)
    assert await bus.deliver() == 2
    assert seen == [b"poison"] * 5 + [b"good"]
    assert [(letter.topic, letter.body) for letter in bus.dead_letters] == [("t", b"poison")]


async def test_each_group_gets_each_message() -> None:
    bus, seen = MemoryBus(), []

    def handler(group: str) -> Any:
        async def handle(body: bytes) -> None:
            seen.append((group, body))

        return handle

    for group in ("a", "b"):
        bus.subscribe("t", group, handler(group))
    await bus.publish("t", "", b"1")
    await bus.deliver()
    assert seen == [("a", b"1"), ("b", b"1")]


def test_a_following_message_knows_its_story_its_cause_and_its_trace() -> None:
    first = envelope()
    second = first.next(type="u", source="s", subject="two", topic="u", data={}, now=NOW)
    assert (second.correlationid, second.causationid, second.hops) == (first.id, first.id, 1)
    assert second.traceparent[:36] == first.traceparent[:36]
    assert second.traceparent != first.traceparent
    assert Envelope.from_bytes(second.to_bytes()) == second


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'"x"', b'{"type": 1}', b"\xff"])
def test_what_is_no_envelope_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedEnvelope):
        Envelope.from_bytes(body)


def test_a_story_without_end_is_ended() -> None:
    message = envelope()
    for _ in range(MOST_HOPS + 1):
        message = message.next(type="t", source="s", subject="", topic="t", data={}, now=NOW)
    with pytest.raises(MalformedEnvelope, match="circle"):
        Envelope.from_bytes(message.to_bytes())


async def test_the_same_key_is_executed_once(service: Service) -> None:
    command = Raise(lamp="one", by=2)
    answers = [await service.execute(command, key="k") for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert (await service.load(Lamp, "one")).state.height == 2


async def test_state_accumulates_and_replays(service: Service) -> None:
    for by in (2, 3):
        await service.execute(Raise(lamp="one", by=by))
    assert (await service.load(Lamp, "one")).state.height == 5
    replayed = await service.replay(Lamp, "one")
    assert (replayed.state.height, replayed.version) == (5, 2)


async def test_a_refusal_changes_nothing_and_publishes_nothing(service: Service) -> None:
    answer = await service.execute(Raise(lamp="one", by=-1))
    assert (answer.outcome, answer.reason) == ("refused", "down is not up")
    assert await backlog(service.database) == 0
    assert (await service.load(Lamp, "one")).version == 0


async def test_a_crash_before_publishing_loses_nothing_and_one_after_it_doubles_nothing(service: Service) -> None:
    await service.execute(Raise(lamp="one", by=2))
    restarted = Service(LAMPS, service.database, service.bus, lambda: NOW)
    await restarted.start()
    async with service.database.transaction() as connection:
        bodies = (await connection.execute(select(event_log.c.body))).scalars().all()
    await service.bus.publish("lamps.raised.v1", "one", bodies[0].encode())  # published, then crashed unmarked
    await settle(restarted)
    assert await rows(service) == [{"id": "one", "height": 2}]


async def test_a_projection_can_be_built_again_from_the_log(service: Service) -> None:
    for by in (2, 3):
        await service.execute(Raise(lamp="one", by=by))
    await settle(service)
    before = await rows(service)
    assert await service.rebuild(HEIGHTS) == 2
    assert await rows(service) == before == [{"id": "one", "height": 5}]


async def test_old_messages_are_purged_and_waiting_ones_kept(service: Service) -> None:
    await service.execute(Raise(lamp="one", by=2))
    await settle(service)
    await service.execute(Raise(lamp="one", by=2))
    service.now = lambda: NOW + timedelta(days=40)
    assert await service.purge() == 4  # one published; three received: two commands, one event
    assert await backlog(service.database) == 1


def test_what_is_not_said_gets_an_empty_value_of_its_type() -> None:
    class Colour(StrEnum):
        RED = "red"

    class Inner(Value):
        size: Decimal

    class Outer(Value):
        text: str
        colour: Colour
        inner: Inner
        many: list[Inner]
        key: UUID
        when: datetime
        perhaps: int | None

    made = compose(Outer, {"text": "kept", "colour": "no such colour", "inner": {"size": "2.5"}})
    assert (made.text, made.colour, made.inner.size, made.many, made.perhaps) == (
        "kept",
        "red",
        Decimal("2.5"),
        [],
        None,
    )


def test_ids_of_any_form_become_keys() -> None:
    assert as_uuid("00000000-0000-0000-0000-000000000001") == UUID(int=1)
    assert as_uuid("seven") == as_uuid("seven") != as_uuid("eight")
    assert (as_int("7"), as_int("seven")) == (7, as_int("seven"))


async def rows(service: Service) -> list[dict[str, Any]]:
    async with service.database.transaction() as connection:
        return await list_documents(connection, HEIGHTS.table, 10, "")

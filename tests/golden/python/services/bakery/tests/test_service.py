"""The service as a whole: what it listens to, what it publishes, once and not twice, and its ways in.

This file is yours: what you write is kept when the system is generated again.
"""

from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from pytest import MonkeyPatch
from sqlalchemy import select

from bakery_service.generated.application import COMMANDS, QUERIES
from bakery_service.generated.samples import a_bake_bread, a_bread_baked, a_sell_bread
from bakery_service.runtime.app import routes
from bakery_service.runtime.bus import MemoryBus
from bakery_service.runtime.db import outbox
from bakery_service.runtime.envelope import Envelope
from bakery_service.runtime.messages import Command, Event, Message
from bakery_service.runtime.outbox import backlog
from bakery_service.runtime.service import Answer, Service

COMMANDS_AND_TOPICS: list[tuple[Command, list[str]]] = [
    (a_bake_bread(), ["bakery.bread-baked.v1"]),
    (a_sell_bread(), ["bakery.bread-sold.v1"]),
]
REACTIONS: list[tuple[Event, list[str]]] = [
    (
        a_bread_baked(),
        ["bakery.sell-bread.v1"],
    ),
]
PATHS: list[tuple[str, Command]] = [
    ("/commands/bake-bread", a_bake_bread()),
    ("/commands/sell-bread", a_sell_bread()),
]


def test_it_listens_to_its_topics(service: Service) -> None:
    assert service.subscriptions == (
        "bakery.bread-baked.v1",
        "bakery.commands.v1",
    )


def test_it_has_its_ways_in() -> None:
    assert list(COMMANDS) == [path for path, _ in PATHS]
    assert list(QUERIES) == []


@pytest.mark.parametrize(("command", "topics"), COMMANDS_AND_TOPICS)
async def test_a_command_publishes_its_events_once(
    service: Service, bus: MemoryBus, command: Command, topics: list[str]
) -> None:
    answer = await service.execute(command, "one", key="the same")
    again = await service.execute(command, "one", key="the same")
    assert again == answer
    assert await backlog(service.database) == len(topics)
    assert await service.relay() == len(topics)
    assert await service.relay() == 0
    assert bus.published == {topic: topics.count(topic) for topic in topics}


@pytest.mark.parametrize(("command", "topics"), COMMANDS_AND_TOPICS)
async def test_events_alone_give_the_same_state(
    service: Service, command: Command, topics: list[str]
) -> None:
    answer = await service.execute(command, "one")
    for kind in service.definition.aggregates:
        stored = await service.load(kind, answer.id)
        replayed = await service.replay(kind, answer.id)
        assert (replayed.state, replayed.version) == (stored.state, stored.version)
    assert await backlog(service.database) == len(topics)


@pytest.mark.parametrize(("event", "types"), REACTIONS)
async def test_an_event_is_reacted_to_once(
    service: Service, bus: MemoryBus, event: Event, types: list[str]
) -> None:
    envelope = arriving(service, event)
    for _ in range(20):
        await bus.publish(envelope.topic, "one", envelope.to_bytes())
    await bus.deliver()
    sent = await outgoing(service)
    assert sorted(message.type for message in sent) == sorted(types)
    assert {message.correlationid for message in sent} == {envelope.correlationid}
    assert {message.causationid for message in sent} == {envelope.id}
    assert {message.traceparent[:35] for message in sent} == {envelope.traceparent[:35]}


async def test_commands_come_in_over_http(service: Service) -> None:
    async with browser(service) as client:
        for path, command in PATHS:
            answer = await client.post(path, json=command.to_data(), params={"id": "one"})
            assert answer.status_code == 200, answer.text
            assert answer.json()["outcome"] == "done"


async def test_a_refused_command_is_a_conflict(service: Service, monkeypatch: MonkeyPatch) -> None:
    async def refuse(*_: Any) -> Any:
        return Answer("one", "refused", "the rules forbid it")

    monkeypatch.setattr(service, "execute", refuse)
    async with browser(service) as client:
        answer = await client.post(PATHS[0][0], json=PATHS[0][1].to_data())
    assert (answer.status_code, answer.json()["detail"]) == (409, "the rules forbid it")


async def test_queries_and_health_answer(service: Service) -> None:
    async with browser(service) as client:
        for path in ("/healthz", "/readyz", "/sagas", *QUERIES):
            assert (await client.get(path)).status_code == 200
        for path in QUERIES:
            assert (await client.get(f"{path}/nobody")).status_code == 404


async def test_a_poison_message_is_put_aside(service: Service, bus: MemoryBus) -> None:
    await bus.publish("bakery.bread-baked.v1", "", b"not an envelope")
    await bus.deliver()
    assert [letter.group for letter in bus.dead_letters] == [service.name]


async def test_what_was_taken_back_before_it_came_is_ignored(
    service: Service, bus: MemoryBus
) -> None:
    late = arriving(service, a_bake_bread())
    earlier = replace(arriving(service, a_bake_bread()), compensates=late.id)
    for envelope in (earlier, late):
        await bus.publish(envelope.topic, "one", envelope.to_bytes())
    await bus.deliver()
    assert not bus.dead_letters
    assert await backlog(service.database) == 0


async def test_a_command_is_answered_where_its_sender_listens(
    service: Service, bus: MemoryBus
) -> None:
    request = replace(arriving(service, a_bake_bread()), replyto="somewhere.replies.v1")
    for _ in range(2):
        await bus.publish(request.topic, "one", request.to_bytes())
    await bus.deliver()
    replies = [message for message in await outgoing(service) if message.type == request.replyto]
    assert [reply.causationid for reply in replies] == [request.id, request.id]
    assert {reply.correlationid for reply in replies} == {request.correlationid}
    assert replies[0].data == replies[1].data
    assert replies[0].data["outcome"] == "done"


def arriving(service: Service, message: Message) -> Envelope:
    """The message as another service would send it."""
    return Envelope.first(
        type=message.message_type,
        source="test",
        subject="one",
        topic=message.message_topic,
        data=message.to_data(),
        now=service.now(),
    )


async def outgoing(service: Service) -> list[Envelope]:
    """What waits in the outbox, oldest first."""
    async with service.database.transaction() as connection:
        bodies = await connection.execute(select(outbox.c.body).order_by(outbox.c.position))
        return [Envelope.from_bytes(body.encode()) for body in bodies.scalars()]


def browser(service: Service) -> AsyncClient:
    """A client of the service's HTTP side."""
    app = FastAPI()
    app.include_router(routes(service, COMMANDS, QUERIES))
    return AsyncClient(transport=ASGITransport(app), base_url="http://service")

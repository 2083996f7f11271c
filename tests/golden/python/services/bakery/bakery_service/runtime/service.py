"""A service at work: commands in, events out; events in, projections, policies and sagas moved on.

One transaction holds the inbox row, the changed state and the messages that follow from it.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from . import inbox, outbox
from .aggregate import Aggregate, Refused
from .bus import Bus
from .db import ChangedMeanwhile, Database, empty_table, event_log, load_document, save_document
from .envelope import Envelope
from .external import External
from .messages import Command, Event
from .projection import Projection
from .saga import Orchestrator, Saga

MOST_TRIES = 5
KEEP_PUBLISHED = timedelta(days=7)
KEEP_RECEIVED = timedelta(days=30)  # longer than any bus redelivers

Reaction = Callable[[Any, str], list[Command]]


@dataclass(frozen=True, slots=True)
class Definition:
    """What makes one service different from the next.

    `policies` are (event, reaction); `events` are those it publishes, `consumed` those it reacts
    to.
    """

    name: str
    aggregates: tuple[type[Aggregate], ...]
    events: tuple[type[Event], ...]
    consumed: tuple[type[Event], ...] = ()
    externals: tuple[External, ...] = ()
    policies: tuple[tuple[type[Event], Reaction], ...] = ()
    projections: tuple[Projection, ...] = ()
    sagas: tuple[Saga, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a command: `outcome` is "done" or "refused"; `events` are {type, data}."""

    id: str
    outcome: str
    reason: str = ""
    events: list[dict[str, Any]] = field(default_factory=list)


def utc_now() -> datetime:
    return datetime.now(UTC)


class Service:
    """Runs a definition on a database and a bus. `now` gives the time, so that tests may."""

    def __init__(
        self,
        definition: Definition,
        database: Database,
        bus: Bus,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self.definition = definition
        self.name = definition.name
        self.database = database
        self.bus = bus
        self.now = now
        self.orchestrator = Orchestrator(self.name, definition.sagas)
        handlers: list[type[Aggregate] | External] = [*definition.aggregates, *definition.externals]
        self._handlers = {command: handler for handler in handlers for command in handler.deciders}
        self._commands = {command.message_type: command for command in self._handlers}
        self._replies = {saga.replies for saga in definition.sagas}
        self._events = {
            event.message_type: event for event in (*definition.events, *definition.consumed)
        }

    @property
    def subscriptions(self) -> tuple[str, ...]:
        """The topics that this service listens to, sorted."""
        topics = {event.message_topic for event in self.definition.consumed}
        topics |= {command.message_topic for command in self._handlers}
        topics |= {saga.replies for saga in self.definition.sagas}
        return tuple(sorted(topics))

    async def start(self) -> None:
        await self.database.create_tables()
        for topic in self.subscriptions:
            self.bus.subscribe(topic, self.name, self.receive)

    async def stop(self) -> None:
        await self.database.close()

    async def execute(self, command: Command, id: str | None = None, key: str = "") -> Answer:
        """Handles a command that came from outside.

        `id` is the aggregate's where the command does not say.

        `key` makes it idempotent: the same key is executed once and answered the same.
        """
        envelope = Envelope.first(
            type=command.message_type,
            source=self.name,
            subject="",
            topic=command.message_topic,
            data=command.to_data(),
            now=self.now(),
            id=key,
        )
        return await self._handle_command(
            envelope, command, command.target_id() or id or envelope.id
        )

    async def receive(self, body: bytes) -> None:
        """Handles a message from the bus.

        Raises for one that cannot be handled, so that the bus tries again.
        """
        envelope = Envelope.from_bytes(body)
        if envelope.type in self._commands:
            command = self._commands[envelope.type].from_data(envelope.data)
            await self._handle_command(envelope, command, envelope.subject or envelope.id)
        elif envelope.type in self._events:
            await self._handle_event(envelope)
        elif envelope.type in self._replies:
            async with self.database.transaction() as connection:
                if await inbox.claim(connection, envelope.id, self.now()):
                    await self.orchestrator.on_reply(connection, envelope, self.now())
        else:
            raise LookupError(f"{self.name} does not know messages of type {envelope.type}")

    async def relay(self) -> int:
        """Publishes a batch of what the outbox holds; returns how many messages."""
        return await outbox.relay(self.database, self.bus, self.now())

    async def check_deadlines(self) -> int:
        """Moves on the sagas that wait too long; returns how many."""
        async with self.database.transaction() as connection:
            return await self.orchestrator.on_time(connection, self.now())

    async def purge(self) -> int:
        """Removes what was published and forgets what was received long ago; returns how many."""
        now = self.now()
        sent = await outbox.purge(self.database, now - KEEP_PUBLISHED)
        return sent + await inbox.purge(self.database, now - KEEP_RECEIVED)

    async def load(self, kind: type[Aggregate], id: str) -> Aggregate:
        """An aggregate from its latest state."""
        async with self.database.transaction() as connection:
            return await self._load(connection, kind, id)

    async def replay(self, kind: type[Aggregate], id: str) -> Aggregate:
        """The same aggregate from its events alone."""
        async with self.database.transaction() as connection:
            stream = (
                select(event_log.c.body)
                .where(event_log.c.aggregate == kind.kind, event_log.c.aggregate_id == id)
                .order_by(event_log.c.version)
            )
            bodies = (await connection.execute(stream)).scalars().all()
        return kind.replay(id, self.now(), [self._event_in(body) for body in bodies])

    async def rebuild(self, projection: Projection) -> int:
        """Empties a projection and fills it from this service's own events.

        Returns how many it saw.
        """
        async with self.database.transaction() as connection:
            await empty_table(connection, projection.table)
            log = select(event_log.c.body).order_by(event_log.c.position)
            count = 0
            for body in (await connection.execute(log)).scalars().all():
                event = self._event_in(body)
                if type(event) in projection.appliers:
                    subject = json.loads(body)["subject"]
                    await projection.project(connection, event, subject)
                    count += 1
        return count

    def _event_in(self, body: str) -> Event:
        raw = json.loads(body)
        return self._events[raw["type"]].from_data(raw["data"])

    async def _load(self, connection: AsyncConnection, kind: type[Aggregate], id: str) -> Aggregate:
        version, body = await load_document(connection, kind.table, id)
        state = kind.state_class.model_validate_json(json.dumps(body))
        return kind(id, self.now(), state, version)

    async def _handle_command(self, envelope: Envelope, command: Command, target: str) -> Answer:
        for attempt in range(1, MOST_TRIES + 1):
            try:
                async with self.database.transaction() as connection:
                    return await self._apply_command(connection, envelope, command, target)
            except (ChangedMeanwhile, IntegrityError):
                if attempt == MOST_TRIES:
                    raise
        raise AssertionError("the loop above returns or raises")

    async def _apply_command(
        self, connection: AsyncConnection, envelope: Envelope, command: Command, target: str
    ) -> Answer:
        now = self.now()
        if not await inbox.claim(connection, envelope.id, now):
            stored = await inbox.answer_of(connection, envelope.id)
            answer = Answer(**json.loads(stored)) if stored else Answer(target, "done")
        elif envelope.compensates and await inbox.claim(connection, envelope.compensates, now):
            # What is to be taken back never arrived; claimed, it will be ignored when it does.
            answer = Answer(target, "done")
        else:
            answer = await self._decide(connection, envelope, command, target)
        await inbox.remember_answer(connection, envelope.id, json.dumps(_as_data(answer)))
        if envelope.replyto:
            await outbox.put(connection, self._reply(envelope, answer))
        return answer

    def _reply(self, envelope: Envelope, answer: Answer) -> Envelope:
        return envelope.next(
            type=envelope.replyto,
            source=self.name,
            subject=envelope.subject,
            topic=envelope.replyto,
            data=_as_data(answer),
            now=self.now(),
        )

    async def _decide(
        self, connection: AsyncConnection, envelope: Envelope, command: Command, target: str
    ) -> Answer:
        handler = self._handlers[type(command)]
        if isinstance(handler, External):
            try:
                reports = await handler.handle(command, target)
            except Refused as refusal:
                return Answer(target, "refused", str(refusal))
            for report in reports:
                await self._send(connection, envelope, report, target)
            return Answer(target, "done")
        aggregate = await self._load(connection, handler, target)
        stored = aggregate.version
        try:
            events = aggregate.decide(command)
        except Refused as refusal:
            return Answer(target, "refused", str(refusal))
        for event in events:
            aggregate.apply(event)
            await self._record(connection, envelope, aggregate, event)
        if events:
            body = aggregate.state.model_dump(mode="json", by_alias=True)
            await save_document(connection, handler.table, target, stored, body, aggregate.version)
        happened = [{"type": event.message_type, "data": event.to_data()} for event in events]
        return Answer(target, "done", events=happened)

    async def _record(
        self, connection: AsyncConnection, cause: Envelope, aggregate: Aggregate, event: Event
    ) -> None:
        envelope = cause.next(
            type=event.message_type,
            source=self.name,
            subject=aggregate.id,
            topic=event.message_topic,
            data=event.to_data(),
            now=self.now(),
        )
        await connection.execute(
            insert(event_log).values(
                aggregate=aggregate.kind,
                aggregate_id=aggregate.id,
                version=aggregate.version,
                body=envelope.to_bytes().decode(),
            )
        )
        await outbox.put(connection, envelope)

    async def _handle_event(self, envelope: Envelope) -> None:
        event = self._events[envelope.type].from_data(envelope.data)
        async with self.database.transaction() as connection:
            if not await inbox.claim(connection, envelope.id, self.now()):
                return
            for projection in self.definition.projections:
                if type(event) in projection.appliers:
                    await projection.project(connection, event, envelope.subject)
            for trigger, react in self.definition.policies:
                if trigger is type(event):
                    for command in react(event, envelope.subject):
                        await self._send(connection, envelope, command, envelope.subject)
            await self.orchestrator.start(connection, envelope, event, self.now())

    async def _send(
        self, connection: AsyncConnection, cause: Envelope, command: Command, subject: str
    ) -> None:
        await outbox.put(
            connection,
            cause.next(
                type=command.message_type,
                source=self.name,
                subject=command.target_id() or subject,
                topic=command.message_topic,
                data=command.to_data(),
                now=self.now(),
            ),
        )


def _as_data(answer: Answer) -> dict[str, Any]:
    return {
        "id": answer.id,
        "outcome": answer.outcome,
        "reason": answer.reason,
        "events": answer.events,
    }

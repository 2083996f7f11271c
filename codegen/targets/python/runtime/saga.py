"""Sagas by orchestration: a row that remembers how far it came, steps with what takes them back.

A step is a command to some service, which replies. Refused, or answered by an event that means
failure: the steps before it are taken back in reverse. No reply in time means *unknown*: then that
step is taken back as well, and the service that receives the compensation first will ignore the
late request. Every message may come twice.
"""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from . import outbox
from .db import saga as table
from .defaults import compose
from .envelope import Envelope
from .messages import Command, Event

RUNNING, COMPENSATING = "running", "compensating"
COMPLETED, COMPENSATED, STUCK = "completed", "compensated", "stuck"
MOST_TRIES = 5

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Step:
    """`failures` are events that the command may lead to and that mean that it did not succeed."""

    command: type[Command]
    compensation: type[Command] | None = None
    failures: tuple[type[Event], ...] = ()


@dataclass(frozen=True, slots=True)
class Saga:
    """`timeout`: how long a step may take.

    `replies` is the topic on which the steps' services answer.
    """

    name: str
    replies: str
    triggers: tuple[type[Event], ...]
    steps: tuple[Step, ...]
    timeout: timedelta = timedelta(seconds=30)


class Orchestrator:
    """Runs the sagas of one service; every method belongs inside the caller's transaction."""

    def __init__(self, service: str, sagas: tuple[Saga, ...]) -> None:
        self._service = service
        self.sagas = {saga.name: saga for saga in sagas}

    async def start(
        self, connection: AsyncConnection, cause: Envelope, event: Event, now: datetime
    ) -> None:
        """Starts every saga that this event triggers."""
        for saga in self.sagas.values():
            if type(event) in saga.triggers:
                journey = _Journey.begin(saga, cause)
                await connection.execute(insert(table).values(journey.row()))
                log.info("%s %s: started by %s", saga.name, journey.id, cause.type)
                await self._next_step(connection, journey, now)
                await _save(connection, journey)

    async def on_reply(self, connection: AsyncConnection, reply: Envelope, now: datetime) -> None:
        """Goes on after a step's reply; a reply that nobody waits for any more is ignored."""
        waiting = select(table).where(table.c.waits_for == reply.causationid)
        row = (await connection.execute(waiting)).one_or_none()
        if row is None or row.status not in (RUNNING, COMPENSATING):
            return
        journey = _Journey.of(row, self.sagas)
        if journey.status == COMPENSATING:
            await self._compensated(connection, journey, reply, now)
        else:
            await self._answered(connection, journey, reply, now)
        await _save(connection, journey)

    async def on_time(self, connection: AsyncConnection, now: datetime) -> int:
        """Compensates, or asks again, where a reply is overdue.

        Returns how many sagas that were.
        """
        overdue = select(table).where(
            table.c.status.in_([RUNNING, COMPENSATING]), table.c.deadline < now.isoformat()
        )
        rows = (await connection.execute(overdue)).all()
        for row in rows:
            journey = _Journey.of(row, self.sagas)
            if journey.status == RUNNING:
                journey.sent[-1]["state"] = "unknown"
                journey.reason = "no reply in time"
                await self._take_back(connection, journey, now)
            else:
                await self._ask_again(connection, journey, now)
            await _save(connection, journey)
        return len(rows)

    async def _answered(
        self, connection: AsyncConnection, journey: "_Journey", reply: Envelope, now: datetime
    ) -> None:
        failures = {event.message_type for event in journey.saga.steps[journey.step].failures}
        failed = [event for event in reply.data["events"] if event["type"] in failures]
        if reply.data["outcome"] != "done" or failed:
            journey.sent[-1]["state"] = "refused"
            journey.reason = reply.data["reason"] or failed[0]["type"]
            await self._take_back(connection, journey, now)
            return
        journey.sent[-1]["state"] = "done"
        for event in reply.data["events"]:
            journey.data.update(event["data"])
        journey.step += 1
        await self._next_step(connection, journey, now)

    async def _next_step(
        self, connection: AsyncConnection, journey: "_Journey", now: datetime
    ) -> None:
        if journey.step == len(journey.saga.steps):
            journey.finish(COMPLETED)
            return
        command = journey.saga.steps[journey.step].command
        envelope = await self._send(connection, journey, command, journey.data, "", now)
        journey.sent.append(
            {
                "step": journey.step,
                "id": envelope.id,
                "subject": envelope.subject,
                "data": envelope.data,
                "state": "sent",
            }
        )

    async def _take_back(
        self, connection: AsyncConnection, journey: "_Journey", now: datetime
    ) -> None:
        journey.status = COMPENSATING
        for entry in journey.to_take_back():
            compensation = journey.saga.steps[entry["step"]].compensation
            if compensation is None:
                entry["state"] = "kept"
                continue
            data = {**entry["data"], **journey.data, "": entry["subject"]}
            await self._send(connection, journey, compensation, data, entry["id"], now)
            return
        journey.finish(COMPENSATED)

    async def _compensated(
        self, connection: AsyncConnection, journey: "_Journey", reply: Envelope, now: datetime
    ) -> None:
        if reply.data["outcome"] != "done":
            journey.reason = f"{journey.reason}; compensation refused: {reply.data['reason']}"
            journey.finish(STUCK)
            return
        next(journey.to_take_back())["state"] = "compensated"
        await self._take_back(connection, journey, now)

    async def _ask_again(
        self, connection: AsyncConnection, journey: "_Journey", now: datetime
    ) -> None:
        if journey.attempt >= MOST_TRIES:
            journey.reason = f"{journey.reason}; compensation not answered"
            journey.finish(STUCK)
            return
        journey.attempt += 1
        journey.deadline = (now + journey.saga.timeout).isoformat()
        await outbox.put_again(connection, Envelope.from_bytes(journey.pending.encode()))

    async def _send(
        self,
        connection: AsyncConnection,
        journey: "_Journey",
        command_class: type[Command],
        data: dict[str, Any],
        compensates: str,
        now: datetime,
    ) -> Envelope:
        known = dict(data)
        subject = known.pop("")
        target = command_class.wire_name(command_class.target_field)
        if target:
            known.setdefault(target, subject)
        command = compose(command_class, known)
        envelope = Envelope.from_bytes(journey.origin.encode()).next(
            type=command.message_type,
            source=self._service,
            subject=command.target_id() or subject,
            topic=command.message_topic,
            data=command.to_data(),
            now=now,
            replyto=journey.saga.replies,
            compensates=compensates,
        )
        await outbox.put(connection, envelope)
        journey.waits_for = envelope.id
        journey.pending = envelope.to_bytes().decode()
        journey.deadline = (now + journey.saga.timeout).isoformat()
        journey.attempt = 1
        return envelope


@dataclass(slots=True)
class _Journey:
    """One run of a saga.

    `data` is all that its messages said so far, by wire name; under "" the first subject.
    """

    id: str
    saga: Saga
    status: str
    step: int
    waits_for: str
    deadline: str
    attempt: int
    data: dict[str, Any]
    sent: list[dict[str, Any]]
    reason: str
    origin: str
    pending: str

    @classmethod
    def begin(cls, saga: Saga, cause: Envelope) -> "_Journey":
        id = str(uuid5(NAMESPACE_OID, f"{saga.name} {cause.id}"))
        data = {**cause.data, "": cause.subject}
        origin = cause.to_bytes().decode()
        return cls(id, saga, RUNNING, 0, "", "", 0, data, [], "", origin, "")

    @classmethod
    def of(cls, row: Row[Any], sagas: dict[str, Saga]) -> "_Journey":
        values = {**row._mapping, "saga": sagas[row.name], "data": dict(row.data)}
        del values["name"]
        return cls(**{**values, "sent": [dict(entry) for entry in row.sent]})

    def row(self) -> dict[str, Any]:
        columns = {name: getattr(self, name) for name in self.__slots__ if name != "saga"}
        return {**columns, "name": self.saga.name}

    def to_take_back(self) -> Iterator[dict[str, Any]]:
        """What was done, or may have been done, the latest first."""
        return (entry for entry in reversed(self.sent) if entry["state"] in ("done", "unknown"))

    def finish(self, status: str) -> None:
        self.status = status
        self.waits_for = ""
        log.info("%s %s: %s %s", self.saga.name, self.id, status, self.reason)


async def _save(connection: AsyncConnection, journey: _Journey) -> None:
    await connection.execute(update(table).where(table.c.id == journey.id).values(journey.row()))


async def journeys(connection: AsyncConnection) -> list[dict[str, Any]]:
    """Every saga's run, for people to look at: name, status, reason, and each step's state."""
    rows = await connection.execute(select(table).order_by(table.c.id))
    return [
        {
            "id": row.id,
            "saga": row.name,
            "correlation": json.loads(row.origin)["correlationid"],
            "status": row.status,
            "reason": row.reason,
            "steps": [entry["state"] for entry in row.sent],
        }
        for row in rows
    ]

"""The outbox: messages are stored with the change that causes them, and published afterwards.

A crash between the two loses nothing: what is not marked as published is published again.
Receivers ignore duplicates.
"""

from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from .bus import Bus
from .db import Database, outbox
from .envelope import Envelope

BATCH = 200


async def put(connection: AsyncConnection, envelope: Envelope) -> None:
    """Stores a message; to be called within the transaction of the change."""
    await connection.execute(
        insert(outbox).values(
            id=envelope.id,
            topic=envelope.topic,
            key=envelope.subject,
            body=envelope.to_bytes().decode(),
        )
    )


async def put_again(connection: AsyncConnection, envelope: Envelope) -> None:
    """Publishes a message once more.

    Receivers that have seen it answer what they answered before.
    """
    await connection.execute(
        update(outbox).where(outbox.c.id == envelope.id).values(published_at=None)
    )


async def relay(database: Database, bus: Bus, now: datetime) -> int:
    """Publishes up to one batch, oldest first; returns how many messages were published."""
    async with database.transaction() as connection:
        rows = (
            await connection.execute(
                select(outbox)
                .where(outbox.c.published_at.is_(None))
                .order_by(outbox.c.position)
                .limit(BATCH)
            )
        ).all()
    for row in rows:
        await bus.publish(row.topic, row.key, row.body.encode())
    if rows:
        async with database.transaction() as connection:
            await connection.execute(
                update(outbox)
                .where(outbox.c.position.in_([row.position for row in rows]))
                .values(published_at=now.isoformat())
            )
    return len(rows)


async def backlog(database: Database) -> int:
    """How many messages wait to be published."""
    async with database.transaction() as connection:
        count = select(func.count()).where(outbox.c.published_at.is_(None))
        return (await connection.execute(count)).scalar_one()


async def purge(database: Database, before: datetime) -> int:
    """Removes messages that were published before a moment; returns how many."""
    async with database.transaction() as connection:
        done = await connection.execute(
            delete(outbox).where(outbox.c.published_at < before.isoformat())
        )
    return done.rowcount

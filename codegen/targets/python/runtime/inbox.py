"""The inbox: each message is applied once.

Its row is written in the transaction that applies it.
"""

from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from .db import Database, inbox


async def is_known(connection: AsyncConnection, message_id: str) -> bool:
    found = select(inbox.c.message_id).where(inbox.c.message_id == message_id)
    return (await connection.execute(found)).one_or_none() is not None


async def claim(connection: AsyncConnection, message_id: str, now: datetime) -> bool:
    """Marks a message as received; False when it was received before.

    A tombstone is a claim for a message to come.
    """
    if await is_known(connection, message_id):
        return False
    await connection.execute(
        insert(inbox).values(message_id=message_id, received_at=now.isoformat())
    )
    return True


async def remember_answer(connection: AsyncConnection, message_id: str, answer: str) -> None:
    await connection.execute(
        update(inbox).where(inbox.c.message_id == message_id).values(answer=answer)
    )


async def answer_of(connection: AsyncConnection, message_id: str) -> str | None:
    """What was answered to a message, None when nothing was."""
    found = select(inbox.c.answer).where(inbox.c.message_id == message_id)
    return (await connection.execute(found)).scalar_one_or_none()


async def purge(database: Database, before: datetime) -> int:
    """Forgets messages received before a moment; returns how many.

    Keep longer than the bus can redeliver.
    """
    async with database.transaction() as connection:
        done = await connection.execute(
            delete(inbox).where(inbox.c.received_at < before.isoformat())
        )
    return done.rowcount

"""The service's own database: tables that every service has, tables of documents, transactions."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    delete,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import StaticPool

metadata = MetaData()

_sequence = BigInteger().with_variant(Integer, "sqlite")

outbox = Table(
    "outbox",
    metadata,
    Column("position", _sequence, primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("topic", String(250), nullable=False),
    Column("key", String(250), nullable=False),
    Column("body", String, nullable=False),
    Column("published_at", String(40)),
    Index("outbox_unpublished", "published_at", "position"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("message_id", String(64), primary_key=True),
    Column("received_at", String(40), nullable=False),
    Column("answer", String),
)

event_log = Table(
    "event_log",
    metadata,
    Column("position", _sequence, primary_key=True, autoincrement=True),
    Column("aggregate", String(100), nullable=False),
    Column("aggregate_id", String(250), nullable=False),
    Column("version", Integer, nullable=False),
    Column("body", String, nullable=False),
    Index("event_log_stream", "aggregate", "aggregate_id", "version", unique=True),
)

saga = Table(
    "saga",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("status", String(20), nullable=False),
    Column("step", Integer, nullable=False),
    Column("waits_for", String(64), nullable=False),
    Column("deadline", String(40), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("data", JSON, nullable=False),
    Column("sent", JSON, nullable=False),
    Column("reason", String, nullable=False),
    Column("origin", String, nullable=False),
    Column("pending", String, nullable=False),
)


class ChangedMeanwhile(Exception):
    """Somebody else changed the same row first; try again."""


def document_table(name: str) -> Table:
    """A table of JSON documents by id, with a version that tells concurrent changes apart."""
    return Table(
        name,
        metadata,
        Column("id", String(250), primary_key=True),
        Column("version", Integer, nullable=False),
        Column("body", JSON, nullable=False),
    )


class Database:
    """`url` is an SQLAlchemy URL with an asynchronous driver."""

    def __init__(self, url: str) -> None:
        self._embedded = url.startswith("sqlite")
        in_memory = ":memory:" in url
        options: dict[str, Any] = {"poolclass": StaticPool} if in_memory else {}
        self.engine = create_async_engine(url, **options)
        self._one_writer = asyncio.Lock()

    async def create_tables(self) -> None:
        async with self.engine.begin() as connection:
            await connection.run_sync(metadata.create_all)

    async def close(self) -> None:
        await self.engine.dispose()

    async def answers(self) -> bool:
        """Whether the database can be reached now."""
        try:
            async with self.transaction() as connection:
                await connection.execute(text("SELECT 1"))
        except Exception:  # noqa: BLE001 - whatever the driver raises: not reachable
            return False
        return True

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """All of it or nothing.

        SQLite has one writer at a time, so the embedded database takes turns.
        """
        turn = self._one_writer if self._embedded else nullcontext()
        async with turn, self.engine.begin() as connection:
            yield connection


async def load_document(
    connection: AsyncConnection, table: Table, id: str
) -> tuple[int, dict[str, Any]]:
    """The version and body of a document; version 0 and an empty body when there is none."""
    row = (await connection.execute(select(table).where(table.c.id == id))).one_or_none()
    return (row.version, row.body) if row else (0, {})


async def save_document(
    connection: AsyncConnection,
    table: Table,
    id: str,
    version: int,
    body: dict[str, Any],
    new_version: int,
) -> None:
    """Replaces `version` by `new_version`.

    Raises ChangedMeanwhile when `version` is not the latest.
    """
    if version == 0:
        await connection.execute(insert(table).values(id=id, version=new_version, body=body))
        return
    done = await connection.execute(
        update(table)
        .where(table.c.id == id, table.c.version == version)
        .values(version=new_version, body=body)
    )
    if done.rowcount != 1:
        raise ChangedMeanwhile(f"{table.name} {id}")


async def list_documents(
    connection: AsyncConnection, table: Table, limit: int, after: str
) -> list[dict[str, Any]]:
    """Documents by id, those behind `after` only."""
    rows = await connection.execute(
        select(table).where(table.c.id > after).order_by(table.c.id).limit(limit)
    )
    return [{"id": row.id, **row.body} for row in rows]


async def empty_table(connection: AsyncConnection, table: Table) -> None:
    await connection.execute(delete(table))

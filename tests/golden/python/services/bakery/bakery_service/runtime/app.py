"""The HTTP side of a service: commands, queries, health; and the loops that run beside it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, FastAPI, Header, HTTPException, Response

from .db import list_documents, load_document
from .messages import Command
from .outbox import backlog
from .projection import Projection
from .saga import journeys
from .service import Service

PAUSE = 0.05  # seconds between two looks at an empty outbox
DEADLINES = 1.0  # seconds between two looks at sagas' deadlines
HOUSEKEEPING = 3600.0  # seconds between two purges of outbox and inbox
log = logging.getLogger(__name__)


def create_app(
    service: Service,
    commands: Mapping[str, type[Command]],
    queries: Mapping[str, Projection],
    *,
    title: str,
) -> FastAPI:
    """The service's application: `commands` and `queries` by path.

    Starting it starts the service.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await service.start()
        loops = [
            asyncio.create_task(service.bus.run()),
            asyncio.create_task(_repeat(service.relay, PAUSE)),
            asyncio.create_task(_repeat(service.check_deadlines, DEADLINES)),
            asyncio.create_task(_repeat(service.purge, HOUSEKEEPING)),
        ]
        yield
        for loop in loops:
            loop.cancel()
        await asyncio.gather(*loops, return_exceptions=True)
        await service.stop()

    app = FastAPI(title=title, lifespan=lifespan)
    app.include_router(routes(service, commands, queries))
    return app


def routes(
    service: Service, commands: Mapping[str, type[Command]], queries: Mapping[str, Projection]
) -> APIRouter:
    router = APIRouter()
    for path, command_class in commands.items():
        router.add_api_route(
            path,
            _command_endpoint(service, command_class),
            methods=["POST"],
            name=command_class.__name__,
        )
    for path, projection in queries.items():
        router.add_api_route(path, _list_endpoint(service, projection), methods=["GET"])
        router.add_api_route(path + "/{id}", _row_endpoint(service, projection), methods=["GET"])
    router.add_api_route("/healthz", _health, methods=["GET"])
    router.add_api_route("/readyz", _readiness_endpoint(service), methods=["GET"])
    router.add_api_route("/sagas", _sagas_endpoint(service), methods=["GET"])
    return router


def _command_endpoint(
    service: Service, command_class: type[Command]
) -> Callable[..., Awaitable[dict[str, Any]]]:
    async def endpoint(
        command: Command, id: str | None = None, idempotency_key: str = Header("", max_length=64)
    ) -> dict[str, Any]:
        answer = await service.execute(command, id, idempotency_key)
        if answer.outcome == "refused":
            raise HTTPException(409, answer.reason)
        return asdict(answer)

    endpoint.__annotations__["command"] = command_class
    return endpoint


def _list_endpoint(
    service: Service, projection: Projection
) -> Callable[..., Awaitable[list[dict[str, Any]]]]:
    async def endpoint(limit: int = 100, after: str = "") -> list[dict[str, Any]]:
        async with service.database.transaction() as connection:
            return await list_documents(connection, projection.table, min(limit, 1000), after)

    return endpoint


def _row_endpoint(
    service: Service, projection: Projection
) -> Callable[..., Awaitable[dict[str, Any]]]:
    async def endpoint(id: str) -> dict[str, Any]:
        async with service.database.transaction() as connection:
            version, body = await load_document(connection, projection.table, id)
        if version == 0:
            raise HTTPException(404, f"There is no row {id}.")
        return {"id": id, **body}

    return endpoint


def _sagas_endpoint(service: Service) -> Callable[..., Awaitable[list[dict[str, Any]]]]:
    async def endpoint() -> list[dict[str, Any]]:
        async with service.database.transaction() as connection:
            return await journeys(connection)

    return endpoint


async def _health() -> dict[str, str]:
    return {"status": "alive"}


def _readiness_endpoint(service: Service) -> Callable[..., Awaitable[dict[str, Any]]]:
    async def endpoint(response: Response) -> dict[str, Any]:
        database, bus = await service.database.answers(), service.bus.ready
        if not (database and bus):
            response.status_code = 503
        waiting = await backlog(service.database) if database else None
        return {"database": database, "bus": bus, "outbox": waiting}

    return endpoint


async def _repeat(work: Callable[[], Awaitable[int]], pause: float) -> None:
    """Works until cancelled; what goes wrong once is logged and tried again."""
    while True:
        try:
            done = await work()
        except Exception:  # the database or the bus may be away for a while
            log.exception("will be tried again")
            done = 0
        if not done:
            await asyncio.sleep(pause)

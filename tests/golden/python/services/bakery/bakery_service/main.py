"""The composition root: which database and which bus Bakery runs on.

This file is yours: what you write is kept when the system is generated again.
"""

from fastapi import FastAPI

from bakery_service.generated.application import COMMANDS, DEFINITION, QUERIES
from bakery_service.runtime.app import create_app
from bakery_service.runtime.bus import Bus, MemoryBus
from bakery_service.runtime.db import Database
from bakery_service.runtime.service import Service
from bakery_service.runtime.settings import Settings


def build(database_url: str, bus: Bus) -> Service:
    """The service on a database and a bus."""
    return Service(DEFINITION, Database(database_url), bus)


def application() -> FastAPI:
    """The service by itself: `uvicorn --factory bakery_service.main:application`."""
    settings = Settings.from_environment("bakery")
    service = build(settings.database_url, MemoryBus())
    return create_app(service, COMMANDS, QUERIES, title="Bakery")

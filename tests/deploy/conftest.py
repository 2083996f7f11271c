"""PostgreSQL and Redis for a file's tests; each test has a database of its own."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest

from tools.stack import Postgres, RedisServer

_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with Postgres() as running:
        yield running


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    with RedisServer() as running:
        yield running


@pytest.fixture
def database(postgres: Postgres) -> str:
    """The address of an empty database."""
    name = f"test{next(_numbers)}"
    postgres.create(name)
    return postgres.url(name)


@pytest.fixture
def query(postgres: Postgres, database: str) -> Callable[[str], str]:
    """What a statement in the test's database gives."""
    return lambda statement: postgres.sql(statement, database.rpartition("/")[2])

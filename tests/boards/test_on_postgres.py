"""What is stored, locked and carried, on the database of production: the same tests once more, on a real PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.stack import Postgres

HERE = Path(__file__).parent
pytestmark = pytest.mark.slow


@pytest.mark.skipif("postgres" in os.environ.get("DATABASE_URL", ""), reason="They run on PostgreSQL as it is.")
@pytest.mark.timeout(900)
def test_storage_rooms_carrier_and_api_hold_on_postgresql_and_leave_no_connection_behind():
    modules = [str(HERE / f"test_{name}.py") for name in ("commit", "rooms", "carrier", "api")]
    with Postgres() as postgres:
        # Warnings are errors where a connection that was left behind keeps the test database from being dropped.
        command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-W", "error::pytest.PytestWarning", *modules]
        environment = {**os.environ, "DATABASE_URL": postgres.url()}
        environment.pop("PYTEST_XDIST_WORKER", None)
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        left = postgres.sql("SELECT count(*) FROM pg_database WHERE datname LIKE 'test%'", "postgres")
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
    assert left == "0"

"""Retention with archives on the database of production, within transactions and beside those of others."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.stack import Postgres

HERE = Path(__file__).parent
pytestmark = pytest.mark.slow


@pytest.mark.timeout(600)
def test_retention_and_its_archives_hold_on_postgresql(postgres: Postgres, database: str) -> None:
    modules = [str(HERE / "test_retention.py"), str(HERE / "retention_in_transactions.py")]
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *modules]
    environment = {**os.environ, "DATABASE_URL": database}
    environment.pop("PYTEST_XDIST_WORKER", None)
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]

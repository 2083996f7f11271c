"""`migrate` on a busy database: it gives way, others do not wait long, and two at once take turns."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from people import PATIENCE, eventually

ROOT = Path(__file__).parents[2]
SETTINGS = "tests.deploy.newer_version.settings"
COLUMN = "SELECT count(*) FROM information_schema.columns WHERE table_name = 'boards_board' AND column_name = 'newer'"
pytestmark = pytest.mark.slow


@pytest.fixture
def environment(tmp_path: Path, database: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("HOST", "ALLOWED_HOSTS", "REDIS_URL")}
    return {**kept, "DATABASE_URL": database, "EVENTSTORM_VAR": str(tmp_path), "ALLOWED_HOSTS": "storm.example"}


def migrating(environment: dict[str, str], *options: str, settings: str = SETTINGS) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "eventstorm", "migrate", *options]
    given = {**environment, "DJANGO_SETTINGS_MODULE": settings}
    return subprocess.Popen(command, cwd=ROOT, env=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def present(environment: dict[str, str]) -> None:
    """The database as the present version has it; the newer one adds a column to the busiest table."""
    process = migrating(environment, settings="eventstorm.settings")
    _, complaints = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, complaints


def test_a_migration_gives_way_to_a_busy_table_and_goes_through_when_it_is_free(
    present: None, environment: dict[str, str], database: str, query: Callable[[str], str]
) -> None:
    with psycopg.connect(database) as busy, psycopg.connect(database, autocommit=True) as other:
        busy.execute("LOCK TABLE boards_board IN ROW EXCLUSIVE MODE")  # as whoever stores a push
        process = migrating(environment, "--lock-seconds", "0.5")
        assert process.stderr is not None
        try:
            assert "A table is busy" in process.stderr.readline()
            assert query("SELECT count(*) FROM pg_locks WHERE NOT granted") == "0"  # nobody queues behind it
            other.execute("UPDATE boards_board SET name = name")
            assert query(COLUMN) == "0"
            busy.rollback()
            said, _ = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert process.returncode == 0
    assert said == "The database is up to date.\n"
    assert query(COLUMN) == "1"


def test_a_table_that_stays_busy_is_named_and_nothing_is_changed(
    present: None, environment: dict[str, str], database: str, query: Callable[[str], str]
) -> None:
    with psycopg.connect(database) as busy:
        busy.execute("LOCK TABLE boards_board IN ROW EXCLUSIVE MODE")
        process = migrating(environment, "--lock-seconds", "0.2", "--patience", "1")
        _, complaints = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "some transaction holds on to them" in complaints
    assert "Traceback" not in complaints
    assert query(COLUMN) == "0"


def test_two_at_once_take_turns(environment: dict[str, str], query: Callable[[str], str]) -> None:
    first, second = migrating(environment), migrating(environment)
    told = [process.communicate(timeout=PATIENCE) for process in (first, second)]
    assert [process.returncode for process in (first, second)] == [0, 0], told
    assert query(COLUMN) == "1"


def test_who_was_killed_while_migrating_leaves_nothing_half_done_and_no_lock(
    present: None, environment: dict[str, str], database: str, query: Callable[[str], str]
) -> None:
    with psycopg.connect(database) as busy:
        busy.execute("LOCK TABLE boards_board IN ROW EXCLUSIVE MODE")
        process = migrating(environment, "--lock-seconds", "30")
        eventually(lambda: query("SELECT count(*) FROM pg_locks WHERE NOT granted") != "0")
        process.send_signal(signal.SIGKILL)
        process.wait()
    again = migrating(environment)
    assert again.communicate(timeout=PATIENCE)[0] == "The database is up to date.\n"
    assert query(COLUMN) == "1"


def test_serve_refuses_a_database_that_lacks_migrations(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "eventstorm", "serve"]
    given = {**environment, "SECRET_KEY": "k" * 50}
    ended = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, timeout=PATIENCE)
    assert ended.returncode == 2
    assert ended.stderr == "The database is not up to date. Run: python -m eventstorm migrate\n"

"""The programs that other tests and benches rely on start, answer and end."""

from __future__ import annotations

import json
import urllib.request

import pytest

from tools.stack import Postgres, RedisServer, Web

pytestmark = pytest.mark.slow


def test_a_web_process_is_ready_on_postgresql_and_redis_and_all_end_with_the_block(tmp_path):
    with Postgres() as postgres, RedisServer() as redis, Web(tmp_path, postgres.url(), redis.url) as web:
        with urllib.request.urlopen(f"{web.address}/readyz", timeout=20) as answer:
            assert json.load(answer) == {"ready": True, "database": True, "redis": True}
        assert postgres.sql("SELECT count(*) FROM boards_board") == "8"
    assert not any(program.process.alive for program in (postgres, redis, web))
    assert not postgres.folder.exists()

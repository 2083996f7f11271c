"""Quotas hold over processes by Redis, and go on in each process while it is away."""

from __future__ import annotations

import pickle
import signal

import pytest
from redis import Redis

from eventstorm import cache as caching
from eventstorm.cache import RedisOrMemory
from tools.stack import RedisServer

pytestmark = pytest.mark.slow
OPTIONS = {"OPTIONS": {"serializer": "eventstorm.cache.Json", "socket_timeout": 0.5, "socket_connect_timeout": 0.5}}


@pytest.fixture(autouse=True)
def _ask_again_at_once(monkeypatch):
    monkeypatch.setattr(caching, "ASK_AGAIN", 0.0)


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "hung"])
def test_counting_goes_on_without_redis_and_over_it_once_it_is_back(by):
    with RedisServer() as redis:
        one, other = RedisOrMemory(redis.url, OPTIONS), RedisOrMemory(redis.url, OPTIONS)
        one.set("used", 1)
        assert other.incr("used") == 2
        if by is signal.SIGKILL:
            redis.stop(by)
        else:
            redis.process.send(by)
        assert one.add("used", 0)
        assert [one.incr("used") for _ in range(3)] == [1, 2, 3]
        assert one.get("used") == 3
        assert one.delete("used")
        if by is signal.SIGKILL:
            redis.start()
            one.set("used", 2)
        else:
            redis.process.send(signal.SIGCONT)
        assert other.get("used") == 2


def test_what_lies_in_redis_is_json_and_never_unpickled():
    with RedisServer() as redis:
        held = RedisOrMemory(redis.url, OPTIONS)
        for value in (3, True, [1.5, 2.5], {"a": None}):
            held.set("kept", value)
            assert held.get("kept") == value
        with Redis.from_url(redis.url) as raw:
            raw.set(held.make_key("planted"), pickle.dumps(Planted()))
        with pytest.raises(ValueError):
            held.get("planted")
    assert not Planted.ran


class Planted:
    """Would tell if anybody unpickled it."""

    ran = False

    def __reduce__(self):
        return setattr, (Planted, "ran", True)

"""The cache of quotas and rate limits: in Redis, for all processes together; without it each counts for itself.

Redis only helps (docs/decisions/0009): while it does not answer, nobody is refused for that, and limits still hold, for
every process apart.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

_logger = logging.getLogger(__name__)

ASK_AGAIN = 5.0  # seconds during which a Redis that did not answer is left alone
_away_until = 0.0  # of the steady clock, for the threads of this process together


def _or_memory(name: str) -> Callable[..., Any]:
    asked: Callable[..., Any] = getattr(RedisCache, name)

    def answer(self: RedisOrMemory, *arguments: Any, **named: Any) -> Any:
        global _away_until
        if time.monotonic() >= _away_until:
            try:
                return asked(self, *arguments, **named)
            except (RedisError, OSError) as error:
                _away_until = time.monotonic() + ASK_AGAIN
                _logger.warning("Redis does not answer (%s): this process counts for itself.", error)
        return getattr(self.memory, name)(*arguments, **named)

    return answer


class Json:
    """What lies in Redis. Django would unpickle it: whoever can write there would run code here."""

    def dumps(self, value: Any) -> int | bytes:
        """A number stays one, which Redis can count up."""
        return value if type(value) is int else json.dumps(value).encode()

    def loads(self, data: bytes) -> Any:
        return json.loads(data)


class RedisOrMemory(RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.memory = LocMemCache("while-redis-is-away", {**params, "OPTIONS": {}})

    add, get, set, touch, delete = map(_or_memory, ("add", "get", "set", "touch", "delete"))
    incr, has_key, clear = map(_or_memory, ("incr", "has_key", "clear"))
    get_many, set_many, delete_many = map(_or_memory, ("get_many", "set_many", "delete_many"))

"""The programs around Eventstorm as real processes on loopback: PostgreSQL, Redis, web processes.

For tests, benchmarks and for trying a deployment without containers. Everything lies in a folder of its own, listens on
127.0.0.1 on a free port, and ends with the block that started it.
"""

from tools.stack.postgres import Postgres
from tools.stack.redis_server import RedisServer
from tools.stack.web import Web

__all__ = ["Postgres", "RedisServer", "Web"]
